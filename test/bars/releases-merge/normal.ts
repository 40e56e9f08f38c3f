import { isMap, type Json, type JsonObject, type KubeObject, textAt } from '#kube'

/** Managers that write of their own accord, whenever they come to it. */
const CONTROLLERS = 'kube-controller-manager'
/** Metadata that differs between two copies by nature. */
const OWN_METADATA: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'generation',
  'namespace',
  'managedFields',
  'annotations',
])
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'meta.helm.sh/release-namespace',
  'deployment.kubernetes.io/revision',
])
/** What the server draws from a pool. */
const DRAWN: ReadonlySet<string> = new Set(['clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort'])

/** A live object without what two copies cannot have in common: identity, times, addresses, status. */
export function normalOf(object: KubeObject): Json {
  const { metadata } = object
  return {
    ...(withoutDrawn(picked(object, (key) => key !== 'status' && key !== 'metadata')) as JsonObject),
    metadata: {
      ...picked(metadata, (key) => !OWN_METADATA.has(key)),
      annotations: picked(asMap(metadata['annotations']), (key) => !OWN_ANNOTATIONS.has(key)),
      managedFields: ownersOf(metadata['managedFields']),
    },
  }
}

function withoutDrawn(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDrawn)
  if (!isMap(value)) return value
  const kept = picked(value, (key) => !DRAWN.has(key))
  return Object.fromEntries(Object.entries(kept).map(([key, item]) => [key, withoutDrawn(item)]))
}

/** Owners without times, in the order of their names: the server orders them by time. */
function ownersOf(entries: Json | undefined): Json {
  const rows = (Array.isArray(entries) ? entries : []).filter(isMap)
  return rows
    .filter((entry) => textAt(entry, 'manager') !== CONTROLLERS && textAt(entry, 'subresource') === '')
    .map((entry) => picked(entry, (key) => key !== 'time'))
    .sort((left, right) => (nameOf(left) < nameOf(right) ? -1 : 1))
}

function nameOf(entry: JsonObject): string {
  return ['manager', 'operation', 'apiVersion'].map((key) => textAt(entry, key)).join(' ')
}

function asMap(value: Json | undefined): JsonObject {
  return isMap(value) ? value : {}
}

function picked(map: JsonObject, isKept: (key: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => isKept(key)))
}
