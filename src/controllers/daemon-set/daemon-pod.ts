import { asMap, mapAt } from '#kinds'
import { type JsonObject, type KubeObject, pinnedNodesOf, textAt } from '#kube'
import { podOf } from '../pod/make.ts'
import { labelsOf } from '../select.ts'
import { daemonTolerations } from './tolerations.ts'

/** Label of the pods and revisions of a daemon set with the hash of their template. */
export const HASH = 'controller-revision-hash'

/** The pod of a daemon set for a node: the scheduler can place it only there. */
export function daemonPod(set: KubeObject, hash: string, nodeName: string): KubeObject {
  const template = mapAt(set, 'spec', 'template')
  const generation = textAt(set, 'metadata', 'annotations', 'deprecated.daemonset.template.generation')
  const pod = podOf(set, template)
  const labels = {
    ...asMap(mapAt(template, 'metadata')['labels']),
    [HASH]: hash,
    ...(generation !== '' && { 'pod-template-generation': generation }),
  }
  const spec = mapAt(template, 'spec')
  const affinity = pinnedTo(nodeName, mapAt(spec, 'affinity'))
  return {
    ...pod,
    metadata: { ...pod.metadata, labels },
    spec: { ...spec, affinity, tolerations: [...daemonTolerations(spec)] },
  }
}

/** The node that a pod runs on or is meant for; empty when it says none. */
export function targetOf(pod: KubeObject): string {
  const nodeName = textAt(pod, 'spec', 'nodeName')
  if (nodeName !== '') return nodeName
  const [only = '', ...others] = pinnedNodesOf(pod['spec']) ?? []
  return others.length === 0 ? only : ''
}

/** Whether a pod was made from the template with this hash. */
export function isUpdated(pod: KubeObject, hash: string): boolean {
  return labelsOf(pod)[HASH] === hash
}

/** Pods in the order in which they are kept: on a node before not, then older ones, then by name. */
export function inRank(pods: readonly KubeObject[]): readonly KubeObject[] {
  return pods.length < 2 ? pods : [...pods].sort(compare)
}

function compare(a: KubeObject, b: KubeObject): number {
  const isPlaced = (pod: KubeObject): boolean => textAt(pod, 'spec', 'nodeName') !== ''
  const createdAt = (pod: KubeObject): string => textAt(pod, 'metadata', 'creationTimestamp')
  return (
    Number(isPlaced(b)) - Number(isPlaced(a)) ||
    compareTexts(createdAt(a), createdAt(b)) ||
    compareTexts(a.metadata.name, b.metadata.name)
  )
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function pinnedTo(nodeName: string, affinity: JsonObject): JsonObject {
  const nodeAffinity = mapAt(affinity, 'nodeAffinity')
  const matchFields = [{ key: 'metadata.name', operator: 'In', values: [nodeName] }]
  const required = { ...mapAt(nodeAffinity, REQUIRED), nodeSelectorTerms: [{ matchFields }] }
  return { ...affinity, nodeAffinity: { ...nodeAffinity, [REQUIRED]: required } }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
