import { stdout } from 'node:process'
import { apiOperations } from './api-operations.ts'
import { workloads } from './apps.ts'
import { auth } from './auth.ts'
import { cli } from './cli.ts'
import { custom } from './custom.ts'
import { events } from './events.ts'
import { garbage } from './garbage.ts'
import { machinery } from './machinery.ts'
import { namespaces } from './namespaces.ts'
import { network } from './network.ts'
import { node } from './node.ts'
import { policies } from './policies.ts'
import { publishing } from './publish.ts'
import { quota } from './quota.ts'
import { scheduling } from './scheduling.ts'
import { volumes } from './storage.ts'
import { watchers } from './watchers.ts'
import { type Ground, type Rules, startGround } from './world.ts'

/** Every rule by the name that the conformance suite gives it. */
export const rules: Rules = {
  ...apiOperations,
  ...workloads,
  ...auth,
  ...cli,
  ...custom,
  ...events,
  ...garbage,
  ...machinery,
  ...namespaces,
  ...network,
  ...node,
  ...policies,
  ...publishing,
  ...quota,
  ...scheduling,
  ...volumes,
  ...watchers,
}

/** What came of the rules. */
export interface Outcome {
  readonly held: number
  readonly failures: readonly { readonly name: string; readonly reason: string }[]
}

/** How many tests of the suite need no more than an API server. */
export const CONFORMANCE_TESTS = 145

const AT_ONCE = 8

/** Tries the rules whose names match on one cluster, several at once. */
export async function tryRules(pattern = /(?:)/): Promise<Outcome> {
  const ground = await startGround()
  const failures: { name: string; reason: string }[] = []
  const names = Object.keys(rules).filter((name) => pattern.test(name))
  const waiting = names.values()
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, () => work(ground, waiting, failures)))
  } finally {
    await ground.stop()
  }
  return { held: names.length - failures.length, failures }
}

async function work(
  ground: Ground,
  names: Iterator<string>,
  failures: { name: string; reason: string }[],
): Promise<void> {
  for (let next = names.next(); next.done !== true; next = names.next()) {
    const name = next.value
    const rule = rules[name]
    if (rule === undefined) continue
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

/** Writes down what failed and the count. */
export function report({ held, failures }: Outcome): void {
  for (const { name, reason } of failures) stdout.write(`✗ ${name}\n    ${reason.replaceAll('\n', '\n    ')}\n`)
  stdout.write(`${held} of ${CONFORMANCE_TESTS} rules hold\n`)
}
