import type { Step } from './frame.ts'

/** Where the value of a macro's variable is; one with a `start` gets it when it is first named. */
export interface Place {
  readonly index: number
  readonly start?: Step
}

/** Macro variables by name, with their places in a frame. */
export type Places = ReadonlyMap<string, Place>

/** A place behind all others, so an inner macro never overwrites an outer one's. */
export function nextIndex(places: Places): number {
  let next = 0
  for (const { index } of places.values()) next = Math.max(next, index + 1)
  return next
}
