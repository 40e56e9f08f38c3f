import type { Kind } from '#kinds'
import { copyOf, type JsonObject, type KubeObject, notFound } from '#kube'
import type { KindTable, ObjectChange, Registry, Target, WriteOptions } from '../contract/registry.ts'
import type { CacheEntry } from './cache/entry.ts'
import { type Core, cacheOf, keyOf, prefixOf, resourceOf } from './core.ts'
import { deleteOptionsOf } from './options/delete-options.ts'
import { createObject } from './write/create.ts'
import { trackFields } from './write/managed-fields.ts'
import { removeObject } from './write/remove.ts'
import { updateObject } from './write/update.ts'
import { isOfKind, sharedObject } from './write/version.ts'
import type { WriteRequest } from './write/write-request.ts'

/** Reading and writing inside the server: the verbs without HTTP. `core` is asked for late, as it holds this registry. */
export function createInnerRegistry(core: () => Core, kinds: KindTable): Registry {
  return {
    kinds,
    read: (kind, namespace, name) =>
      sharedObject(core(), kind, cacheOf(core(), kind).get(keyOf(kind, namespace, name))),
    readAll: (kind, namespace = '') =>
      cacheOf(core(), kind)
        .list(prefixOf(kind, namespace))
        .flatMap((entry) => sharedObject(core(), kind, entry) ?? []),
    async create(target, object, options) {
      const write = requestOf(target, options, 'CreateOptions')
      const { text } = await createObject(core(), { ...write, name: '' }, withTypeNames(target.kind, copyOf(object)))
      return JSON.parse(text) as KubeObject
    },
    update: (target, change, options) => update(core(), target, change, options),
    async remove(target, options) {
      const { kind, namespace, name } = target
      const last = cacheOf(core(), kind).get(keyOf(kind, namespace, name))
      if (last === undefined) throw notFound(resourceOf(kind), name)
      const removal = deleteOptionsOf({ ...options.deleteOptions, ...(options.dryRun === true && { dryRun: ['All'] }) })
      const write = { ...requestOf(target, options, 'DeleteOptions'), options: removal.object, dryRun: removal.dryRun }
      const { text } = await removeObject(core(), write, removal)
      const answer = JSON.parse(text) as KubeObject
      return answer.kind === 'Status' ? last.copy() : answer
    },
    observe: (kind, observer) => observe(core(), kind, observer),
  }
}

class Unchanged extends Error {
  readonly object: KubeObject
  constructor(object: KubeObject) {
    super('unchanged')
    this.object = object
  }
}

async function update(
  core: Core,
  target: Target,
  change: (current: KubeObject) => KubeObject | undefined,
  options: WriteOptions,
): Promise<KubeObject> {
  const write = requestOf(target, options, 'UpdateOptions')
  const make = (present: KubeObject | undefined, live: KubeObject | undefined): KubeObject => {
    if (present === undefined || live === undefined) throw notFound(resourceOf(target.kind), target.name)
    const next = change(present)
    if (next === undefined) throw new Unchanged(live)
    return trackFields(core, write, live, next)
  }
  try {
    const { text } = await updateObject(core, write, { make })
    return JSON.parse(text) as KubeObject
  } catch (cause) {
    if (cause instanceof Unchanged) return cause.object
    throw cause
  }
}

function observe(core: Core, kind: Kind, observer: (change: ObjectChange) => void): () => void {
  const cache = cacheOf(core, kind)
  const tell = (type: ObjectChange['type'], entry: CacheEntry, previous?: CacheEntry): void => {
    if (isOfKind(kind, entry)) return observer(observed(core, kind, { type, entry, previous }))
    const object = sharedObject(core, kind, entry)
    if (object !== undefined) observer({ type, key: entry.key, object, previous: sharedObject(core, kind, previous) })
  }
  for (const entry of cache.list('')) tell('ADDED', entry)
  return cache.listen(({ type, entry, previous }) => tell(type, entry, type === 'MODIFIED' ? previous : undefined))
}

interface Told {
  readonly type: ObjectChange['type']
  readonly entry: CacheEntry
  readonly previous: CacheEntry | undefined
}

function observed(core: Core, kind: Kind, { type, entry, previous }: Told): ObjectChange {
  return {
    type,
    key: entry.key,
    get object() {
      return entry.object
    },
    get previous() {
      return sharedObject(core, kind, previous)
    },
  }
}

function requestOf(
  { kind, namespace, name, subresource = '' }: Target,
  options: WriteOptions,
  type: string,
): WriteRequest {
  const fieldManager = options.fieldManager ?? ''
  const object: JsonObject = { kind: type, apiVersion: 'meta.k8s.io/v1' }
  if (options.dryRun === true) object['dryRun'] = ['All']
  if (fieldManager !== '') object['fieldManager'] = fieldManager
  return {
    kind,
    namespace,
    name,
    subresource,
    user: options.user,
    dryRun: options.dryRun === true,
    fieldManager,
    options: object,
    isInternal: options.isInternal === true,
    warn: (text) => options.warn?.(text),
    annotate: () => {},
  }
}

function withTypeNames(kind: Kind, object: KubeObject): KubeObject {
  object.kind ??= kind.kind
  object.apiVersion ??= kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  return object
}
