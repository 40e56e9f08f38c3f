import type { HelmRenderOptions } from '#render'
import { CliError } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'

/** What templates may spend in one render. */
type RenderLimits = Omit<NonNullable<HelmRenderOptions['budget']>, 'now' | 'memoryBytes'>

const MEBI = 1024 * 1024

/**
 * The limits of a render that `--limits` and `BERTH_LIMITS` leave alone. The largest charts in public use take about
 * 12,000 steps, 2 MiB of output and a fifth of a second; a new RSA key counts for 300,000 steps, a password for 250,000.
 */
export const defaultRenderLimits: RenderLimits = {
  maxSteps: 5_000_000,
  maxOutputBytes: 48 * MEBI,
  maxDepth: 100_000,
  maxTimeMs: 1_300,
  maxMemoryBytes: 400 * MEBI,
}

/** The names that limits have on the command line. */
const fields: Readonly<Record<string, keyof RenderLimits | undefined>> = {
  __proto__: null as unknown as undefined,
  steps: 'maxSteps',
  output: 'maxOutputBytes',
  depth: 'maxDepth',
  time: 'maxTimeMs',
  memory: 'maxMemoryBytes',
}

const units: Readonly<Record<string, number>> = {
  '': 1,
  Ki: 1024,
  Mi: MEBI,
  Gi: 1024 * MEBI,
  ms: 1,
  s: 1000,
  m: 60_000,
}

/**
 * The budget of one render: the defaults, changed by words like `time=5s`, `output=64Mi`, `steps=0` (0 is no limit) from
 * `BERTH_LIMITS` and then `--limits`. Time is that of the processor where the runtime tells it, so that a busy machine
 * changes nothing. Throws `CliError` 'usage'.
 */
export function renderBudget(words: readonly string[], session: Session): NonNullable<HelmRenderOptions['budget']> {
  const inherited = session.environment['BERTH_LIMITS']?.split(',').filter((word) => word !== '') ?? []
  const limits: Record<string, number | undefined> = {}
  for (const word of [...inherited, ...words]) {
    const { field, amount } = readLimit(word)
    limits[field] = amount
  }
  return { ...defaultRenderLimits, ...limits, now: processorClock(), memoryBytes: memoryMeter() }
}

/** What the program itself takes when it does nothing but render. */
const OWN_BYTES = 100 * MEBI

/** The memory of a program that renders; what it had taken for other things before does not count. */
function memoryMeter(): () => number {
  const before = Math.max(0, process.memoryUsage.rss() - OWN_BYTES)
  return () => process.memoryUsage.rss() - before
}

function readLimit(word: string): { readonly field: keyof RenderLimits; readonly amount: number } {
  const [, name = '', digits = '', unit = ''] = /^([a-z]+)=(\d+)(|[KMG]i|ms|s|m)$/.exec(word) ?? []
  const field = fields[name]
  const isTime = unit === '' || (field === 'maxTimeMs') === /^(ms|s|m)$/.test(unit)
  if (field === undefined || digits === '' || !isTime) {
    throw new CliError('usage', `limit ${JSON.stringify(word)} – not understood – expected NAME=AMOUNT`, {
      hint: 'names are steps, output, depth, time and memory: --limits time=5s,output=64Mi,steps=10000000',
    })
  }
  const amount = Number(digits) * (units[unit] as number)
  return { field, amount: amount === 0 ? Number.POSITIVE_INFINITY : amount }
}

const CLOCK_STEP_MS = 1

/** Milliseconds of processor time, asked of the system once a millisecond: templates look at the clock far more often. */
function processorClock(): () => number {
  if (process.threadCpuUsage === undefined) return () => performance.now()
  let askedAt = Number.NEGATIVE_INFINITY
  let spentMs = 0
  return () => {
    const now = performance.now()
    if (now - askedAt < CLOCK_STEP_MS) return spentMs
    askedAt = now
    const { user, system } = process.threadCpuUsage()
    spentMs = (user + system) / 1000
    return spentMs
  }
}
