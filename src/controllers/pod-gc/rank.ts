import { type KubeObject, textAt } from '#kube'
import { phaseOf } from '../pod/state.ts'

/** Pods that have ended beyond this number are removed (--terminated-pod-gc-threshold). */
export const TERMINATED_THRESHOLD = 12_500

/** Whether a pod has ended: any phase that is none of a living pod. */
export function hasEnded(pod: KubeObject): boolean {
  return !['Pending', 'Running', 'Unknown', ''].includes(phaseOf(pod))
}

/**
 * The ended pods that are too many, those to go first before the others: evicted ones, then the oldest, then by name.
 * Source: kubernetes pkg/controller/podgc byEvictionAndCreationTimestamp.
 */
export function surplus(ended: readonly KubeObject[], threshold: number): readonly KubeObject[] {
  const count = ended.length - threshold
  return threshold <= 0 || count <= 0 ? [] : ended.toSorted(compare).slice(0, count)
}

function compare(a: KubeObject, b: KubeObject): number {
  const [left, right] = [rankOf(a), rankOf(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

/** Times of equal form sort as texts. */
function rankOf(pod: KubeObject): string {
  const isEvicted = phaseOf(pod) === 'Failed' && textAt(pod, 'status', 'reason') === 'Evicted'
  return `${isEvicted ? 0 : 1} ${textAt(pod, 'metadata', 'creationTimestamp')} ${pod.metadata.name}`
}
