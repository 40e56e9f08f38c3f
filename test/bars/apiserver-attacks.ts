import { readFileSync } from 'node:fs'
import { stdout } from 'node:process'
import { open } from '../load/connection.ts'
import { dropBombs } from './attacks/api/bombs.ts'
import { abandonedWatches, brokenUpgrades, halfOpen, hugeBodies, slowSenders } from './attacks/api/crowd.ts'
import { starve } from './attacks/api/fairness.ts'
import { floodFrames } from './attacks/api/frames.ts'
import { fuzz } from './attacks/api/fuzz.ts'
import { startPolite } from './attacks/api/polite.ts'
import { matrixUsers, roleMatrix } from './attacks/api/role-matrix.ts'
import { startTarget, type Target, USERS } from './attacks/api/target.ts'
import type { Verdict } from './verdict.ts'

const SETTLED = 20_261_121
const LIMIT_MS = 100
const LIMIT_MIB = 900

/**
 * Bar apiserver.7: a million generated requests and everything else that is hostile, while a well-behaved client goes on.
 * `BERTH_SEED` and `BERTH_REQUESTS` change the run.
 */
export async function apiAttacksHeld(): Promise<Verdict> {
  const seed = Number(process.env['BERTH_SEED'] ?? SETTLED)
  const total = Number(process.env['BERTH_REQUESTS'] ?? 1_000_000)
  const target = startTarget('memory', [...USERS, ...matrixUsers])
  // what the requests before it left behind would count as memory of the noise
  const quiet = startTarget('memory')
  try {
    await Promise.all([makeNamespaces(target), makeNamespaces(quiet)])
    const faults: string[] = []
    const begun = performance.now()
    let worstMs = 0
    let answers = 0
    let worstMib = 0
    const count = (answered: number): void => {
      answers += answered
    }
    const attacks = attacksOn(target, { seed, total, count })
    const noise: NamedAttack = ['a noisy client', () => starveFaults(quiet.endpoint)]
    for (const [place, [what, attack]] of [...attacks.map((one) => [target, one] as const), [quiet, noise] as const]) {
      const start = performance.now()
      const { found, p99Ms } = await under(place, attack)
      worstMs = Math.max(worstMs, p99Ms)
      worstMib = Math.max(worstMib, place.rss())
      faults.push(...found.map((fault) => `${what}: ${fault}`))
      stdout.write(
        `${what}: ${found.length} faults, others' p99 ${p99Ms.toFixed(0)} ms, ${place.rss().toFixed(0)} MiB, ${seconds(start)} s\n`,
      )
    }
    faults.push(...innerFaults(target), ...innerFaults(quiet))
    for (const fault of faults.slice(0, 40)) stdout.write(`${fault.slice(0, 600)}\n`)
    const figure = `${total} requests of which ${answers} were answered (seed ${seed}), all in ${seconds(begun)} s, ${faults.length} faults, others' p99 ${worstMs.toFixed(0)} ms, at most ${worstMib.toFixed(0)} MiB`
    return { holds: faults.length === 0 && worstMs < LIMIT_MS && worstMib < LIMIT_MIB, figure }
  } finally {
    target.close()
    quiet.close()
  }
}

type Attack = () => Promise<readonly string[]>
type NamedAttack = readonly [string, Attack]

interface Fuzzing {
  readonly seed: number
  readonly total: number
  /** Told how many requests had an answer. */
  count(answered: number): void
}

function seconds(sinceMs: number): string {
  return ((performance.now() - sinceMs) / 1000).toFixed(0)
}

function attacksOn({ endpoint }: Target, fuzzing: Fuzzing): readonly NamedAttack[] {
  const quietly =
    (run: () => Promise<void>): Attack =>
    async () => {
      await run()
      return []
    }
  return [
    ['roles', async () => (await roleMatrix(endpoint)).faults],
    ['bombs', () => dropBombs(endpoint, 'fuzz')],
    ['bodies of 100 MB', async () => (await hugeBodies(endpoint, 'fuzz')).filter((code) => code !== '413')],
    ['half-open connections', quietly(() => halfOpen(endpoint, 10_000))],
    ['slow senders', quietly(() => slowSenders(endpoint, 500, 10_000))],
    ['abandoned watches', quietly(() => abandonedWatches(endpoint, 'fuzz', 3000))],
    ['broken upgrades', quietly(() => brokenUpgrades(endpoint, 'fuzz', 1000))],
    ['frames of HTTP/2', quietly(() => floodFrames(endpoint, 50_000))],
    ['requests', () => fuzzFaults(endpoint, fuzzing)],
  ]
}

async function fuzzFaults(address: Target['endpoint'], { seed, total, count }: Fuzzing): Promise<readonly string[]> {
  const { faults, answered, statuses } = await fuzz({
    address,
    token: 'fuzz',
    seed,
    total,
    connections: 6,
    depth: 4,
    http2Percent: 10,
  })
  count(answered)
  stdout.write(
    `${answered} answers: ${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([code, count]) => `${code}: ${count}`)
      .join(', ')}\n`,
  )
  return [...faults.values()]
}

async function starveFaults(endpoint: Target['endpoint']): Promise<readonly string[]> {
  const { p99Ms, gets } = await starve(endpoint, { objects: 10_000, lists: 500, lastingMs: 10_000 })
  return p99Ms < LIMIT_MS ? [] : [`another user's gets: p99 ${p99Ms.toFixed(0)} ms of ${gets}`]
}

/** Runs an attack beside a well-behaved client. */
async function under(
  { endpoint }: Target,
  attack: Attack,
): Promise<{ readonly found: readonly string[]; readonly p99Ms: number }> {
  const polite = startPolite(endpoint)
  const found = await attack()
  const { p99Ms, faults } = await polite.stop()
  return { found: [...found, ...faults], p99Ms }
}

async function makeNamespaces({ endpoint }: Target): Promise<void> {
  const admin = await open(endpoint)
  for (const name of ['fuzz-a', 'fuzz-b', 'polite'])
    await admin.send('POST', '/api/v1/namespaces', `{"metadata":{"name":"${name}"}}`)
  admin.close()
}

/** What the server itself wrote down as its own fault. */
function innerFaults({ log }: Target): readonly string[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => / fault | part="apiserver"/.test(line))
}
