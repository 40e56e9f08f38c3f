import { isSet, makeMap, mapAt, mapsAt, pairsAt, textAt } from '#kinds'
import { type Json, type KubeObject, sameJson } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { forbid, isAbout } from './refuse.ts'

/** Pods of a runtime class get its overhead, nodes and tolerations. */
export const runtimeClass: AdmissionPlugin = {
  name: 'RuntimeClass',
  operations: ['CREATE'],
  admit: (request, registry) => {
    const pod = request.object
    if (pod === undefined || !isAbout(request, '', 'pods')) return
    const found = classOf(request, pod, registry)
    if (found === undefined) return
    setOverhead(request, pod, found)
    setScheduling(request, pod, found)
  },
  validate: (request, registry) => {
    const pod = request.object
    if (pod === undefined || !isAbout(request, '', 'pods')) return
    const found = classOf(request, pod, registry)
    const given = mapAt(pod, 'spec')['overhead']
    if (given === undefined || given === null || Object.keys(given).length === 0) return
    const declared = found === undefined ? undefined : mapAt(found, 'overhead')['podFixed']
    if (found === undefined || declared === undefined) {
      throw forbid(request, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead')
    }
    if (!sameJson(given, declared)) throw mismatch(request)
  },
}

function classOf(request: AdmissionRequest, pod: KubeObject, registry: Registry): KubeObject | undefined {
  const name = textAt(mapAt(pod, 'spec'), 'runtimeClassName')
  const kind = registry.kinds.find('node.k8s.io', 'v1', 'runtimeclasses')
  if (name === '' || kind === undefined) return undefined
  const found = registry.read(kind, '', name)
  if (found === undefined) throw forbid(request, `pod rejected: RuntimeClass "${name}" not found`)
  return found
}

function mismatch(request: AdmissionRequest): Error {
  return forbid(request, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead")
}

function setOverhead(request: AdmissionRequest, pod: KubeObject, found: KubeObject): void {
  const declared = mapAt(found, 'overhead')['podFixed']
  if (declared === undefined || declared === null) return
  const spec = makeMap(pod, 'spec')
  if (isSet(spec, 'overhead') && !sameJson(spec['overhead'] as Json, declared)) throw mismatch(request)
  spec['overhead'] = structuredClone(declared)
}

function setScheduling(request: AdmissionRequest, pod: KubeObject, found: KubeObject): void {
  const scheduling = mapAt(found, 'scheduling')
  const spec = makeMap(pod, 'spec')
  const present = new Map(pairsAt(spec, 'nodeSelector'))
  for (const [key, value] of pairsAt(scheduling, 'nodeSelector')) {
    const own = present.get(key)
    if (own !== undefined && own !== value) {
      const conflict = `runtimeClass.scheduling.nodeSelector[${key}] = ${value}; pod.spec.nodeSelector[${key}] = ${own}`
      throw forbid(request, `conflict: ${conflict}`)
    }
    present.set(key, value)
  }
  if (present.size > 0) spec['nodeSelector'] = Object.fromEntries(present)
  const tolerations = mapsAt(spec, 'tolerations')
  const added = mapsAt(scheduling, 'tolerations').filter((one) => !tolerations.some((own) => sameJson(own, one)))
  if (added.length > 0) spec['tolerations'] = [...tolerations, ...structuredClone(added)]
}
