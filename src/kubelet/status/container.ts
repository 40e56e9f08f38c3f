import { mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, timeText } from '#kube'
import type { ContainerRecord, Exit } from '../pod/record.ts'
import { isRunning } from '../pod/record.ts'
import type { SpecContainer } from '../pod/spec.ts'

/** What else decides about the status of a container. */
export interface ContainerSurroundings {
  /** The scheme of container ids. */
  readonly runtime: string
  /** Containers that wait say so: the pod's init containers are not through. */
  readonly isInitializing: boolean
  /** The pod is over: what never ran says that it is not known what became of it. */
  readonly isOver: boolean
}

/**
 * The status of one container as the kubelet reports it. `record` undefined: nothing is known of it.
 * Source: kubernetes pkg/kubelet `convertToAPIContainerStatuses`.
 */
export function containerStatus(
  container: SpecContainer,
  record: ContainerRecord | undefined,
  around: ContainerSurroundings,
): JsonObject {
  const { spec, name, role } = container
  const isReady = record !== undefined && readiness(role, record)
  const state = stateOf(record, around)
  const last = lastOf(record, state)
  const isStarted = record !== undefined && hasStarted(role, record)
  const id = record?.id ?? ''
  return {
    name,
    state,
    lastState: last === undefined ? {} : { terminated: terminated(last, around.runtime) },
    ready: isReady,
    restartCount: record?.restartCount ?? 0,
    image: record?.image || textAt(spec, 'image'),
    imageID: record?.imageId ?? '',
    ...(id !== '' && { containerID: `${around.runtime}://${id}` }),
    ...(role !== 'ephemeral' && { started: isStarted }),
    ...(role !== 'ephemeral' && resourcesOf(spec)),
    ...mountsOf(spec),
  }
}

/** A container counts as ready: it runs and its probe says so; an init container once it has done well. */
function readiness(role: SpecContainer['role'], record: ContainerRecord): boolean {
  if (role === 'ephemeral') return false
  if (role === 'init') return record.exit?.exitCode === 0
  if (!isRunning(record) || !hasStarted(role, record)) return false
  return record.probes.every(({ kind, isPassed }) => kind !== 'readiness' || isPassed === true)
}

function hasStarted(role: SpecContainer['role'], record: ContainerRecord): boolean {
  if (role === 'ephemeral' || !isRunning(record)) return false
  return record.probes.every(({ kind, isPassed }) => kind !== 'startup' || isPassed === true)
}

function stateOf(record: ContainerRecord | undefined, around: ContainerSurroundings): JsonObject {
  if (record !== undefined && isRunning(record)) return { running: { startedAt: timeText(record.startedAtMs ?? 0) } }
  if (record?.waiting !== undefined) return { waiting: { ...record.waiting } }
  if (record?.exit !== undefined) return { terminated: terminated(record.exit, around.runtime) }
  if (around.isOver) return { terminated: UNKNOWN_END }
  return { waiting: { reason: around.isInitializing ? 'PodInitializing' : 'ContainerCreating' } }
}

const UNKNOWN_END: JsonObject = {
  exitCode: 137,
  reason: 'ContainerStatusUnknown',
  message: 'The container could not be located when the pod was terminated',
  startedAt: null,
  finishedAt: null,
}

/** A container that waits to run again has its own end as the last one. */
function lastOf(record: ContainerRecord | undefined, state: JsonObject): Exit | undefined {
  if (record === undefined) return undefined
  return state['waiting'] !== undefined && record.exit !== undefined ? record.exit : record.last
}

function terminated(exit: Exit, runtime: string): JsonObject {
  return {
    exitCode: exit.exitCode,
    reason: exit.reason,
    ...(exit.message !== undefined && exit.message !== '' && { message: exit.message }),
    startedAt: timeText(exit.startedAtMs),
    finishedAt: timeText(exit.finishedAtMs),
    ...(exit.id !== '' && { containerID: `${runtime}://${exit.id}` }),
  }
}

function resourcesOf(spec: JsonObject): JsonObject {
  const { requests, limits } = mapAt(spec, 'resources')
  const resources: JsonObject = {
    ...(limits !== undefined && { limits }),
    ...(requests !== undefined && { requests }),
  }
  return { ...(requests !== undefined && { allocatedResources: requests }), resources }
}

function mountsOf(spec: JsonObject): JsonObject {
  const mounts = mapsAt(spec, 'volumeMounts').map((mount) => ({
    name: textAt(mount, 'name'),
    mountPath: textAt(mount, 'mountPath'),
    ...(mount['readOnly'] === true && { readOnly: true, recursiveReadOnly: mountMode(mount) }),
  }))
  return mounts.length === 0 ? {} : { volumeMounts: mounts }
}

function mountMode(mount: JsonObject): string {
  return textAt(mount, 'recursiveReadOnly') === 'Enabled' ? 'Enabled' : 'Disabled'
}
