import { makeMap, mapAt, mapsAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { limitProblems } from './limit-constraint.ts'
import { aggregate, forbid } from './refuse.ts'
import { podResources, type ResourceAmounts, readAmounts } from './resource-amounts.ts'

const ANNOTATION = 'kubernetes.io/limit-ranger'

/** Fills in what a namespace's LimitRanges say and refuses what is beyond them. */
export const limitRanger: AdmissionPlugin = {
  name: 'LimitRanger',
  operations: ['CREATE', 'UPDATE'],
  admit: (request, registry) => {
    const { object } = request
    if (object === undefined || request.gvk.kind !== 'Pod' || !isLimited(request)) return
    for (const range of rangesOf(request, registry)) setDefaults(object, range)
  },
  validate: (request, registry) => {
    const { object } = request
    if (object === undefined || !isLimited(request)) return
    for (const range of rangesOf(request, registry)) {
      const problems = mapsAt(mapAt(range, 'spec'), 'limits').flatMap((limit) => problemsOf(limit, object))
      if (problems.length > 0) throw forbid(request, aggregate(problems))
    }
  },
}

/** Pods as they are made or resized, and claims; what goes away is left alone. */
function isLimited({ gvk, resource, subresource, operation, object }: AdmissionRequest): boolean {
  if (gvk.group !== '' || object?.metadata['deletionTimestamp'] !== undefined) return false
  if (gvk.kind === 'PersistentVolumeClaim') return subresource === ''
  if (gvk.kind !== 'Pod' || resource.resource !== 'pods') return false
  return operation === 'CREATE' ? subresource === '' : subresource === 'resize'
}

function rangesOf({ namespace }: AdmissionRequest, registry: Registry): readonly KubeObject[] {
  const kind = registry.kinds.find('', 'v1', 'limitranges')
  return kind === undefined ? [] : registry.readAll(kind, namespace)
}

function setDefaults(pod: KubeObject, range: KubeObject): void {
  const limits = mapsAt(mapAt(range, 'spec'), 'limits').filter(({ type }) => type === 'Container')
  const requests = Object.assign({}, ...limits.map((limit) => mapAt(limit, 'defaultRequest'))) as JsonObject
  const caps = Object.assign({}, ...limits.map((limit) => mapAt(limit, 'default'))) as JsonObject
  const told: string[] = []
  for (const [list, label] of [
    ['containers', 'container'],
    ['initContainers', 'init container'],
  ] as const) {
    for (const container of mapsAt(mapAt(pod, 'spec'), list)) {
      const name = `${label} ${textAt(container, 'name')}`
      const setRequests = fill(container, 'requests', requests)
      const setLimits = fill(container, 'limits', caps)
      if (setRequests.length > 0) told.push(`${setRequests.join(', ')} request for ${name}`)
      if (setLimits.length > 0) told.push(`${setLimits.join(', ')} limit for ${name}`)
    }
  }
  if (told.length > 0) makeMap(pod.metadata, 'annotations')[ANNOTATION] = `LimitRanger plugin set: ${told.join('; ')}`
}

/** Sets what is missing; gives the names, sorted. */
function fill(container: JsonObject, part: 'requests' | 'limits', values: JsonObject): string[] {
  const missing = Object.keys(values).filter((key) => !Object.hasOwn(mapAt(container, 'resources', part), key))
  if (missing.length === 0) return []
  const target = makeMap(makeMap(container, 'resources'), part)
  for (const key of missing) target[key] = values[key] ?? null
  return missing.sort()
}

function problemsOf(limit: JsonObject, object: KubeObject): string[] {
  const type = textAt(limit, 'type')
  const spec = mapAt(object, 'spec')
  if (object.kind === 'PersistentVolumeClaim') {
    return type === 'PersistentVolumeClaim' ? limitProblems(limit, amountsOf(spec), { isClaim: true }) : []
  }
  if (type === 'Pod') return limitProblems(limit, podResources(spec))
  if (type !== 'Container') return []
  const containers = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  return containers.flatMap((container) => limitProblems(limit, amountsOf(container)))
}

function amountsOf(holder: JsonObject): { readonly requests: ResourceAmounts; readonly limits: ResourceAmounts } {
  const resources = mapAt(holder, 'resources')
  return { requests: readAmounts(mapAt(resources, 'requests')), limits: readAmounts(mapAt(resources, 'limits')) }
}
