import { mapAt, mapsAt, textAt } from '#kinds'
import { type Json, type JsonObject, type KubeObject, timeText } from '#kube'
import { isChanging, isRunning, type PodRecord } from '../pod/record.ts'
import { containersOf, type SpecContainer } from '../pod/spec.ts'
import { ownConditions, type Verdict } from './conditions.ts'
import { type ContainerSurroundings, containerStatus } from './container.ts'
import { type Phase, phaseOf } from './phase.ts'

/** What a status is told from. */
export interface StatusFacts {
  readonly pod: KubeObject
  readonly record: PodRecord
  /** The scheme of container ids. */
  readonly runtime: string
  /** Addresses of the node. */
  readonly hostAddresses: readonly string[]
  readonly nowMs: number
}

/**
 * The whole status of a pod as the kubelet writes it. What it does not own is kept from the status that is there: other
 * conditions, the time of the start, the quality of service. Source: kubernetes pkg/kubelet `generateAPIPodStatus`.
 */
export function podStatus(facts: StatusFacts): JsonObject {
  const { pod, record } = facts
  const before = mapAt(pod, 'status')
  if (record.verdict?.isRejected === true) return rejected(facts, before)
  const containers = containersOf(pod)
  const lists = { ...listsOf(containers, facts, false) }
  const phase = stickyPhase(before, record, phaseOf(pod, byName(lists), record.isEnding))
  // what never ran is told as lost once the pod is over
  const isOver = phase === 'Failed' || phase === 'Succeeded'
  const told = isOver ? listsOf(containers, facts, true) : lists
  const why = reasonOf(before, record, isOver)
  return {
    ...kept(before),
    ...observed(pod),
    phase,
    conditions: conditionsOf(facts, phase, told),
    ...why,
    ...hostOf(facts),
    ...addressesOf(record),
    startTime: textAt(before, 'startTime') || timeText(record.startedAtMs),
    ...told,
  }
}

/** Of a pod that the node did not take nothing more is told. */
function rejected({ pod, record }: StatusFacts, before: JsonObject): JsonObject {
  const { conditions } = before
  return {
    ...kept(before),
    ...observed(pod),
    phase: 'Failed',
    ...(conditions !== undefined && { conditions }),
    ...reasonOf(before, record, true),
    startTime: textAt(before, 'startTime') || timeText(record.startedAtMs),
  }
}

interface Lists {
  readonly initContainerStatuses?: JsonObject[]
  readonly containerStatuses?: JsonObject[]
  readonly ephemeralContainerStatuses?: JsonObject[]
}

function listsOf(containers: readonly SpecContainer[], facts: StatusFacts, isOver: boolean): Lists & JsonObject {
  const { record, runtime } = facts
  const isInitializing = containers.some(({ role }) => role === 'init' || role === 'sidecar')
  const of = (roles: readonly string[], around: ContainerSurroundings): JsonObject[] =>
    containers
      .filter(({ role }) => roles.includes(role))
      .map((one) => containerStatus(one, record.containers.get(one.name), around))
  const inits = of(['init', 'sidecar'], { runtime, isInitializing: true, isOver })
  const mains = of(['main'], { runtime, isInitializing, isOver })
  const ephemerals = of(['ephemeral'], { runtime, isInitializing: false, isOver })
  return {
    ...(inits.length > 0 && { initContainerStatuses: inits }),
    containerStatuses: mains,
    ...(ephemerals.length > 0 && { ephemeralContainerStatuses: ephemerals }),
  }
}

function byName(lists: Lists): ReadonlyMap<string, JsonObject> {
  const all = [
    ...(lists.initContainerStatuses ?? []),
    ...(lists.containerStatuses ?? []),
    ...(lists.ephemeralContainerStatuses ?? []),
  ]
  return new Map(all.map((one) => [textAt(one, 'name'), one]))
}

/** A pod that is over stays so; while its containers still end, or one is made anew, it is not over yet. */
function stickyPhase(before: JsonObject, { verdict, containers }: PodRecord, computed: Phase): Phase {
  const phase = textAt(before, 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') return phase
  const next = verdict?.phase ?? computed
  const isOver = next === 'Succeeded' || next === 'Failed'
  const isAtWork = [...containers.values()].some((container) => isRunning(container) || isChanging(container))
  if (isOver && isAtWork) return phase === 'Running' ? 'Running' : 'Pending'
  return next
}

function reasonOf(before: JsonObject, { verdict }: PodRecord, isOver: boolean): JsonObject {
  if (verdict !== undefined && isOver) return { reason: verdict.reason, message: verdict.message }
  const { reason, message } = before
  return { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) }
}

function kept(before: JsonObject): JsonObject {
  const { qosClass, nominatedNodeName, resourceClaimStatuses, extendedResourceClaimStatus } = before
  return {
    ...(qosClass !== undefined && { qosClass }),
    ...(nominatedNodeName !== undefined && { nominatedNodeName }),
    ...(resourceClaimStatuses !== undefined && { resourceClaimStatuses }),
    ...(extendedResourceClaimStatus !== undefined && { extendedResourceClaimStatus }),
  }
}

function observed(pod: KubeObject): JsonObject {
  const { generation } = pod.metadata
  return typeof generation === 'number' ? { observedGeneration: generation } : {}
}

function hostOf({ hostAddresses }: StatusFacts): JsonObject {
  const [first] = hostAddresses
  return first === undefined ? {} : { hostIP: first, hostIPs: hostAddresses.map((ip) => ({ ip })) }
}

function addressesOf({ addresses }: PodRecord): JsonObject {
  const [first] = addresses
  return first === undefined ? {} : { podIP: first, podIPs: addresses.map((ip) => ({ ip })) }
}

function conditionsOf({ pod, record, nowMs }: StatusFacts, phase: Phase, lists: Lists): Json[] {
  const before = mapsAt(mapAt(pod, 'status'), 'conditions')
  const own = ownConditions({
    pod,
    phase,
    statuses: byName(lists),
    hasSandbox: record.sandbox !== '',
    conditions: before,
  })
  const types = new Set(own.map(({ type }) => type))
  const foreign = before.filter((one) => !types.has(textAt(one, 'type')))
  return [...own.map((verdict) => condition(verdict, pod, { before, nowMs })), ...foreign]
}

interface Past {
  readonly before: readonly JsonObject[]
  readonly nowMs: number
}

function condition({ type, isTrue, reason, message }: Verdict, pod: KubeObject, { before, nowMs }: Past): JsonObject {
  const old = before.find((one) => one['type'] === type)
  const status = isTrue ? 'True' : 'False'
  const isSame = old?.['status'] === status
  const { generation } = pod.metadata
  return {
    type,
    ...(typeof generation === 'number' && { observedGeneration: generation }),
    status,
    lastProbeTime: null,
    lastTransitionTime: isSame ? textAt(old, 'lastTransitionTime') : timeText(nowMs),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
  }
}
