import { mapAt, numberAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { containersOf, hasOwnRestart, restartPolicyOf, restartsAfter, type SpecContainer } from '../pod/spec.ts'

/** The phases of a pod that the kubelet tells. */
export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed'

/** Statuses of containers by name. */
export type Statuses = ReadonlyMap<string, JsonObject>

/** How many containers of a kind are in each state. */
interface Count {
  unknown: number
  waiting: number
  running: number
  stopped: number
  succeeded: number
  /** Init containers that have not done their work. */
  initializing: number
  /** An init container failed and will not be tried again. */
  lost: number
  /** Ended, and run again by a rule of their own. */
  returning: number
}

/**
 * The phase of a pod from the statuses of its containers. `isEnding`: its containers are not started again.
 * Source: kubernetes pkg/kubelet `getPhase`.
 */
export function phaseOf(pod: KubeObject, statuses: Statuses, isEnding: boolean): Phase {
  const count = countStates(pod, statuses)
  if (count.lost > 0) return 'Failed'
  if (count.initializing > 0 || count.waiting > 0) return 'Pending'
  if (count.running > 0) return count.unknown === 0 ? 'Running' : 'Pending'
  if (count.stopped === 0 || count.unknown > 0) return 'Pending'
  return endPhase(pod, count, isEnding)
}

function endPhase(pod: KubeObject, count: Count, isEnding: boolean): Phase {
  const isWell = count.stopped === count.succeeded
  if (isEnding) return isWell ? 'Succeeded' : 'Failed'
  if (count.returning > 0) return 'Running'
  if (restartPolicyOf(pod) === 'Always' && !containersOf(pod).some((one) => one.role === 'main' && hasOwnRestart(one)))
    return 'Running'
  return isWell ? 'Succeeded' : 'Failed'
}

function countStates(pod: KubeObject, statuses: Statuses): Count {
  const count: Count = {
    unknown: 0,
    waiting: 0,
    running: 0,
    stopped: 0,
    succeeded: 0,
    initializing: 0,
    lost: 0,
    returning: 0,
  }
  const containers = containersOf(pod)
  const hasBegun = containers.some(({ role, name }) => role === 'main' && hasRun(statuses.get(name)))
  for (const container of containers) {
    const status = statuses.get(container.name)
    if (container.role === 'init') countInit(count, container, { pod, status, hasBegun })
    else if (container.role === 'sidecar') countSidecar(count, status, hasBegun)
    else if (container.role === 'main') countMain(count, container, { pod, status, hasBegun })
  }
  return count
}

interface Case {
  readonly pod: KubeObject
  readonly status: JsonObject | undefined
  /** A main container has run: initialization is behind. */
  readonly hasBegun: boolean
}

function countInit(count: Count, container: SpecContainer, { pod, status, hasBegun }: Case): void {
  if (hasBegun) return
  const end = status === undefined ? undefined : (endOf(status, 'state') ?? endOf(status, 'lastState'))
  const code = end === undefined ? undefined : numberAt(end, 'exitCode')
  if (code === 0 && status !== undefined && endOf(status, 'state') !== undefined) return
  count.initializing++
  if (code !== undefined && code !== 0 && !isRunningState(status) && !restartsAfter(container, pod, code)) count.lost++
}

/** Sidecars hold the pod back until they have started; once they have ended they do not count. */
function countSidecar(count: Count, status: JsonObject | undefined, hasBegun: boolean): void {
  if (status === undefined) {
    if (!hasBegun) count.initializing++
    return
  }
  if (isRunningState(status)) {
    count.running++
    if (status['started'] !== true && !hasBegun) count.initializing++
  } else if (!hasBegun && endOf(status, 'state') === undefined && endOf(status, 'lastState') === undefined)
    count.initializing++
}

function countMain(count: Count, container: SpecContainer, { pod, status }: Case): void {
  if (status === undefined) {
    count.unknown++
    return
  }
  if (isRunningState(status)) {
    count.running++
    return
  }
  const end = endOf(status, 'state') ?? endOf(status, 'lastState')
  if (end === undefined) {
    count.waiting++
    return
  }
  count.stopped++
  const code = numberAt(end, 'exitCode') ?? 0
  if (code === 0) count.succeeded++
  if (restartsAfter(container, pod, code)) count.returning++
}

function hasRun(status: JsonObject | undefined): boolean {
  if (status === undefined) return false
  const ends = [endOf(status, 'state'), endOf(status, 'lastState')]
  return isRunningState(status) || ends.some((end) => end !== undefined && textAt(end, 'containerID') !== '')
}

function isRunningState(status: JsonObject | undefined): boolean {
  return status !== undefined && mapAt(status, 'state')['running'] !== undefined
}

function endOf(status: JsonObject, field: 'state' | 'lastState'): JsonObject | undefined {
  const state = mapAt(status, field)
  return state['terminated'] === undefined ? undefined : mapAt(state, 'terminated')
}
