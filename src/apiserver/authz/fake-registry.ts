import type { Kind } from '#kinds'
import { alreadyExists, type KubeObject, notFound } from '#kube'
import type { ObjectChange, Registry, Target } from '../contract/registry.ts'

/** Objects in maps, for tests of what only reads and observes. Kinds are made as they are asked for. */
export function createFakeRegistry(objects: readonly KubeObject[] = []): Registry {
  const kinds = new Map<string, Kind>()
  const stored = new Map<Kind, Map<string, KubeObject>>()
  const observers = new Map<Kind, Set<(change: ObjectChange) => void>>()
  const find = (group: string, version: string, resource: string): Kind => {
    const key = `${group}/${resource}`
    let kind = kinds.get(key)
    if (kind === undefined)
      kinds.set(key, (kind = { group, version, plural: resource, kind: resource } as unknown as Kind))
    return kind
  }
  const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`
  const of = (kind: Kind): Map<string, KubeObject> => {
    const map = stored.get(kind) ?? new Map<string, KubeObject>()
    stored.set(kind, map)
    return map
  }
  const tell = (kind: Kind, change: ObjectChange): void => observers.get(kind)?.forEach((observer) => observer(change))
  const put = (kind: Kind, object: KubeObject): KubeObject => {
    const key = keyOf(String(object.metadata['namespace'] ?? ''), object.metadata.name)
    const previous = of(kind).get(key)
    of(kind).set(key, object)
    tell(kind, { type: previous ? 'MODIFIED' : 'ADDED', object, ...(previous && { previous }) })
    return object
  }
  const read = (kind: Kind, namespace: string, name: string): KubeObject | undefined =>
    of(kind).get(keyOf(namespace, name))
  const missing = ({ kind, name }: Target): Error => notFound({ group: kind.group, resource: kind.plural }, name)
  const registry = {
    kinds: { find, generation: 0 },
    read,
    readAll: (kind: Kind, namespace?: string) =>
      [...of(kind).values()].filter((object) => namespace === undefined || object.metadata['namespace'] === namespace),
    create: async ({ kind, namespace, name }: Target, object: KubeObject) => {
      if (read(kind, namespace, name)) throw alreadyExists({ group: kind.group, resource: kind.plural }, name)
      return put(kind, object)
    },
    update: async (target: Target, change: (current: KubeObject) => KubeObject | undefined) => {
      const current = read(target.kind, target.namespace, target.name)
      if (current === undefined) throw missing(target)
      const next = change(structuredClone(current))
      return next === undefined ? current : put(target.kind, next)
    },
    remove: async (target: Target) => {
      const object = read(target.kind, target.namespace, target.name)
      if (object === undefined) throw missing(target)
      of(target.kind).delete(keyOf(target.namespace, target.name))
      tell(target.kind, { type: 'DELETED', object })
      return object
    },
    observe: (kind: Kind, observer: (change: ObjectChange) => void) => {
      const set = observers.get(kind) ?? new Set()
      observers.set(kind, set.add(observer))
      for (const object of of(kind).values()) observer({ type: 'ADDED', object })
      return () => set.delete(observer)
    },
  } as unknown as Registry
  for (const object of objects) {
    const [group, version] = object.apiVersion.includes('/') ? object.apiVersion.split('/') : ['', object.apiVersion]
    put(
      find(String(group), String(version), `${object.kind.toLowerCase()}${object.kind.endsWith('s') ? 'es' : 's'}`),
      object,
    )
  }
  return registry
}
