import type { Chance } from '../contract/content.ts'

/** Chance that remembers what it gave. */
export interface RecordedChance {
  readonly chance: Chance
  /** Whether anything was asked of it. */
  wasAsked(): boolean
  /** The texts that were made, in order. */
  texts(): readonly string[]
  /** Gives the same again, in the same order, texts replaced by others; beyond that it gives what is new. */
  replay(instead?: ReadonlyMap<string, string>): Chance
}

/** Records what time, random bytes and keys were. */
export function recordChance(source: Chance): RecordedChance {
  const times = recorder<number>()
  const bytes = recorder<Uint8Array>()
  const made = recorder<unknown>()
  let depth = 0
  return {
    wasAsked: () => [times, bytes, made].some(({ values }) => values.length > 0),
    chance: {
      now: () => times.keep(source.now()),
      // What a text is made of is not asked for again where the text is known.
      randomBytes: (size) => (depth > 0 ? source.randomBytes(size) : bytes.keep(source.randomBytes(size))),
      remember: (make) => {
        depth++
        try {
          return made.keep(make())
        } finally {
          depth--
        }
      },
    },
    texts: () => made.values.filter((value) => typeof value === 'string'),
    replay: (instead) => {
      const [time, random, old] = [times.replay(), bytes.replay(), made.replay()]
      return {
        now: () => time() ?? source.now(),
        randomBytes: (size) => {
          const known = random()
          return known?.length === size ? known : source.randomBytes(size)
        },
        remember: <T>(make: () => T): T => {
          const known = old() as T | undefined
          const other = typeof known === 'string' ? instead?.get(known) : undefined
          return (other as T | undefined) ?? known ?? make()
        },
      }
    },
  }
}

/** How much later the other clock is, so that whatever is made of the time differs. */
const LATER_MS = 367 * 24 * 3_600_000 + 3_723_456

/** Other chance than that of a render: other bytes, and a later time. */
export function otherChance(source: Chance): Chance {
  return {
    now: () => source.now() + LATER_MS,
    randomBytes: (size) => source.randomBytes(size),
    remember: (make) => make(),
  }
}

/**
 * Chance that is the same wherever it is asked: what differs between two renders with it differs for another reason, in
 * whatever order they ask. Keys that are made elsewhere are made once for each kind.
 */
export function steadyChance(nowMs: number): Chance {
  const keys = new Map<string, unknown>()
  let wasAsked = false
  return {
    now: () => nowMs,
    randomBytes: (size) => {
      wasAsked = true
      // Begins with a small number, so that no draw is thrown away for ever.
      return Uint8Array.from({ length: size }, (_, at) => (at * 7) % 251)
    },
    remember: <T>(make: () => T): T => {
      wasAsked = false
      const made = make()
      if (wasAsked) return made
      const kind = typeof made === 'string' ? (made.split('\n', 1)[0] ?? '') : typeof made
      if (!keys.has(kind)) keys.set(kind, made)
      return keys.get(kind) as T
    },
  }
}

interface Recorder<T> {
  readonly values: readonly T[]
  keep<V extends T>(value: V): V
  /** Gives the values one by one; undefined behind the last. */
  replay(): () => T | undefined
}

function recorder<T>(): Recorder<T> {
  const values: T[] = []
  return {
    values,
    keep: (value) => {
      values.push(value)
      return value
    },
    replay: () => {
      let next = 0
      return () => values[next++]
    },
  }
}
