import { type JsonObject, valueAt } from '#kube'

/**
 * What a webhook answers that has nothing against anything: an AdmissionReview is allowed unchanged, the objects of a
 * ConversionReview get the version that is asked for.
 */
export function passed(question: JsonObject): JsonObject {
  const { apiVersion = '', kind = '' } = question
  const uid = valueAt(question, 'request', 'uid') ?? ''
  if (kind !== 'ConversionReview') return { apiVersion, kind, response: { uid, allowed: true } }
  const desired = valueAt(question, 'request', 'desiredAPIVersion') ?? ''
  const objects = (valueAt(question, 'request', 'objects') ?? []) as readonly JsonObject[]
  const convertedObjects = objects.map((object) => ({ ...object, apiVersion: desired }))
  return { apiVersion, kind, response: { uid, convertedObjects, result: { status: 'Success' } } }
}
