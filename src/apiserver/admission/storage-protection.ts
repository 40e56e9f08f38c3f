import { textsAt } from '#kinds'
import type { AdmissionPlugin } from '../contract/admission.ts'

/** Finalizer of each resource that is kept while it is used; group and plural name in front. */
const FINALIZERS: ReadonlyMap<string, string> = new Map([
  ['/persistentvolumes', 'kubernetes.io/pv-protection'],
  ['/persistentvolumeclaims', 'kubernetes.io/pvc-protection'],
  ['storage.k8s.io/volumeattributesclasses', 'kubernetes.io/vac-protection'],
])

/** Volumes, claims and their classes do not go away while somebody uses them. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  operations: ['CREATE'],
  admit: ({ resource, subresource, object }) => {
    const finalizer = FINALIZERS.get(`${resource.group}/${resource.resource}`)
    if (finalizer === undefined || object === undefined || subresource !== '') return
    const present = textsAt(object.metadata, 'finalizers')
    if (!present.includes(finalizer)) object.metadata['finalizers'] = [...present, finalizer]
  },
}
