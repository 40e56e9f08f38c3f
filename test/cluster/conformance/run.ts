import { stdout } from 'node:process'
import { type Ground, type Rule, type Rules, startGround } from './world.ts'

/** What came of the rules. */
export interface Outcome {
  readonly held: number
  readonly failures: readonly { readonly name: string; readonly reason: string }[]
}

const AT_ONCE = 8

/** Tries rules on one cluster: several at once, then those that would disturb others. */
export async function tryRules(rules: Rules, isAlone = (_name: string): boolean => false): Promise<Outcome> {
  const ground = await startGround()
  const attempts: Attempts = { ground, failures: [] }
  const chosen = Object.entries(rules)
  const together = chosen.filter(([name]) => !isAlone(name)).values()
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(together, attempts)))
    await work(chosen.filter(([name]) => isAlone(name)).values(), attempts)
  } finally {
    await ground.stop()
  }
  return { held: chosen.length - attempts.failures.length, failures: attempts.failures }
}

interface Attempts {
  readonly ground: Ground
  readonly failures: { name: string; reason: string }[]
}

async function work(rules: Iterable<readonly [string, Rule]>, { ground, failures }: Attempts): Promise<void> {
  for (const [name, rule] of rules) {
    try {
      await inTime(ground.attempt('conformance', rule))
    } catch (error) {
      failures.push({ name, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

/** No rule may wait longer than this, whatever hangs. */
const RULE_MS = 60_000

async function inTime(attempt: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), RULE_MS)
  })
  await Promise.race([attempt, late]).finally(() => clearTimeout(timer))
}

/** Writes down what failed. */
export function report({ failures }: Outcome): void {
  for (const { name, reason } of failures) stdout.write(`✗ ${name}\n    ${reason.replaceAll('\n', '\n    ')}\n`)
}
