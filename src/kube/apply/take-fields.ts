import { type Comparison, compare } from './compare.ts'
import { atVersion, type FieldContext, type TypedObject } from './context.ts'
import { difference, type FieldSet, intersection, isEmpty, noFields, union } from './field-set.ts'
import type { Owner, Owners } from './owner.ts'
import { wholeFieldsOf, withoutReset } from './strip.ts'

/** What a write does to the owners of an object. */
export interface Taking {
  /** Everybody without what was changed or taken away. */
  readonly owners: Owners
  /** What others owned and the write changes, by owner. */
  readonly conflicts: ReadonlyMap<string, FieldSet>
  readonly comparison: Comparison
}

const SAME: Comparison = { added: noFields, modified: noFields, removed: noFields }

/**
 * Takes the fields that differ from their owners; `writer` keeps its own (merge.Updater.update). Owners at versions that
 * are no more are dropped.
 */
export function takeFields(
  [before, after]: readonly [TypedObject, TypedObject],
  owners: Owners,
  context: FieldContext,
  writer?: string,
): Taking {
  const comparisons = new Map<string, Comparison | undefined>()
  const own = compared(before, after, context)
  comparisons.set(after.apiVersion, own)
  const left = new Map<string, Owner>()
  const conflicts = new Map<string, FieldSet>()
  for (const [key, owner] of owners) {
    if (key === writer) {
      left.set(key, owner)
      continue
    }
    const { apiVersion } = owner
    if (!comparisons.has(apiVersion)) comparisons.set(apiVersion, comparedAt([before, after], apiVersion, context))
    const change = comparisons.get(apiVersion)
    if (change === undefined) continue
    const taken = overlap(owner.set, change)
    if (!isEmpty(taken)) conflicts.set(key, taken)
    const set = difference(difference(owner.set, taken), change.removed)
    if (!isEmpty(set)) left.set(key, set === owner.set ? owner : { ...owner, set })
  }
  return { owners: left, conflicts, comparison: own }
}

function overlap(set: FieldSet, { modified, added }: Comparison): FieldSet {
  const changed = intersection(set, modified)
  const fresh = intersection(set, added)
  return isEmpty(fresh) ? changed : union(changed, fresh)
}

function comparedAt(
  [before, after]: readonly [TypedObject, TypedObject],
  apiVersion: string,
  context: FieldContext,
): Comparison | undefined {
  const left = atVersion(before, apiVersion, context)
  const right = atVersion(after, apiVersion, context)
  if (left === undefined || right === undefined) return undefined
  return compared(left, right, context)
}

function compared(before: TypedObject, after: TypedObject, { resetFields }: FieldContext): Comparison {
  const found = compare(after.atom, before.object, after.object, wholeFieldsOf(resetFields))
  if (found === undefined) return SAME
  return {
    added: withoutReset(found.added, resetFields),
    modified: withoutReset(found.modified, resetFields),
    removed: withoutReset(found.removed, resetFields),
  }
}
