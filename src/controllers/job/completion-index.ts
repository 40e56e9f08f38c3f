import { type KubeObject, textAt } from '#kube'

/** Annotation and label of a pod with the index it works on. */
export const INDEX = 'batch.kubernetes.io/job-completion-index'
/** Annotation of a pod with how often its index failed before. */
export const FAILURES = 'batch.kubernetes.io/job-index-failure-count'
/** Annotation of a pod with how often its index failed in ways that do not count. */
export const IGNORED_FAILURES = 'batch.kubernetes.io/job-index-ignored-failure-count'

/** The index a pod works on; undefined when it has none. */
export function indexOf(pod: KubeObject): number | undefined {
  const text = textAt(pod, 'metadata', 'annotations', INDEX)
  return /^\+?\d+$/.test(text) ? Number(text) : undefined
}

/** The index a pod works on if it is one of the first `completions`. */
export function validIndexOf(pod: KubeObject, completions: number | undefined): number | undefined {
  const index = indexOf(pod)
  return index !== undefined && index < (completions ?? 0) ? index : undefined
}

/** The indexes that pods work on. */
export function indexesOf(pods: readonly KubeObject[]): Set<number> {
  return new Set(pods.map(indexOf).filter((index) => index !== undefined))
}

/** How often a pod's index failed before it in ways that count. */
export function failuresBefore(pod: KubeObject): number {
  return countAt(pod, FAILURES)
}

/** How often a pod's index failed before it in ways that do not count. */
export function ignoredBefore(pod: KubeObject): number {
  return countAt(pod, IGNORED_FAILURES)
}

function countAt(pod: KubeObject, annotation: string): number {
  const text = textAt(pod, 'metadata', 'annotations', annotation)
  return /^\+?\d{1,10}$/.test(text) && Number(text) < 2 ** 31 ? Number(text) : 0
}
