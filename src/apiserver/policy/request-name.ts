import { textAt } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'

/** The name of the request, or what the object will be called. */
export function nameOf({ name, object }: AdmissionRequest): string {
  if (name !== '' || object === undefined) return name
  const own = textAt(object, 'metadata', 'name')
  return own === '' ? textAt(object, 'metadata', 'generateName') : own
}
