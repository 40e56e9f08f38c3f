import { parseGoDuration, parseQuantity, quantityValueOf } from '#kube'

/** A line that a container writes, so many milliseconds after its start. */
export interface LogLine {
  readonly afterMs: number
  readonly text: string
  readonly stream: 'stdout' | 'stderr'
}

/** What a simulated container does. Times are milliseconds, counted from its start unless told. */
export interface Behaviour {
  /** How long its image takes. */
  readonly pullAfter: number
  readonly pullError?: PullError
  /** Between being told to start and running. */
  readonly startAfter: number
  readonly startError?: string
  /** Absent: until it is stopped. */
  readonly runFor?: number
  readonly exitCode: number
  readonly exitReason?: string
  readonly exitMessage?: string
  /** Only the first so many runs end; absent: each. */
  readonly crashes?: number
  /** Its startup probe succeeds from then on. */
  readonly startedAfter: number
  /** Its readiness probe succeeds from then on, for so long. */
  readonly readyAfter: number
  readonly readyFor?: number
  /** Its liveness probe succeeds for so long. */
  readonly liveFor?: number
  readonly stopAfter: number
  readonly stopCode: number
  readonly hookError?: string
  readonly log: readonly LogLine[]
  /** The log is written again every so often. */
  readonly logEvery?: number
  readonly cpuNanoCores: number
  readonly memoryBytes: number
  /** A second. */
  readonly receiveBytes: number
  readonly sendBytes: number
}

/** What a registry can answer. */
export type PullError = 'not-found' | 'denied' | 'unavailable'

/** What a container does that nobody says anything of: it runs, is well, and ends when told. */
export const defaultBehaviour: Behaviour = Object.freeze({
  pullAfter: 0,
  startAfter: 50,
  exitCode: 0,
  startedAfter: 0,
  readyAfter: 0,
  stopAfter: 0,
  stopCode: 143,
  log: [],
  cpuNanoCores: 1_000_000,
  memoryBytes: 16 * 1024 * 1024,
  receiveBytes: 0,
  sendBytes: 0,
})

/** Part of a behaviour, or what is wrong with its text. */
export type Read = Partial<Behaviour> | { readonly problem: string }

/** The fields that users may set, as they are written, and how each is read. */
export const fields: Readonly<Record<string, (text: string) => Read>> = {
  'pull-after': duration('pullAfter'),
  'pull-error': (text) =>
    isPullError(text) ? { pullError: text } : { problem: 'expected not-found, denied or unavailable' },
  'start-after': duration('startAfter'),
  'start-error': (text) => ({ startError: text }),
  'run-for': duration('runFor'),
  'exit-code': (text) =>
    /^\d{1,3}$/.test(text) && Number(text) <= 255
      ? { exitCode: Number(text) }
      : { problem: 'expected a number from 0 to 255' },
  'exit-reason': (text) =>
    /^[A-Z][A-Za-z]*$/.test(text)
      ? { exitReason: text }
      : { problem: 'expected one word in upper camel case, such as OOMKilled' },
  'exit-message': (text) => ({ exitMessage: text }),
  crashes: (text) =>
    /^\d{1,6}$/.test(text) ? { crashes: Number(text) } : { problem: 'expected how many runs end, such as 3' },
  'started-after': duration('startedAfter'),
  'ready-after': duration('readyAfter'),
  'ready-for': duration('readyFor'),
  'live-for': duration('liveFor'),
  'stop-after': duration('stopAfter'),
  'stop-code': (text) =>
    /^\d{1,3}$/.test(text) && Number(text) <= 255
      ? { stopCode: Number(text) }
      : { problem: 'expected a number from 0 to 255' },
  'hook-error': (text) => ({ hookError: text }),
  log: (text) => ({ log: linesOf(text) }),
  'log-every': duration('logEvery', 1),
  cpu: amount('cpuNanoCores', 1_000_000_000n),
  memory: amount('memoryBytes', 1n),
  receive: amount('receiveBytes', 1n),
  send: amount('sendBytes', 1n),
}

type Numeric = { [K in keyof Behaviour]-?: Behaviour[K] extends number | undefined ? K : never }[keyof Behaviour]

function duration(field: Numeric, leastMs = 0): (text: string) => Read {
  return (text) => {
    const ms = parseGoDuration(text)
    if (ms === undefined || ms < leastMs || ms > MAX_MS)
      return { problem: `expected a duration such as 1.5s, ${leastMs}ms to 720h` }
    return { [field]: ms } as Partial<Behaviour>
  }
}

const MAX_MS = 720 * 3_600_000

function amount(field: Numeric, scale: bigint): (text: string) => Read {
  return (text) => {
    const quantity = parseQuantity(text)
    if (quantity === undefined || quantity.nanos < 0n) return { problem: 'expected a quantity such as 250m or 64Mi' }
    const value = scale === 1n ? quantityValueOf(quantity) : (quantity.nanos * scale) / 1_000_000_000n
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) return { problem: 'too much' }
    return { [field]: Number(value) } as Partial<Behaviour>
  }
}

function isPullError(text: string): text is PullError {
  return text === 'not-found' || text === 'denied' || text === 'unavailable'
}

/** Lines as they are; one that begins with `2> ` goes to the error output. */
function linesOf(text: string): LogLine[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) =>
      line.startsWith('2> ')
        ? { afterMs: 0, text: line.slice(3), stream: 'stderr' }
        : { afterMs: 0, text: line, stream: 'stdout' },
    )
}
