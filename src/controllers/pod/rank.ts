import { type KubeObject, textAt } from '#kube'
import { isReady, phaseOf, readySince, restartsOf, sidecarRestartsOf } from './state.ts'

/** What decides beside the pod itself: how many pods of the same owner's kin are on its node. */
export interface Ranked {
  readonly pod: KubeObject
  readonly rank: number
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/**
 * Orders pods so that those to be removed first come first: not on a node, not running, not ready, cheaper
 * (`controller.kubernetes.io/pod-deletion-cost`), on fuller nodes, ready for less long, restarted more often, younger.
 * Times count by their logarithm. Source: kubernetes `ActivePodsWithRanks`.
 */
export function compareForRemoval(a: Ranked, b: Ranked, nowMs: number): number {
  return (
    Number(isPlaced(a.pod)) - Number(isPlaced(b.pod)) ||
    (PHASES[phaseOf(a.pod)] ?? 0) - (PHASES[phaseOf(b.pod)] ?? 0) ||
    Number(isReady(a.pod)) - Number(isReady(b.pod)) ||
    costOf(a.pod) - costOf(b.pod) ||
    b.rank - a.rank ||
    compareAge(a.pod, b.pod, { since: readySince, nowMs }) ||
    restartsOf(b.pod) - restartsOf(a.pod) ||
    sidecarRestartsOf(b.pod) - sidecarRestartsOf(a.pod) ||
    compareAge(a.pod, b.pod, { since: createdAt, nowMs }) ||
    compareUid(a.pod, b.pod)
  )
}

function isPlaced(pod: KubeObject): boolean {
  return textAt(pod, 'spec', 'nodeName') !== ''
}

/** What cannot be read costs nothing. */
function costOf(pod: KubeObject): number {
  const text = textAt(pod, 'metadata', 'annotations', 'controller.kubernetes.io/pod-deletion-cost')
  return /^(?:0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) < 2 ** 31 ? Number(text) : 0
}

function createdAt(pod: KubeObject): number | undefined {
  const time = Date.parse(textAt(pod, 'metadata', 'creationTimestamp'))
  return Number.isNaN(time) ? undefined : time
}

interface Age {
  since(pod: KubeObject): number | undefined
  readonly nowMs: number
}

/** The one that is there for a shorter time (by powers of two) first; an unknown time is the shortest, times of one power are as good as drawn. */
function compareAge(a: KubeObject, b: KubeObject, { since, nowMs }: Age): number {
  const [left, right] = [since(a), since(b)]
  if (left === right) return 0
  if (left === undefined || right === undefined) return left === undefined ? -1 : 1
  return magnitude(nowMs - left) - magnitude(nowMs - right) || compareUid(a, b)
}

function magnitude(ageMs: number): number {
  return ageMs <= 0 ? -1 : Math.floor(Math.log2(ageMs * 1e6))
}

function compareUid(a: KubeObject, b: KubeObject): number {
  const [left, right] = [textAt(a, 'metadata', 'uid'), textAt(b, 'metadata', 'uid')]
  return left === right ? 0 : left < right ? -1 : 1
}
