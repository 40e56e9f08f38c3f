import { asMap, textAt } from '#kinds'
import { forbidden, type KubeObject, type StatusError } from '#kube'
import type { AdmissionRequest } from '../contract/admission.ts'

/** The 403 of a plugin, about the object of a request (upstream admission.NewForbidden). */
export function forbid(request: AdmissionRequest, why: string): StatusError {
  const { group, resource } = request.resource
  return forbidden({ group, resource }, nameOf(request), why)
}

/** The name of an object, or the beginning of the name that it will get. */
export function nameOf({ name, object }: AdmissionRequest): string {
  if (name !== '') return name
  const metadata = asMap(object?.metadata)
  return textAt(metadata, 'name') || textAt(metadata, 'generateName') || 'Unknown'
}

/** Whether a request is about a resource (`pods`, `ingresses.networking.k8s.io`) itself, not about a subresource. */
export function isAbout({ resource, subresource }: AdmissionRequest, group: string, plural: string): boolean {
  return resource.resource === plural && resource.group === group && subresource === ''
}

/** Several problems in one text: alone as it is, else in brackets, each once (utilerrors.NewAggregate). */
export function aggregate(texts: readonly string[]): string {
  const once = [...new Set(texts)]
  return once.length === 1 ? String(once[0]) : `[${once.join(', ')}]`
}

/** An annotation, or undefined. */
export function annotationOf(object: KubeObject, key: string): string | undefined {
  const value = asMap(object.metadata['annotations'])[key]
  return typeof value === 'string' ? value : undefined
}
