import type { JsonObject } from '../patch/json.ts'
import { atVersion, type FieldContext, type TypedObject } from './context.ts'
import { difference, type FieldSet, intersection, isEmpty, noFields, union } from './field-set.ts'
import { fieldSetOf } from './field-set-of.ts'
import type { Owner, Owners } from './owner.ts'
import { removeFields, withNamedFields } from './remove.ts'

/**
 * Takes from the merged object what the applier had before, does not apply any more, and nobody else owns
 * (merge.Updater.prune). `owners` has the applier's new set already.
 */
export function pruneApplied(
  merged: TypedObject,
  owners: Owners,
  last: Owner | undefined,
  context: FieldContext,
): TypedObject {
  if (last === undefined || isEmpty(last.set)) return merged
  const converted = atVersion(merged, last.apiVersion, context)
  if (converted === undefined) return merged
  const bare = without(converted, withNamedFields(last.set, converted.atom))
  const owned = addBackOwned([converted, bare], owners, context)
  const pruned = addBackDangling(converted, owned, last.set, context)
  return atVersion(pruned, merged.apiVersion, context) ?? merged
}

function without(value: TypedObject, set: FieldSet): TypedObject {
  return { ...value, object: (removeFields(value.atom, value.object, set) ?? {}) as JsonObject }
}

/** The version of the applier first: what conversion needs is there again before anything is converted. */
function addBackOwned(
  [merged, bare]: readonly [TypedObject, TypedObject],
  owners: Owners,
  context: FieldContext,
): TypedObject {
  const sets = new Map<string, FieldSet>()
  for (const { apiVersion, set } of owners.values()) sets.set(apiVersion, union(sets.get(apiVersion) ?? noFields, set))
  let [whole, pruned] = [merged, bare]
  const versions = [...sets.keys()].sort((a, b) => Number(b === merged.apiVersion) - Number(a === merged.apiVersion))
  for (const apiVersion of versions) {
    const owned = sets.get(apiVersion) ?? noFields
    const [nextWhole, nextPruned] = [atVersion(whole, apiVersion, context), atVersion(pruned, apiVersion, context)]
    if (nextWhole === undefined || nextPruned === undefined) continue
    whole = nextWhole
    pruned = keepOwned(whole, nextPruned, owned)
  }
  return pruned
}

function keepOwned(whole: TypedObject, pruned: TypedObject, owned: FieldSet): TypedObject {
  const { atom } = whole
  const kept = union(namedFieldsOf(pruned), withNamedFields(owned, atom))
  return without(whole, difference(namedFieldsOf(whole), kept))
}

/** What the applier never had stays, owned or not. */
function addBackDangling(merged: TypedObject, pruned: TypedObject, last: FieldSet, context: FieldContext): TypedObject {
  const converted = atVersion(pruned, merged.apiVersion, context)
  if (converted === undefined) return merged
  const gone = difference(namedFieldsOf(merged), namedFieldsOf(converted))
  return without(merged, intersection(gone, withNamedFields(last, merged.atom)))
}

function namedFieldsOf({ atom, object }: TypedObject): FieldSet {
  return withNamedFields(fieldSetOf(atom, object), atom)
}
