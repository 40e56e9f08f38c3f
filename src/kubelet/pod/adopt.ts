import { isTrue, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { newProbes } from '../probe/probe.ts'
import type { KnownContainer } from '../runtime/runtime.ts'
import { type ContainerRecord, type Exit, newContainer, type PodRecord } from './record.ts'
import { containersOf } from './spec.ts'

/**
 * What a pod's status tells of containers that were made before this process began goes into the record (mutates). Gives
 * them for the runtime; empty when none was made.
 */
export function recall(pod: KubeObject, record: PodRecord, scheme: string): readonly KnownContainer[] {
  const status = mapAt(pod, 'status')
  const lists = ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses']
  const statuses = new Map(
    lists.flatMap((list) => mapsAt(status, list).map((one) => [textAt(one, 'name'), one] as const)),
  )
  const prefix = `${scheme}://`
  const known: KnownContainer[] = []
  for (const { name, role, spec } of containersOf(pod)) {
    const told = statuses.get(name)
    const id = told === undefined ? '' : textAt(told, 'containerID')
    if (told === undefined || !id.startsWith(prefix)) continue
    const container = newContainer(name, role)
    known.push(recallOne(container, { told, spec, prefix }))
    record.containers.set(name, container)
  }
  record.addresses = mapsAt(status, 'podIPs').map((one) => textAt(one, 'ip'))
  const startTime = Date.parse(textAt(status, 'startTime'))
  if (!Number.isNaN(startTime)) record.startedAtMs = startTime
  record.isAdmitted = known.length > 0
  return known
}

interface Told {
  readonly told: JsonObject
  readonly spec: JsonObject
  readonly prefix: string
}

function recallOne(container: ContainerRecord, { told, spec, prefix }: Told): KnownContainer {
  container.id = textAt(told, 'containerID').slice(prefix.length)
  container.imageId = textAt(told, 'imageID')
  container.image = textAt(spec, 'image')
  container.restartCount = numberAt(told, 'restartCount') ?? 0
  const state = mapAt(told, 'state')
  const lastEnd = exitOf(mapAt(told, 'lastState'), prefix)
  const attempt = container.restartCount
  if (state['running'] !== undefined) {
    const startedAtMs = Date.parse(textAt(mapAt(state, 'running'), 'startedAt')) || 0
    container.startedAtMs = startedAtMs
    container.last = lastEnd
    container.probes = newProbes(spec, startedAtMs)
    for (const probe of container.probes) {
      if (probe.kind === 'startup') probe.isPassed = isTrue(told, 'started') ? true : undefined
      if (probe.kind === 'readiness') probe.isPassed = isTrue(told, 'ready') ? true : undefined
    }
    return { name: container.name, id: container.id, attempt, startedAtMs }
  }
  const end = exitOf(state, prefix)
  container.exit = end ?? lastEnd
  container.last = end === undefined ? undefined : lastEnd
  const { startedAtMs = 0, finishedAtMs = 0, exitCode = 0 } = container.exit ?? {}
  container.startedAtMs = startedAtMs
  return { name: container.name, id: container.id, attempt, startedAtMs, end: { finishedAtMs, exitCode } }
}

function exitOf(state: JsonObject, prefix: string): Exit | undefined {
  if (state['terminated'] === undefined) return undefined
  const end = mapAt(state, 'terminated')
  const message = textAt(end, 'message')
  return {
    id: textAt(end, 'containerID').slice(prefix.length),
    startedAtMs: Date.parse(textAt(end, 'startedAt')) || 0,
    finishedAtMs: Date.parse(textAt(end, 'finishedAt')) || 0,
    exitCode: numberAt(end, 'exitCode') ?? 0,
    reason: textAt(end, 'reason'),
    ...(message !== '' && { message }),
  }
}
