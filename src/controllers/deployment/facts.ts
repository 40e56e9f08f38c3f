import { mapAt, numberAt } from '#kinds'
import { type KubeObject, textAt, valueAt } from '#kube'

/** The names of the annotations that a rollout is told in. */
export const annotations = {
  revision: 'deployment.kubernetes.io/revision',
  history: 'deployment.kubernetes.io/revision-history',
  desired: 'deployment.kubernetes.io/desired-replicas',
  most: 'deployment.kubernetes.io/max-replicas',
} as const

/** The label that tells the pods of one template from those of another. */
export const HASH_LABEL = 'pod-template-hash'

/** A Deployment with its ReplicaSets: the one of its template, and all others by age, the oldest first. */
export interface Rollout {
  readonly deployment: KubeObject
  readonly newSet: KubeObject | undefined
  readonly oldSets: readonly KubeObject[]
}

/** How many replicas the spec of a Deployment or ReplicaSet wants. */
export function sizeOf(object: KubeObject): number {
  return numberAt(mapAt(object, 'spec'), 'replicas') ?? 1
}

/** How many replicas the specs of sets want together. */
export function totalSize(sets: readonly KubeObject[]): number {
  return sets.reduce((sum, set) => sum + sizeOf(set), 0)
}

/** The counts of a ReplicaSet's status. */
export type Count = 'replicas' | 'readyReplicas' | 'availableReplicas'

/** A count of the status of sets, summed; what is not told is none. */
export function totalCount(sets: readonly KubeObject[], count: Count): number {
  return sets.reduce((sum, set) => sum + (numberAt(mapAt(set, 'status'), count) ?? 0), 0)
}

/** Sets that shall have pods. */
export function activeOf(sets: readonly KubeObject[]): readonly KubeObject[] {
  return sets.filter((set) => sizeOf(set) > 0)
}

/** Every set of a rollout, the new one last. */
export function allSets({ newSet, oldSets }: Rollout): readonly KubeObject[] {
  return newSet === undefined ? oldSets : [...oldSets, newSet]
}

/** A whole number that an annotation tells; undefined where it tells none. */
export function annotatedNumber(object: KubeObject, name: string): number | undefined {
  const text = textAt(object, 'metadata', 'annotations', name)
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined
}

/** Whether the Deployment replaces its pods step by step. */
export function isRolling(deployment: KubeObject): boolean {
  return textAt(deployment, 'spec', 'strategy', 'type') === 'RollingUpdate'
}

/** Whether the Deployment is paused. */
export function isPaused(deployment: KubeObject): boolean {
  return valueAt(deployment, 'spec', 'paused') === true
}

/** A number of the spec that the largest int32 turns off. */
export function limitOf(
  deployment: KubeObject,
  name: 'progressDeadlineSeconds' | 'revisionHistoryLimit',
): number | undefined {
  const limit = numberAt(mapAt(deployment, 'spec'), name)
  return limit === NO_LIMIT ? undefined : limit
}

const NO_LIMIT = 2 ** 31 - 1

/** Orders sets by age, the oldest first, then by name. */
export function compareAge(a: KubeObject, b: KubeObject): number {
  const [left, right] = [createdAt(a), createdAt(b)]
  return left === right ? compareText(a.metadata.name, b.metadata.name) : compareText(left, right)
}

/** RFC 3339 texts of whole seconds have the order of their times. */
function createdAt(object: KubeObject): string {
  return textAt(object, 'metadata', 'creationTimestamp')
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
