import type { KubeObject } from '../object/object.ts'
import { isMap, type Json, type JsonObject } from '../patch/json.ts'
import { sameValue } from './typed-value.ts'

/**
 * The new object with the old times of its owners where nothing but these times differs: a write that changes nothing
 * shall not make a new version (fieldmanager.IgnoreManagedFieldsTimestampsTransformer).
 */
export function keepTimes(old: KubeObject, next: KubeObject): KubeObject {
  const [before, after] = [old.metadata.managedFields, next.metadata.managedFields]
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length || after.length === 0)
    return next
  const hasNewTime = after.some((entry, at) => timeOf(entry) !== timeOf(before[at]))
  if (!hasNewTime || !after.every((entry, at) => sameValue(withoutTime(entry), withoutTime(before[at])))) return next
  const kept = { ...next, metadata: { ...next.metadata, managedFields: before } }
  return sameValue(kept, old) ? kept : next
}

function timeOf(entry: Json | undefined): Json | undefined {
  return isMap(entry) ? entry.time : undefined
}

function withoutTime(entry: Json | undefined): JsonObject {
  const { time: _, ...rest } = isMap(entry) ? entry : {}
  return rest
}
