import { asMap, mapAt, mapsAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, textAt } from '#kube'

/** The phase of a pod; empty before it has one. */
export function phaseOf(pod: KubeObject): string {
  return textAt(pod, 'status', 'phase')
}

/** Whether a pod has ended, well or badly. */
export function isFinished(pod: KubeObject): boolean {
  const phase = phaseOf(pod)
  return phase === 'Succeeded' || phase === 'Failed'
}

/** Whether a pod counts for its controller: it has not ended and is not on its way out. */
export function isActive(pod: KubeObject): boolean {
  return !isFinished(pod) && !isTerminating(pod)
}

/** The condition of a type in the status of any object. */
export function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  return mapsAt(asMap(object['status']), 'conditions').find((one) => one['type'] === type)
}

/** Whether a pod's Ready condition is true. */
export function isReady(pod: KubeObject): boolean {
  return conditionOf(pod, 'Ready')?.['status'] === 'True'
}

/** When a pod became ready, in milliseconds; undefined while it is not. */
export function readySince(pod: KubeObject): number | undefined {
  const condition = conditionOf(pod, 'Ready')
  return condition?.['status'] === 'True' ? Date.parse(textAt(condition, 'lastTransitionTime')) : undefined
}

/** Whether a pod has been ready for so many seconds. */
export function isAvailable(pod: KubeObject, minReadySeconds: number, nowMs: number): boolean {
  const since = readySince(pod)
  return since !== undefined && (minReadySeconds === 0 || since + minReadySeconds * 1000 <= nowMs)
}

/** When a ready pod will have been ready for so many seconds, in milliseconds from now; undefined when it is or is not ready. */
export function availableInMs(pod: KubeObject, minReadySeconds: number, nowMs: number): number | undefined {
  const since = readySince(pod)
  if (since === undefined || minReadySeconds === 0) return undefined
  const left = since + minReadySeconds * 1000 - nowMs
  return left > 0 ? left : undefined
}

/** How often the containers of a pod were started again, by the container that was most often. */
export function restartsOf(pod: KubeObject): number {
  return mostRestarts(mapsAt(mapAt(pod, 'status'), 'containerStatuses'))
}

/** The same of the init containers that run beside the others. */
export function sidecarRestartsOf(pod: KubeObject): number {
  const containers = mapsAt(mapAt(pod, 'spec'), 'initContainers')
  const sidecars = containers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name)
  if (sidecars.length === 0) return 0
  const statuses = mapsAt(mapAt(pod, 'status'), 'initContainerStatuses')
  return mostRestarts(statuses.filter(({ name }) => sidecars.includes(name)))
}

function mostRestarts(statuses: readonly JsonObject[]): number {
  return Math.max(0, ...statuses.map(({ restartCount }) => Number(restartCount ?? 0)))
}
