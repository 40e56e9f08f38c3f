import {
  compareQuantities,
  type Finding,
  isMap,
  type Json,
  type KubeObject,
  parseQuantity,
  sameJson,
  valueAt,
} from '#kube'
import { counted } from './ephemeral-containers.ts'

/**
 * `resize` of a pod: resources and resize policies of its containers. Containers that were added, removed, renamed or moved
 * stay so, for `findResizeFaults` to tell. Source: kubernetes pkg/registry/core/pod `dropNonResizeUpdates`.
 */
export function mergeResize(object: KubeObject, old: KubeObject): KubeObject {
  const metadata = { ...object.metadata }
  for (const field of keptMetadata) {
    const value = old.metadata[field]
    if (value === undefined) delete metadata[field]
    else metadata[field] = value
  }
  const spec = isMap(old['spec']) ? { ...old['spec'] } : {}
  for (const list of lists)
    if (spec[list] !== undefined) spec[list] = resizedList(listIn(object, list), listIn(old, list))
  const resources = valueAt(object, 'spec', 'resources')
  if (resources !== undefined) spec['resources'] = resources
  return counted({ ...old, metadata, spec }, old)
}

/** What a resize may not do (ValidatePodResize). */
export function findResizeFaults(object: KubeObject, old: KubeObject): readonly Finding[] {
  if (sameJson(object['spec'], old['spec'])) return []
  const moved = lists.flatMap((list) => findMoved(listIn(object, list), listIn(old, list), list))
  const findings = [...findFaultsOfPod(object, old), ...moved]
  if (moved.length > 0) return findings
  const changes = lists.flatMap((list) => changesIn(list, object, old))
  return [...findings, ...changes.flatMap(findRemoved), ...changes.toReversed().flatMap(findOther)]
}

function changesIn(list: string, object: KubeObject, old: KubeObject): Change[] {
  const before = listIn(old, list)
  const place = (at: number) => `spec.${list}[${at}].resources`
  return listIn(object, list).map((container, at) => ({
    container,
    before: before[at] ?? null,
    list,
    field: place(at),
  }))
}

const lists = ['initContainers', 'containers'] as const
const keptMetadata = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'deletionTimestamp']

function findFaultsOfPod(object: KubeObject, old: KubeObject): Finding[] {
  const findings: Finding[] = []
  const phase = valueAt(old, 'status', 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') {
    findings.push({ field: 'spec', type: 'forbidden', detail: `Pod in ${phase} phase may not be resized` })
  }
  if (qosOf(object) !== qosOf(old)) {
    const detail = 'Pod QOS Class may not change as a result of resizing'
    findings.push({ field: 'spec', type: 'invalid', value: qosOf(object), detail })
  }
  return findings
}

function findMoved(containers: readonly Json[], before: readonly Json[], list: string): Finding[] {
  if (containers.length !== before.length) {
    return [{ field: `spec.${list}`, type: 'forbidden', detail: `${list} may not be added or removed on resize` }]
  }
  const detail = `${list} may not be renamed or reordered on resize`
  return before.flatMap((old, at) =>
    nameOf(old) === nameOf(containers[at])
      ? []
      : [{ field: `spec.${list}[${at}].name`, type: 'forbidden', detail } as const],
  )
}

const kept = ['cpu', 'memory']

/** What a resize makes of one container. */
interface Change {
  readonly container: Json
  readonly before: Json
  readonly list: string
  readonly field: string
}

/** Requests and limits can change, but not go away. */
function findRemoved({ container, before, list, field }: Change): Finding[] {
  if (list === 'initContainers' && !isSidecar(before)) return []
  return ['requests', 'limits'].flatMap((part) => {
    const now = valueAt(container, 'resources', part)
    const isGone = Object.keys(asAmounts(before, part)).some((name) => valueAt(now, name) === undefined)
    const detail = `resource ${part} cannot be removed`
    return isGone ? [{ field: `${field}.${part}`, type: 'forbidden', detail } as const] : []
  })
}

/** Of resources, only CPU and memory change. */
function findOther({ container, before, list }: Change): Finding[] {
  const names = ['requests', 'limits'].flatMap((part) =>
    Object.keys(asAmounts(before, part)).map((name) => [part, name]),
  )
  const changed = names.filter(([part = '', name = '']) => {
    return !isSameAmount(asAmounts(container, part)[name], asAmounts(before, part)[name])
  })
  const isOther = changed.some(([, name = '']) => !kept.includes(name))
  const claims = [container, before].map((each) => valueAt(each, 'resources', 'claims') ?? null)
  if (list === 'initContainers' && !isSidecar(before)) {
    const detail = 'resources for non-sidecar init containers are immutable'
    return changed.length > 0 ? [{ field: 'spec', type: 'forbidden', detail }] : []
  }
  if (!isOther && sameJson(claims[0] ?? null, claims[1] ?? null)) return []
  const sort = list === 'containers' ? '' : ' for sidecar containers'
  return [{ field: 'spec', type: 'forbidden', detail: `only cpu and memory resources${sort} are mutable` }]
}

function isSameAmount(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const [a, b] = [one, other].map((value) => parseQuantity(typeof value === 'string' ? value : JSON.stringify(value)))
  return a !== undefined && b !== undefined ? compareQuantities(a, b) === 0 : sameJson(one, other)
}

function asAmounts(container: Json, part: string): Readonly<Record<string, Json | undefined>> {
  const amounts = valueAt(container, 'resources', part)
  return isMap(amounts) ? amounts : {}
}

function isSidecar(container: Json): boolean {
  return valueAt(container, 'restartPolicy') === 'Always'
}

function resizedList(wanted: readonly Json[], before: readonly Json[]): Json[] {
  const isMoved =
    wanted.length !== before.length || before.some((container, at) => nameOf(container) !== nameOf(wanted[at]))
  return isMoved ? [...wanted] : before.map((container, at) => resized(container, wanted[at]))
}

function resized(container: Json, next: Json | undefined): Json {
  if (!isMap(container) || !isMap(next)) return container
  const { resources: _, resizePolicy: __, ...rest } = container
  return {
    ...rest,
    ...(next['resources'] !== undefined && { resources: next['resources'] }),
    ...(next['resizePolicy'] !== undefined && { resizePolicy: next['resizePolicy'] }),
  }
}

function nameOf(container: Json | undefined): Json {
  return valueAt(container, 'name') ?? ''
}

function listIn(pod: KubeObject, list: string): readonly Json[] {
  const found = valueAt(pod, 'spec', list)
  return Array.isArray(found) ? found : []
}

/** The class that requests and limits make (v1qos.ComputePodQOS). */
function qosOf(pod: KubeObject): string {
  const containers = lists.flatMap((list) => listIn(pod, list))
  const hasAny = containers.some((container) => ['requests', 'limits'].some((part) => sizeOf(container, part) > 0))
  if (!hasAny) return 'BestEffort'
  const isGuaranteed = containers.every((container) => kept.every((resource) => isFixed(container, resource)))
  return isGuaranteed ? 'Guaranteed' : 'Burstable'
}

function sizeOf(container: Json, part: string): number {
  const value = asAmounts(container, part)
  return kept.filter((resource) => value[resource] !== undefined).length
}

function isFixed(container: Json, resource: string): boolean {
  const limit = asAmounts(container, 'limits')[resource]
  return limit !== undefined && isSameAmount(limit, asAmounts(container, 'requests')[resource] ?? limit)
}
