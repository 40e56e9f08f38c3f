import type { Kind } from '#kinds'
import { apiVersionOf, internalError, type KubeObject } from '#kube'
import { type CacheEntry, guard } from '../cache/entry.ts'
import { storedText, withRevision } from '../cache/object-text.ts'
import type { Core } from '../core.ts'

/** True when the cached text is of the kind and version asked for, and as its schema is now: it can be sent as it is. */
export function isOfKind(kind: Kind, entry: CacheEntry): boolean {
  if (!entry.text.startsWith(startOf(kind))) return false
  const { storage } = kind
  return (
    storage.isCurrent === undefined || entry.isCurrentFor(storage, (object) => storage.isCurrent?.(object) === true)
  )
}

/** The text of an entry at the version of a kind. */
export async function textAt(core: Core, kind: Kind, entry: CacheEntry): Promise<string> {
  if (isOfKind(kind, entry)) return entry.text
  const [object] = await converted(core, kind, [entry.copy()])
  return object === undefined ? entry.text : withRevision(storedText(object), entry.revision)
}

/** A copy of the object at the version of a kind, free to change; its resourceVersion is the entry's. */
export async function copyAt(core: Core, kind: Kind, entry: CacheEntry): Promise<KubeObject> {
  const copy = entry.copy()
  if (isOfKind(kind, entry)) return copy
  const [object] = await converted(core, kind, [copy])
  if (object === undefined) return copy
  object.metadata['resourceVersion'] = String(entry.revision)
  return object
}

/** The texts of many entries, converted in one go where they have to be. */
export async function textsAt(core: Core, kind: Kind, entries: readonly CacheEntry[]): Promise<string[]> {
  const foreign = entries.filter((entry) => !isOfKind(kind, entry))
  if (foreign.length === 0) return entries.map((entry) => entry.text)
  const objects = await converted(
    core,
    kind,
    foreign.map((entry) => entry.copy()),
  )
  const texts = new Map(foreign.map((entry, at) => [entry, objects[at]] as const))
  return entries.map((entry) => {
    const object = texts.get(entry)
    return object === undefined ? entry.text : withRevision(storedText(object), entry.revision)
  })
}

/**
 * The object of an entry at the version of a kind, shared; undefined without an entry, and for one that only a
 * webhook can convert.
 */
export function sharedObject(core: Core, kind: Kind, entry: CacheEntry | undefined): KubeObject | undefined {
  if (entry === undefined || isOfKind(kind, entry)) return entry?.object
  const objects = converted(core, kind, [entry.copy()])
  if (objects instanceof Promise) return undefined
  const [object] = objects
  if (object === undefined) return undefined
  const result = JSON.parse(withRevision(storedText(object), entry.revision)) as KubeObject
  guard(result)
  return result
}

/** The object as it is stored. */
export async function stored(kind: Kind, object: KubeObject): Promise<KubeObject> {
  const { convert } = kind.storage
  if (convert === undefined) return object
  const [result] = await convert.toStored([object])
  if (result === undefined) throw internalError(`conversion of ${kind.plural} gave nothing back`)
  return result
}

/** Converts stored objects, whatever version they were written in, to the version of a kind. */
export function converted(
  core: Core,
  kind: Kind,
  objects: readonly KubeObject[],
): readonly KubeObject[] | Promise<readonly KubeObject[]> {
  const { convert } = kind.storage
  if (convert !== undefined) return convert.fromStored(objects)
  const sibling = core.registry.kinds.all().find((other) => isOlderForm(other, kind, objects[0]))
  return sibling?.storage.convert?.toStored(objects) ?? objects
}

const starts = new WeakMap<Kind, string>()

function startOf(kind: Kind): string {
  const known = starts.get(kind)
  if (known !== undefined) return known
  const start = `{"kind":${JSON.stringify(kind.kind)},"apiVersion":${JSON.stringify(apiVersionOf(kind))},`
  starts.set(kind, start)
  return start
}

/** A version of the same stored resource that an object was once written in. */
function isOlderForm(other: Kind, kind: Kind, object: KubeObject | undefined): boolean {
  return (
    other.storage.group === kind.storage.group &&
    other.storage.resource === kind.storage.resource &&
    other.storage.convert !== undefined &&
    apiVersionOf(other) === object?.apiVersion
  )
}
