import { mapAt, mapsAt, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import { containersOf } from '../pod/spec.ts'
import type { Phase, Statuses } from './phase.ts'

/** What a condition says. */
export interface Verdict {
  readonly type: string
  readonly isTrue: boolean
  readonly reason?: string
  readonly message?: string
}

/** What conditions are told from. */
export interface ConditionFacts {
  readonly pod: KubeObject
  readonly phase: Phase
  readonly statuses: Statuses
  readonly hasSandbox: boolean
  /** Conditions that others wrote: readiness gates are among them. */
  readonly conditions: readonly JsonObject[]
}

/** The conditions that the kubelet owns, in the order it writes them. Source: kubernetes pkg/kubelet/status/generate.go. */
export function ownConditions(facts: ConditionFacts): readonly Verdict[] {
  const ready = containersReady(facts)
  return [
    { type: 'PodReadyToStartContainers', isTrue: facts.hasSandbox },
    initialized(facts),
    podReady(facts, ready),
    ready,
    { type: 'PodScheduled', isTrue: true },
  ]
}

function initialized({ pod, phase, statuses }: ConditionFacts): Verdict {
  const type = 'Initialized'
  const containers = containersOf(pod)
  const inits = containers.filter(({ role }) => role === 'init' || role === 'sidecar')
  const unknown = inits.filter(({ name }) => !statuses.has(name)).map(({ name }) => name)
  if (statuses.size === 0 && inits.length > 0) return { type, isTrue: false, reason: 'UnknownContainerStatuses' }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, isTrue: true, reason: 'PodCompleted' }
  const hasBegun = containers.some(({ role, name }) => role === 'main' && hasStarted(statuses.get(name)))
  if (hasBegun) return { type, isTrue: true }
  const incomplete = inits.filter(({ name, role }) => {
    const status = statuses.get(name)
    return status !== undefined && status[role === 'sidecar' ? 'started' : 'ready'] !== true
  })
  const message = listing([
    ['unknown', unknown],
    ['incomplete', incomplete.map(({ name }) => name)],
  ])
  return message === '' ? { type, isTrue: true } : { type, isTrue: false, reason: 'ContainersNotInitialized', message }
}

/** A container has run at some time. */
function hasStarted(status: JsonObject | undefined): boolean {
  if (status === undefined) return false
  const state = mapAt(status, 'state')
  return state['running'] !== undefined || [state, mapAt(status, 'lastState')].some(hasId)
}

function hasId(state: JsonObject): boolean {
  return textAt(mapAt(state, 'terminated'), 'containerID') !== ''
}

function containersReady({ pod, phase, statuses }: ConditionFacts): Verdict {
  const type = 'ContainersReady'
  if (statuses.size === 0) return { type, isTrue: false, reason: 'UnknownContainerStatuses' }
  const counted = containersOf(pod).filter(({ role }) => role === 'sidecar' || role === 'main')
  const unknown = counted.filter(({ name }) => !statuses.has(name)).map(({ name }) => name)
  if (phase === 'Succeeded' && unknown.length === 0) return { type, isTrue: false, reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, isTrue: false, reason: 'PodFailed' }
  const unready = counted.filter(({ name }) => statuses.has(name) && statuses.get(name)?.['ready'] !== true)
  const message = listing([
    ['unknown', unknown],
    ['unready', unready.map(({ name }) => name)],
  ])
  return message === '' ? { type, isTrue: true } : { type, isTrue: false, reason: 'ContainersNotReady', message }
}

/** `containers with unready status: [a b], …`; empty when there is none. */
function listing(rows: readonly (readonly [string, readonly string[]])[]): string {
  return rows
    .filter(([, names]) => names.length > 0)
    .map(([word, names]) => `containers with ${word} status: [${names.join(' ')}]`)
    .join(', ')
}

function podReady({ pod, conditions }: ConditionFacts, ready: Verdict): Verdict {
  const type = 'Ready'
  if (!ready.isTrue) return { ...ready, type }
  const troubles = mapsAt(mapAt(pod, 'spec'), 'readinessGates').flatMap((gate) => {
    const gateType = textAt(gate, 'conditionType')
    const found = conditions.find((one) => one['type'] === gateType)
    if (found === undefined) return [`corresponding condition of pod readiness gate "${gateType}" does not exist.`]
    const status = textAt(found, 'status')
    if (status === 'True') return []
    return [`the status of pod readiness gate "${gateType}" is not "True", but ${status}`]
  })
  if (troubles.length === 0) return { type, isTrue: true }
  return { type, isTrue: false, reason: 'ReadinessGatesNotReady', message: troubles.join(', ') }
}
