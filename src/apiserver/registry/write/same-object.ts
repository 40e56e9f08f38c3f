import { isMap, type Json, type KubeObject, sameJson } from '#kube'

/** Whether a write would change nothing. */
export function sameObject(object: KubeObject, old: KubeObject): boolean {
  return sameJson(object, old)
}

/** When only times of managedFields differ from the old object, the old ones stay (mutates `object`): such a write is none. */
export function keepOldTimes(object: KubeObject, old: KubeObject): void {
  const entries = object.metadata['managedFields']
  const before = old.metadata['managedFields']
  if (entries === undefined || before === undefined || !sameButTimes(entries, before)) return
  if (sameRest(object, old)) object.metadata['managedFields'] = before
}

function sameButTimes(entries: Json, before: Json): boolean {
  if (!Array.isArray(entries) || !Array.isArray(before) || entries.length !== before.length) return false
  return entries.every((entry, at) => sameJson(withoutTime(entry), withoutTime(before[at])))
}

function withoutTime(entry: Json | undefined): Json {
  if (!isMap(entry)) return null
  const { time: _, ...rest } = entry
  return rest
}

function sameRest(object: KubeObject, old: KubeObject): boolean {
  const { managedFields: _, ...metadata } = object.metadata
  const { managedFields: __, ...oldMetadata } = old.metadata
  return sameJson({ ...object, metadata }, { ...old, metadata: oldMetadata })
}
