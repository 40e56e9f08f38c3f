import type { JsonObject, KubeObject } from '#kube'
import { isSet, mapAt, mapsAt } from '../read.ts'
import { expressionWarnings, labelMapWarnings, nodeSelectorWarnings } from './node-label.ts'
import { fractionWarnings } from './quantity.ts'

const classKey = 'volume.beta.kubernetes.io/storage-class'

/** A sentence about the annotation that came before the class. */
export function classWarnings(object: KubeObject): string[] {
  return isSet(mapAt(object.metadata, 'annotations'), classKey)
    ? [`metadata.annotations[${classKey}]: deprecated since v1.8; use "storageClassName" attribute instead`]
    : []
}

/** Sentences about the size that a claim asks for (claim util GetWarningsForPersistentVolumeClaimSpec). */
export function claimSpecWarnings(spec: JsonObject, field: string): string[] {
  return ['requests', 'limits'].flatMap((list) =>
    fractionWarnings(mapAt(spec, 'resources', list), ['storage'], `${field}.resources.${list}`),
  )
}

/** Sentences about a claim. */
export function claimWarnings(object: KubeObject): string[] {
  return [...classWarnings(object), ...claimSpecWarnings(mapAt(object, 'spec'), 'spec')]
}

/** Sentences about a class of volumes. */
export function storageClassWarnings(object: KubeObject): string[] {
  return mapsAt(object, 'allowedTopologies').flatMap((term, at) =>
    expressionWarnings(mapsAt(term, 'matchLabelExpressions'), `allowedTopologies[${at}].matchLabelExpressions`),
  )
}

/** Sentences about where a driver has room. */
export function capacityWarnings(object: KubeObject): string[] {
  const selector = mapAt(object, 'nodeTopology')
  return [
    ...expressionWarnings(mapsAt(selector, 'matchExpressions'), 'nodeTopology.matchExpressions'),
    ...labelMapWarnings(mapAt(selector, 'matchLabels'), (key) => `nodeTopology.matchLabels.${key}`),
  ]
}

/** Sentences about where a volume can be reached from. */
export function volumeNodeWarnings(spec: JsonObject): string[] {
  return nodeSelectorWarnings(mapAt(spec, 'nodeAffinity')['required'], 'spec.nodeAffinity.required')
}
