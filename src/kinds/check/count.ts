import type { JsonObject } from '#kube'
import { numberAt } from '../read.ts'
import { addInvalid, checkNotNegative, type Findings } from './finding.ts'

/** A map with counts, and the field it stands at. */
export interface Counted {
  readonly map: JsonObject
  readonly field: string
}

/** Checks that no count is negative; a missing one is none. */
export function checkCounts(found: Findings, { map, field }: Counted, keys: readonly string[]): void {
  for (const key of keys) checkNotNegative(found, `${field}.${key}`, numberAt(map, key))
}

/** One count that is part of another. */
export interface PartOf {
  readonly part: string
  readonly whole: string
  readonly detail: string
}

/** Checks that no part is more than its whole. */
export function checkParts(found: Findings, { map, field }: Counted, parts: readonly PartOf[]): void {
  for (const { part, whole, detail } of parts) {
    const count = numberAt(map, part) ?? 0
    if (count > (numberAt(map, whole) ?? 0)) addInvalid(found, `${field}.${part}`, count, detail)
  }
}

/** Checks that a count does not shrink (core IsDecremented). */
export function checkNotDecremented(found: Findings, { map, field }: Counted, before: JsonObject, key: string): void {
  const [now, then] = [numberAt(map, key), numberAt(before, key)]
  if (then !== undefined && (now === undefined || now < then)) {
    addInvalid(found, `${field}.${key}`, now ?? 0, 'cannot be decremented')
  }
}
