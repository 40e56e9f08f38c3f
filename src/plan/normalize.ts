import type { JsonObject, KubeObject } from '#kube'

/** Metadata that only the server writes. */
const SERVER_METADATA: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
])

/** Annotations that tools keep for themselves. */
const OWN_ANNOTATIONS: ReadonlySet<string> = new Set([
  'deployment.kubernetes.io/revision',
  'kubectl.kubernetes.io/last-applied-configuration',
])

/** An object without what no manifest decides: status, and metadata that the server writes. */
export function comparable(object: KubeObject): KubeObject {
  const { status: _, ...rest } = object
  const metadata: JsonObject = {}
  for (const [key, value] of Object.entries(object.metadata)) {
    if (!SERVER_METADATA.has(key)) metadata[key] = value
  }
  const annotations = metadata['annotations'] as JsonObject | undefined
  if (annotations !== undefined && annotations !== null) {
    const kept = Object.entries(annotations).filter(([key]) => !OWN_ANNOTATIONS.has(key))
    if (kept.length > 0) metadata['annotations'] = Object.fromEntries(kept)
    else delete metadata['annotations']
  }
  for (const key of ['labels', 'finalizers', 'ownerReferences']) if (isEmpty(metadata[key])) delete metadata[key]
  return { ...rest, metadata: metadata as KubeObject['metadata'] } as KubeObject
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value as object).length === 0)
}
