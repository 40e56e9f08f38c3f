import { isSet, makeMap, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { annotationOf, isAbout } from './refuse.ts'

/** Gives claims that name no storage class the default one. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  operations: ['CREATE'],
  admit: (request, registry) => {
    const claim = request.object
    if (claim === undefined || !isAbout(request, '', 'persistentvolumeclaims')) return
    const spec = makeMap(claim, 'spec')
    if (isSet(spec, 'storageClassName') || annotationOf(claim, 'volume.beta.kubernetes.io/storage-class') !== undefined)
      return
    const found = defaultsOf(registry, 'storage.k8s.io', 'storageclasses', [
      'storageclass.kubernetes.io/is-default-class',
      'storageclass.beta.kubernetes.io/is-default-class',
    ])
    if (found[0] !== undefined) spec['storageClassName'] = found[0].metadata.name
  },
}

/** Gives ingresses that name no class the default one. */
export const defaultIngressClass: AdmissionPlugin = {
  name: 'DefaultIngressClass',
  operations: ['CREATE'],
  admit: (request, registry) => {
    const ingress = request.object
    if (ingress === undefined || !isAbout(request, 'networking.k8s.io', 'ingresses')) return
    const spec = makeMap(ingress, 'spec')
    if (isSet(spec, 'ingressClassName') || annotationOf(ingress, 'kubernetes.io/ingress.class') !== undefined) return
    const [newest] = defaultsOf(registry, 'networking.k8s.io', 'ingressclasses', [
      'ingressclass.kubernetes.io/is-default-class',
    ])
    if (newest !== undefined) spec['ingressClassName'] = newest.metadata.name
  },
}

/** Classes that are marked as default, the newest first, then by name. */
function defaultsOf(registry: Registry, group: string, plural: string, keys: readonly string[]): KubeObject[] {
  const kind = registry.kinds.find(group, 'v1', plural)
  if (kind === undefined) return []
  return registry
    .readAll(kind)
    .filter((object) => keys.some((key) => annotationOf(object, key) === 'true'))
    .sort((a, b) => byAge(a, b) || (a.metadata.name < b.metadata.name ? -1 : 1))
}

function byAge(a: KubeObject, b: KubeObject): number {
  return Date.parse(textAt(b.metadata, 'creationTimestamp')) - Date.parse(textAt(a.metadata, 'creationTimestamp'))
}
