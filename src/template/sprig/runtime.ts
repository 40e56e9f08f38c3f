import { type GoList, type GoMap, GoObject, int, type Value } from '../value.ts'
import { goKind } from './engine.ts'

/** Most items a list made from a number (`until`, `seq`, `chunk` …) may have. Go has no limit and runs out of memory. */
export const MAX_ITEMS = 500_000
/** Most bytes a string made by repetition (`repeat`, `indent`, `replace` …) may have. */
export const MAX_BYTES = 6_291_456
/** Deepest nesting that copying, comparing, merging and writing follow; a Go program overflows its stack far beyond. */
export const MAX_NESTING = 1_000

/** A call that would take too much: never turned into an empty result, as other failures of `toJson` are. */
export class LimitError extends Error {
  readonly code = 'too-large'
}

/** What Go's runtime says about a nil pointer, also when a reflection type is asked of nil. */
export const NIL_POINTER = 'runtime error: invalid memory address or nil pointer dereference'

const nilContainers = new WeakSet<object>()

/** Marks a list or map as Go's nil slice or nil map: it prints as empty, but JSON has `null`. Returns it. */
export function asNil<T extends GoList | GoMap>(value: T): T {
  nilContainers.add(value)
  return value
}

/** Whether a value is nil, or a list or map that stands for Go's nil slice or nil map. */
export function isNil(value: Value): boolean {
  return value === null || (typeof value === 'object' && nilContainers.has(value))
}

/** The items of a slice of any type, or undefined when the value is no slice. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (Array.isArray(value)) return value
  if (value instanceof Uint8Array) return Array.from(value, (byte) => int(byte, 'uint8'))
  if (value instanceof GoObject) {
    const under = value.underlying()
    return under === undefined || under === null ? undefined : itemsOf(under)
  }
  return undefined
}

/** The items of a slice; otherwise throws `complaint` followed by the kind, as the list functions do. */
export function listItems(value: Value, complaint: string): readonly Value[] {
  const items = itemsOf(value)
  if (items !== undefined) return items
  if (value === null) throw new Error(NIL_POINTER)
  throw new Error(`${complaint} ${goKind(value)}`)
}

/** Throws when a result would have more than `MAX_ITEMS` items. */
export function checkItems(count: number, name: string): void {
  if (count > MAX_ITEMS) throw new LimitError(`${name}: ${count} items – expected at most ${MAX_ITEMS}`)
}

/** Throws when a result would have more than `MAX_BYTES` bytes. */
export function checkBytes(count: number, name: string): void {
  if (count > MAX_BYTES) throw new LimitError(`${name}: ${count} bytes – expected at most ${MAX_BYTES}`)
}

/** Most lists and maps that one call walks through: one that is shared counts as often as it is met. */
export const MAX_VISITS = 500_000

let visits = 0

/** Begins to count what a call walks through; the engine says so before each call of a function. */
export function beginVisits(): void {
  visits = 0
}

/** Throws when nesting goes past `MAX_NESTING`, as in a value that contains itself, or a walk past `MAX_VISITS`. */
export function checkNesting(depth: number, name: string): void {
  if (depth > MAX_NESTING)
    throw new LimitError(`${name}: value is nested deeper than ${MAX_NESTING} levels or contains itself`)
  if (++visits > MAX_VISITS)
    throw new LimitError(`${name}: more than ${MAX_VISITS} values to walk through – expected fewer`)
}
