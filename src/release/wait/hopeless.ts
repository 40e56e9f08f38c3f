import { asMap, mapsAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import { podState } from '../follow/pod-state.ts'
import { crashLooping } from './kstatus.ts'
import type { Patience } from './patience.ts'
import { failed, type Standing, type View } from './standing.ts'
import { podsOf } from './workload-pods.ts'

/** Kinds whose controllers say which generation they have seen. */
const OBSERVED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'])

/**
 * Whether something that is not ready will not become so by itself: one of its pods is beyond hope, or its pods are refused.
 * Undefined while it may.
 */
export function hopelessStanding(live: KubeObject, view: View, patience: Patience): Standing | undefined {
  const reason = live.kind === 'Pod' ? stuckReason(live, patience) : workloadReason(live, view, patience)
  return reason === undefined ? undefined : failed(reason)
}

/** Before its controller has seen the newest generation, the pods are those of an older one. */
function workloadReason(workload: KubeObject, view: View, patience: Patience): string | undefined {
  const { kind, metadata, status } = workload
  const isObserved = numberAt(asMap(status), 'observedGeneration') === numberAt(metadata, 'generation')
  if (kind !== 'Job' && !(OBSERVED.has(kind) && isObserved)) return undefined
  const reasons = podsOf(workload, view).map((pod) =>
    kind === 'Job' ? stuckReason(pod, patience) : hopelessReason(pod, patience),
  )
  return reasons.find((reason) => reason !== undefined) ?? refusal(workload, patience)
}

/** How long a state may last that somebody else may end: an image that is pushed, a Secret that is written, room in a quota. */
const WINDOW_MS = 30_000

/** Why the pods of a workload cannot even be created: a quota, an admission webhook. */
function refusal({ metadata, status }: KubeObject, patience: Patience): string | undefined {
  const found = mapsAt(asMap(status), 'conditions').find(
    (one) => textAt(one, 'type') === 'ReplicaFailure' && textAt(one, 'status') === 'True',
  )
  const lastedMs = patience.lastedMs(`${textAt(metadata, 'uid')} pods`, found === undefined ? '' : 'refused')
  if (found === undefined || lastedMs < WINDOW_MS) return undefined
  return `${textAt(found, 'reason')}: ${textAt(found, 'message')}`
}

/** Restarts after which a container will not come up by itself: many crash once or twice until what they need is there. */
const MAX_RESTARTS = 2

/** Why a pod of a workload will not become ready; undefined while it may. */
function hopelessReason(pod: KubeObject, patience: Patience): string | undefined {
  const { reason, troubled } = podState(pod)
  const restarts = Math.max(0, ...troubled.map((one) => one.restarts))
  const loops = crashLooping(pod).length > 0 && restarts >= MAX_RESTARTS
  return loops ? `pod ${pod.metadata.name}: ${reason}` : stuckReason(pod, patience)
}

/** States that last; what names the same trouble in turn is one. */
const STATES: Readonly<Record<string, 'never' | 'image' | 'config'>> = {
  InvalidImageName: 'never',
  ErrImageNeverPull: 'never',
  ErrImagePull: 'image',
  ImagePullBackOff: 'image',
  CreateContainerConfigError: 'config',
}

/** Why a pod's containers cannot begin; crashes are left to whoever counts them. */
function stuckReason(pod: KubeObject, patience: Patience): string | undefined {
  const { reason } = podState(pod)
  const state = STATES[reason.split(':')[0] ?? ''] ?? ''
  const lastedMs = patience.lastedMs(textAt(pod.metadata, 'uid') || pod.metadata.name, state)
  const isStuck = state === 'never' || (state !== '' && lastedMs >= WINDOW_MS)
  return isStuck ? `pod ${pod.metadata.name}: ${reason}` : undefined
}
