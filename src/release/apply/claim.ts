import type { Patch } from '#client'
import { isMap, type Json, type JsonObject, type KubeObject, readFieldSet, textAt, uniteFieldSets } from '#kube'
import { FIELD_MANAGER } from './manager.ts'

/**
 * The patch that gives what the manager wrote by client-side patches to its applies, so that fields it no longer applies go
 * away; undefined when there is nothing to give. It fails with a conflict when the object has changed meanwhile.
 * Source: k8s.io/client-go/util/csaupgrade.
 */
export function claimPatch(live: KubeObject): Patch | undefined {
  const entries = live.metadata['managedFields']
  if (!Array.isArray(entries)) return undefined
  const claimed = claimedEntries(entries.filter(isMap))
  if (claimed === undefined) return undefined
  const body = [
    { op: 'replace', path: '/metadata/managedFields', value: [...claimed] },
    { op: 'replace', path: '/metadata/resourceVersion', value: textAt(live, 'metadata', 'resourceVersion') },
  ]
  return { type: 'json', body }
}

function claimedEntries(entries: readonly JsonObject[]): readonly JsonObject[] | undefined {
  const updates = entries.filter((entry) => isEntryOf(entry, 'Update'))
  const [latest] = updates
  if (latest === undefined) return undefined
  const target = entries.find((entry) => isEntryOf(entry, 'Apply')) ?? latest
  const same = updates.find((entry) => textAt(entry, 'apiVersion') === textAt(target, 'apiVersion'))
  const merged = { ...target, operation: 'Apply', ...(same !== undefined && { fieldsV1: united(target, same) }) }
  return entries.flatMap((entry) => (entry === target ? [merged] : updates.includes(entry) ? [] : [entry]))
}

function isEntryOf(entry: JsonObject, operation: 'Apply' | 'Update'): boolean {
  const isOwn = textAt(entry, 'manager') === FIELD_MANAGER && textAt(entry, 'subresource') === ''
  return isOwn && textAt(entry, 'operation') === operation
}

function united(one: JsonObject, other: JsonObject): Json {
  const [left, right] = [readFieldSet(one['fieldsV1']), readFieldSet(other['fieldsV1'])]
  return left === undefined || right === undefined ? (one['fieldsV1'] ?? {}) : uniteFieldSets(left, right)
}
