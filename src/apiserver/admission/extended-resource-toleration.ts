import { makeMap, mapAt, mapsAt } from '#kinds'
import type { JsonObject } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import { isAbout } from './refuse.ts'

/** Pods that ask for an extended resource tolerate the taint of nodes that are kept for it. Off by default. */
export const extendedResourceToleration: AdmissionPlugin = {
  name: 'ExtendedResourceToleration',
  operations: ['CREATE', 'UPDATE'],
  admit: (request) => {
    if (request.object === undefined || !isAbout(request, '', 'pods')) return
    const spec = makeMap(request.object, 'spec')
    const present = mapsAt(spec, 'tolerations')
    const added = [...resourcesOf(spec)]
      .sort()
      .filter((key) => !present.some((one) => one['key'] === key && one['operator'] === 'Exists'))
    if (added.length === 0) return
    spec['tolerations'] = [...present, ...added.map((key) => ({ key, operator: 'Exists', effect: '' }))]
  },
}

/** Names with a domain that is not Kubernetes' own. */
function resourcesOf(spec: JsonObject): Set<string> {
  const containers = [...mapsAt(spec, 'containers'), ...mapsAt(spec, 'initContainers')]
  const names = containers.flatMap((container) => Object.keys(mapAt(container, 'resources', 'requests')))
  return new Set(
    names.filter((name) => name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.')),
  )
}
