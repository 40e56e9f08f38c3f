import { makeMap, pairsAt } from '#kinds'
import { type KubeObject, parseLabelSelector } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { annotationOf, forbid, isAbout } from './refuse.ts'

const ANNOTATION = 'scheduler.alpha.kubernetes.io/node-selector'

/** Pods of a namespace run only on the nodes that the namespace's annotation selects. */
export const podNodeSelector: AdmissionPlugin = {
  name: 'PodNodeSelector',
  operations: ['CREATE'],
  admit: (request, registry) => {
    const { object } = request
    if (object === undefined || !isAbout(request, '', 'pods')) return
    const wanted = selectorOf(request, registry)
    if (wanted.size === 0) return
    const spec = makeMap(object, 'spec')
    const present = new Map(pairsAt(spec, 'nodeSelector'))
    if (conflicts(present, wanted)) throw conflict(request)
    spec['nodeSelector'] = Object.fromEntries([...present, ...wanted])
  },
  validate: (request, registry) => {
    const { object } = request
    if (object === undefined || !isAbout(request, '', 'pods')) return
    const wanted = selectorOf(request, registry)
    const selected = new Map(pairsAt((object['spec'] ?? {}) as KubeObject, 'nodeSelector'))
    if (wanted.size > 0 && conflicts(selected, wanted)) throw conflict(request)
  },
}

function conflict(request: AdmissionRequest): Error {
  return forbid(request, 'pod node label selector conflicts with its namespace node label selector')
}

function conflicts(present: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): boolean {
  return [...wanted].some(([key, value]) => present.has(key) && present.get(key) !== value)
}

function selectorOf({ namespace }: AdmissionRequest, registry: Registry): ReadonlyMap<string, string> {
  const kind = registry.kinds.find('', 'v1', 'namespaces')
  const found = kind && registry.read(kind, '', namespace)
  const text = found === undefined ? undefined : annotationOf(found, ANNOTATION)
  if (text === undefined || text.trim() === '') return new Map()
  const requirements = parseLabelSelector(text).requirements
  return new Map(requirements.map(({ key, values }) => [key, values[0] ?? '']))
}
