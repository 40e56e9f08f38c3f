/** Numbers and choices that come out the same for the same seed. */
export interface Seeded {
  /** From 0 up to 1. */
  next(): number
  /** An integer from 0 up to `below`. */
  below(below: number): number
  pick<T>(items: readonly [T, ...T[]] | readonly T[]): T
  /** True once in `times`. */
  once(times: number): boolean
}

/** A generator of 32 bits of state (mulberry32). */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    once: (times) => below(times) === 0,
  }
}
