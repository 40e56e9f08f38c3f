import { type Finding, isMap, type Json, type KubeObject, sameJson, valueAt } from '#kube'
import { counted } from './ephemeral-containers.ts'

/** `resize` of a pod: resources and resize policies of its containers. */
export function mergeResize(object: KubeObject, old: KubeObject): KubeObject {
  const spec = isMap(old['spec']) ? { ...old['spec'] } : {}
  for (const list of ['containers', 'initContainers']) {
    const before = spec[list]
    if (Array.isArray(before)) spec[list] = before.map((container) => resized(container, valueAt(object, 'spec', list)))
  }
  const resources = valueAt(object, 'spec', 'resources')
  if (resources !== undefined) spec['resources'] = resources
  return counted({ ...old, metadata: object.metadata, spec }, old)
}

/** What a resize may not do (ValidatePodResize). */
export function findResizeFaults(object: KubeObject, old: KubeObject): readonly Finding[] {
  const findings: Finding[] = []
  if (sameJson(object['spec'], old['spec'])) return findings
  const phase = valueAt(old, 'status', 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') {
    findings.push({ field: 'spec', type: 'forbidden', detail: `Pod in ${phase} phase may not be resized` })
  }
  if (qosOf(object) !== qosOf(old)) {
    const detail = 'Pod QOS Class may not change as a result of resizing'
    findings.push({ field: 'spec', type: 'invalid', value: qosOf(object), detail })
  }
  return [...findings, ...findRemoved(object, old)]
}

const kept = ['cpu', 'memory']

/** Requests and limits of CPU and memory can change, but not go away. */
function findRemoved(object: KubeObject, old: KubeObject): readonly Finding[] {
  const before = containersOf(old)
  return containersOf(object).flatMap((container, at) =>
    ['limits', 'requests'].flatMap((part) => {
      const isGone = kept.some(
        (resource) =>
          valueAt(before[at], 'resources', part, resource) !== undefined &&
          valueAt(container, 'resources', part, resource) === undefined,
      )
      const field = `spec.containers[${at}].resources.${part}`
      return isGone ? [{ field, type: 'forbidden', detail: `resource ${part} cannot be removed` } as const] : []
    }),
  )
}

function resized(container: Json, wanted: Json | undefined): Json {
  if (!isMap(container) || !Array.isArray(wanted)) return container
  const next = wanted.find((other) => valueAt(other, 'name') === container['name'])
  if (!isMap(next)) return container
  const { resources: _, resizePolicy: __, ...rest } = container
  return {
    ...rest,
    ...(next['resources'] !== undefined && { resources: next['resources'] }),
    ...(next['resizePolicy'] !== undefined && { resizePolicy: next['resizePolicy'] }),
  }
}

function containersOf(pod: KubeObject): readonly Json[] {
  const list = valueAt(pod, 'spec', 'containers')
  return Array.isArray(list) ? list : []
}

/** The class that requests and limits make (v1qos.ComputePodQOS). */
function qosOf(pod: KubeObject): string {
  const lists = ['containers', 'initContainers'].map((list) => valueAt(pod, 'spec', list))
  const containers = lists.flatMap((list) => (Array.isArray(list) ? list : []))
  const hasAny = containers.some((container) => ['requests', 'limits'].some((part) => sizeOf(container, part) > 0))
  if (!hasAny) return 'BestEffort'
  const isGuaranteed = containers.every((container) => kept.every((resource) => isFixed(container, resource)))
  return isGuaranteed ? 'Guaranteed' : 'Burstable'
}

function sizeOf(container: Json, part: string): number {
  const value = valueAt(container, 'resources', part)
  return isMap(value) ? kept.filter((resource) => value[resource] !== undefined).length : 0
}

function isFixed(container: Json, resource: string): boolean {
  const limit = valueAt(container, 'resources', 'limits', resource)
  return limit !== undefined && sameJson(limit, valueAt(container, 'resources', 'requests', resource) ?? limit)
}
