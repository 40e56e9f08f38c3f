import { KustomizeError } from '../error.ts'
import { idKey, type ResourceId, sameId } from './id.ts'
import { isNothing, isObject, type JsonObject, newObject, scalarText } from './json.ts'
import type { ResourceList } from './list.ts'
import { withPlainKeys } from './plain-keys.ts'
import { resourceText } from './print.ts'
import type { Resource } from './resource.ts'

/**
 * Adds generated resources to a list: a new id goes to the end, one that is there is merged or replaced as the
 * resource's behavior says. Changes the list. Throws `conflict`, `no-match` and `ambiguous`.
 */
export function absorb(list: ResourceList, resources: readonly Resource[]): void {
  for (const resource of resources) absorbOne(list, resource)
}

function absorbOne(list: ResourceList, resource: Resource): void {
  const { id } = resource
  const found = list.byAnyId((other) => sameId(id, other))
  const [old] = found
  const { behavior } = resource.options
  const isChange = behavior === 'merge' || behavior === 'replace'
  if (old === undefined) {
    if (!isChange) return list.append(resource)
    const message = `id ${goText(id)} does not exist; cannot merge or replace`
    throw new KustomizeError({ code: 'no-match', message, hint: 'leave behavior out to create it' })
  }
  if (found.length > 1) {
    const all = `[${found.map(resourceText).join(' ')}]`
    const message = `found multiple objects ${all} that could accept merge of ${goText(id)}`
    throw new KustomizeError({ code: 'ambiguous', message })
  }
  if (!isChange) {
    const message = `id ${goText(id)} exists; behavior must be merge or replace`
    throw new KustomizeError({ code: 'conflict', message, hint: 'set behavior: merge or behavior: replace' })
  }
  const { origin } = old
  adoptMetadata(resource, old)
  if (behavior === 'merge') {
    mergeMap(resource, old, 'data')
    mergeMap(resource, old, 'binaryData')
    if (origin !== undefined) resource.origin = origin
  }
  checkPlace(list, resource, old)
  list.replace(old, resource)
}

/** Takes name, namespace, marks, and the labels and annotations that it lacks, from another resource. Changes `resource`. */
export function adoptMetadata(resource: Resource, other: Resource): void {
  resource.labels = new Map([...other.labels, ...resource.labels])
  resource.annotations = new Map([...other.annotations, ...resource.annotations])
  const needsHash = resource.options.needsHash && other.options.needsHash
  Object.assign(resource.options, other.options, { needsHash })
  resource.former = [...other.former]
  resource.prefixes = [...other.prefixes]
  resource.suffixes = [...other.suffixes]
  resource.referredBy = [...other.referredBy]
  resource.varNames = [...other.varNames]
  resource.origin ??= other.origin
  if (resource.transformations.length === 0) resource.transformations = [...other.transformations]
  resource.name = other.name
  resource.namespace = other.namespace
}

function mergeMap(resource: Resource, old: Resource, field: string): void {
  const merged = { ...textsOf(old.value[field]), ...textsOf(resource.value[field]) }
  delete resource.value[field]
  if (Object.keys(merged).length > 0) resource.value[field] = withPlainKeys(Object.assign(newObject(), merged))
}

function textsOf(value: JsonObject[string] | undefined): Record<string, string> {
  const texts = Object.create(null) as Record<string, string>
  if (!isObject(value)) return texts
  for (const key of Object.keys(value)) texts[key] = isNothing(value[key]) ? '' : scalarText(value[key])
  return texts
}

// The reference looks the resource up again by its present id.
function checkPlace(list: ResourceList, resource: Resource, old: Resource): void {
  const key = idKey(resource.id)
  const same = list.resources.filter((other) => idKey(other.id) === key)
  if (same.length === 1 && same[0] === old) return
  const message =
    same.length > 1
      ? `in Replace: id matched ${same.length} resources`
      : `cannot find resource with id ${goText(resource.id)} to replace`
  throw new KustomizeError({ code: 'conflict', message })
}

/** An id as Go's `%#v` prints it. */
function goText({ gvk, name, namespace }: ResourceId): string {
  const { group, version, kind, isClusterScoped } = gvk
  const [g, v, k, n, ns] = [group, version, kind, name, namespace].map((text) => JSON.stringify(text))
  const inner = `resid.Gvk{Group:${g}, Version:${v}, Kind:${k}, isClusterScoped:${isClusterScoped}}`
  return `resid.ResId{Gvk:${inner}, Name:${n}, Namespace:${ns}}`
}
