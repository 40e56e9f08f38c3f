import { isTrue, mapAt, textAt } from '#kinds'
import { compareQuantities, type KubeObject, parseQuantity, type Quantity, zeroQuantity } from '#kube'
import type { AdmissionPlugin } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { annotationOf, forbid, isAbout } from './refuse.ts'

/** Claims grow only where their class allows it. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  operations: ['UPDATE'],
  validate: (request, registry) => {
    const { object, oldObject } = request
    if (object === undefined || oldObject === undefined || !isAbout(request, '', 'persistentvolumeclaims')) return
    if (compareQuantities(sizeOf(object), sizeOf(oldObject)) <= 0) return
    if (textAt(mapAt(oldObject, 'status'), 'phase') !== 'Bound') {
      throw forbid(request, 'Only bound persistent volume claims can be expanded')
    }
    if (isExpandable(object, oldObject, registry)) return
    const why =
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize'
    throw forbid(request, why)
  },
}

function sizeOf(claim: KubeObject): Quantity {
  return parseQuantity(textAt(mapAt(claim, 'spec', 'resources', 'requests'), 'storage')) ?? zeroQuantity
}

function isExpandable(claim: KubeObject, old: KubeObject, registry: Registry): boolean {
  const [name, oldName] = [classOf(claim), classOf(old)]
  const kind = registry.kinds.find('storage.k8s.io', 'v1', 'storageclasses')
  if (name === '' || oldName === '' || name !== oldName || kind === undefined) return false
  const storageClass = registry.read(kind, '', name)
  return storageClass !== undefined && isTrue(storageClass, 'allowVolumeExpansion')
}

function classOf(claim: KubeObject): string {
  return (
    annotationOf(claim, 'volume.beta.kubernetes.io/storage-class') ?? textAt(mapAt(claim, 'spec'), 'storageClassName')
  )
}
