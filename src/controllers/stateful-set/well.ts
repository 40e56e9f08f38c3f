import { mapAt, numberAt } from '#kinds'
import { isTerminating, type KubeObject } from '#kube'
import { isAvailable, isReady, phaseOf } from '../pod/state.ts'

/** Whether a pod of a stateful set runs and has been ready for as long as the set wants: nothing follows before it does. */
export function isWorking(pod: KubeObject, set: KubeObject, nowMs: number): boolean {
  return isRunning(pod) && isAvailable(pod, numberAt(mapAt(set, 'spec'), 'minReadySeconds') ?? 0, nowMs)
}

/** Whether a pod works and is to stay. */
export function isWell(pod: KubeObject, set: KubeObject, nowMs: number): boolean {
  return !isTerminating(pod) && isWorking(pod, set, nowMs)
}

/** Whether a pod runs and is ready. */
export function isRunning(pod: KubeObject): boolean {
  return phaseOf(pod) === 'Running' && isReady(pod)
}
