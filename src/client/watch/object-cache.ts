import type { KubeObject } from '#kube'

/** Names of indexes with the values an object has in each. */
export type Indexers = Readonly<Record<string, (object: KubeObject) => readonly string[]>>

/** Objects of one resource by namespace and name, and by index. What it gives is shared: nobody changes it. */
export interface ObjectCache {
  get(namespace: string, name: string): KubeObject | undefined
  /** Of one namespace, or of all when none is given. */
  list(namespace?: string): readonly KubeObject[]
  /** Objects that have a value in an index; empty for an index that was not declared. */
  byIndex(index: string, value: string): readonly KubeObject[]
  /** The values that objects have in an index. */
  valuesOf(index: string): readonly string[]
  /** Keeps an object; gives the one it replaces. */
  put(object: KubeObject): KubeObject | undefined
  /** Forgets an object; gives the one that was kept. */
  drop(object: KubeObject): KubeObject | undefined
  readonly size: number
}

/** `namespace/name`, or `/name` for objects in no namespace. */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata
  return `${typeof namespace === 'string' ? namespace : ''}/${name}`
}

/** An empty cache. */
export function createObjectCache(indexers: Indexers = {}): ObjectCache {
  const objects = new Map<string, KubeObject>()
  const buckets = createBuckets({ ...indexers, [BY_NAMESPACE]: namespacesOf })
  const at = (keys: Iterable<string>): KubeObject[] => {
    const found: KubeObject[] = []
    for (const key of keys) {
      const object = objects.get(key)
      if (object !== undefined) found.push(object)
    }
    return found
  }
  return {
    get: (namespace, name) => objects.get(`${namespace}/${name}`),
    list: (namespace) => (namespace === undefined ? [...objects.values()] : at(buckets.keys(BY_NAMESPACE, namespace))),
    byIndex: (index, value) => at(buckets.keys(index, value)),
    valuesOf: (index) => [...buckets.values(index)],
    put: (object) => {
      const key = keyOf(object)
      const previous = objects.get(key)
      if (previous !== undefined) buckets.remove(key, previous)
      objects.set(key, object)
      buckets.add(key, object)
      return previous
    },
    drop: (object) => {
      const key = keyOf(object)
      const previous = objects.get(key)
      if (previous === undefined) return undefined
      buckets.remove(key, previous)
      objects.delete(key)
      return previous
    },
    get size() {
      return objects.size
    },
  }
}

const BY_NAMESPACE = 'metadata.namespace'

function namespacesOf(object: KubeObject): readonly string[] {
  const { namespace } = object.metadata
  return typeof namespace === 'string' ? [namespace] : []
}

interface Buckets {
  keys(index: string, value: string): Iterable<string>
  values(index: string): Iterable<string>
  add(key: string, object: KubeObject): void
  remove(key: string, object: KubeObject): void
}

function createBuckets(indexers: Indexers): Buckets {
  const byIndex = new Map<string, Map<string, Set<string>>>(Object.keys(indexers).map((name) => [name, new Map()]))
  const each = (object: KubeObject, visit: (bucket: Map<string, Set<string>>, value: string) => void): void => {
    for (const [name, valuesOf] of Object.entries(indexers)) {
      const bucket = byIndex.get(name)
      if (bucket !== undefined) for (const value of valuesOf(object)) visit(bucket, value)
    }
  }
  return {
    keys: (index, value) => byIndex.get(index)?.get(value) ?? [],
    values: (index) => byIndex.get(index)?.keys() ?? [],
    add: (key, object) =>
      each(object, (bucket, value) => {
        const keys = bucket.get(value) ?? new Set()
        bucket.set(value, keys.add(key))
      }),
    remove: (key, object) =>
      each(object, (bucket, value) => {
        const keys = bucket.get(value)
        keys?.delete(key)
        if (keys?.size === 0) bucket.delete(value)
      }),
  }
}
