import { asMap, mapAt, matchesSelector, numberAt, textAt } from '#kinds'
import { isMap, isTerminating, type KubeObject } from '#kube'
import type { View } from './standing.ts'

/** The pods that a workload's newest revision has, those on their way out apart. */
export function podsOf(workload: KubeObject, view: Pick<View, 'pods' | 'replicaSets'>): readonly KubeObject[] {
  const namespace = textAt(workload.metadata, 'namespace')
  const selector = selectorOf(workload)
  if (selector === undefined) return []
  const isOfRevision = revisionOf(workload, view)
  return view
    .pods(namespace)
    .filter((pod) => !isTerminating(pod) && matchesSelector(selector, pod.metadata['labels']) && isOfRevision(pod))
}

function selectorOf({ kind, spec }: KubeObject): KubeObject['spec'] | undefined {
  const selector = asMap(spec)['selector']
  if (!isMap(selector) || Object.keys(selector).length === 0) return undefined
  return kind === 'ReplicationController' ? { matchLabels: selector } : selector
}

/** Pods of older revisions may fail as they like: they are about to go. */
function revisionOf(workload: KubeObject, view: Pick<View, 'replicaSets'>): (pod: KubeObject) => boolean {
  const label = (pod: KubeObject, key: string): string => textAt(mapAt(pod, 'metadata', 'labels'), key)
  if (workload.kind === 'Deployment') {
    const set = newReplicaSet(workload, view)
    const hash = set === undefined ? undefined : label(set, 'pod-template-hash')
    return (pod) => hash !== undefined && label(pod, 'pod-template-hash') === hash
  }
  if (workload.kind === 'StatefulSet') {
    const revision = textAt(asMap(workload['status']), 'updateRevision')
    return (pod) => revision === '' || label(pod, 'controller-revision-hash') === revision
  }
  const generation = String(numberAt(workload.metadata, 'generation'))
  return (pod) => ['', generation].includes(label(pod, 'pod-template-generation'))
}

const REVISION = 'deployment.kubernetes.io/revision'

/** The ReplicaSet of a Deployment's newest revision; undefined before its controller has made it. */
export function newReplicaSet(workload: KubeObject, view: Pick<View, 'replicaSets'>): KubeObject | undefined {
  const uid = textAt(workload.metadata, 'uid')
  const revision = textAt(mapAt(workload, 'metadata', 'annotations'), REVISION)
  if (revision === '') return undefined
  return view.replicaSets(textAt(workload.metadata, 'namespace')).find((set) => {
    const owners = set.metadata['ownerReferences']
    const isOwn = Array.isArray(owners) && owners.some((owner) => textAt(asMap(owner), 'uid') === uid)
    return isOwn && textAt(mapAt(set, 'metadata', 'annotations'), REVISION) === revision
  })
}
