import type { Kind } from '#kinds'
import {
  apiVersionOf,
  type Finding,
  invalid,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  labelSelectorOf,
  parentOwners,
  type ReplicasPaths,
  scaleOwners,
  setField,
  valueAt,
} from '#kube'
import type { View } from '../registry/write/view.ts'

/** The Scale of the objects of a kind: what `scale` reads and writes. Undefined for kinds without one. */
export function scaleView(kind: Kind, versions: readonly Kind[]): View | undefined {
  const { scale } = kind
  if (scale === undefined) return undefined
  const paths = pathsOf(kind, versions)
  return {
    gvk: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    of: (object) => scaleOf(kind, object, paths),
    into: (object, body) => writeScale(kind, object, body, paths),
  }
}

/** Throws 422 for a Scale that asks for what cannot be. */
export function checkScale({ metadata, spec }: KubeObject): void {
  const replicas = valueAt(spec, 'replicas')
  if (typeof replicas !== 'number' || replicas >= 0) return
  const detail = 'must be greater than or equal to 0'
  const finding: Finding = { field: 'spec.replicas', type: 'invalid', value: replicas, detail }
  throw invalid({ group: 'autoscaling', kind: 'Scale' }, metadata.name, [finding])
}

function pathsOf(kind: Kind, versions: readonly Kind[]): ReplicasPaths {
  const same = versions.filter((other) => other.group === kind.group && other.plural === kind.plural)
  return Object.fromEntries(same.map((other) => [apiVersionOf(other), other.scale?.specReplicas ?? null]))
}

const shown = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp']

function scaleOf({ scale }: Kind, object: KubeObject, paths: ReplicasPaths): KubeObject {
  const metadata: JsonObject & { name: string } = { name: object.metadata.name }
  for (const field of shown) {
    const value = object.metadata[field]
    if (value !== undefined) metadata[field] = value
  }
  const owners = scaleOwners(object.metadata['managedFields'], paths)
  if (owners !== undefined) metadata['managedFields'] = owners
  const replicas = numberAt(object, scale?.specReplicas ?? '')
  const selector = selectorText(scale?.selector === undefined ? undefined : valueOf(object, scale.selector))
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata,
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: numberAt(object, scale?.statusReplicas ?? ''), ...(selector !== '' && { selector }) },
  }
}

/** Custom resources name a path of a text; built-in kinds one of a selector, or of a plain map of labels. */
function selectorText(value: Json | undefined): string {
  if (typeof value === 'string') return value
  if (!isMap(value)) return ''
  if (isMap(value['matchLabels']) || Array.isArray(value['matchExpressions'])) return labelSelectorOf(value).text
  return Object.keys(value)
    .sort()
    .map((key) => `${key}=${textOf(value[key])}`)
    .join(',')
}

function writeScale(kind: Kind, object: KubeObject, body: KubeObject, paths: ReplicasPaths): KubeObject {
  const replicas = valueAt(body, 'spec', 'replicas')
  write(object, (kind.scale?.specReplicas ?? '').split('.'), typeof replicas === 'number' ? replicas : 0)
  const { resourceVersion, managedFields } = body.metadata
  if (resourceVersion !== undefined) object.metadata['resourceVersion'] = resourceVersion
  const options = { apiVersion: apiVersionOf(kind), paths }
  const owners = parentOwners(object.metadata['managedFields'], managedFields, options)
  if (owners === undefined) delete object.metadata['managedFields']
  else object.metadata['managedFields'] = owners
  return object
}

function write(object: JsonObject, path: readonly string[], value: Json): void {
  const [step = '', ...rest] = path
  if (rest.length === 0) {
    setField(object, step, value)
    return
  }
  const inner = valueAt(object, step)
  const map: JsonObject = isMap(inner) ? inner : {}
  if (map !== inner) setField(object, step, map)
  write(map, rest, value)
}

function valueOf(object: KubeObject, path: string): Json | undefined {
  return valueAt(object, ...path.replace(/^\./, '').split('.'))
}

function numberAt(object: KubeObject, path: string): number {
  const value = valueOf(object, path)
  return typeof value === 'number' ? value : 0
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
