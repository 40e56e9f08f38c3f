import { mapAt } from '#kinds'
import { isTerminating, type KubeObject } from '#kube'
import { isFinished, phaseOf } from '../pod/state.ts'
import { claimName, claimTemplatesOf, hasIdentity, hasStorage, isWanted, ordinalOf, ordinalsOf } from './identity.ts'
import { claimOwners, isStaleClaim } from './retention.ts'
import { planUpdate } from './update.ts'
import { isWell, isWorking } from './well.ts'

/** One thing to do for a stateful set. */
export type Step =
  | { readonly act: 'create'; readonly ordinal: number }
  | { readonly act: 'remove'; readonly pod: KubeObject }
  /** Claims that a pending pod has not got are made. */
  | { readonly act: 'claim'; readonly pod: KubeObject }
  /** Labels, volumes and owners of claims are put right. */
  | { readonly act: 'repair'; readonly pod: KubeObject }
  /** Owners of the claims of a pod that goes are put right. */
  | { readonly act: 'retain'; readonly pod: KubeObject }

/** What is to be done: phases one after the other, each given up where a step fails. */
export interface Plan {
  readonly phases: readonly (readonly Step[])[]
  /** Pods that are replaced by newer ones: they count as current no more. */
  readonly replaced: readonly KubeObject[]
}

/** What a stateful set is planned from. */
export interface Situation {
  readonly set: KubeObject
  /** Every pod of the set. */
  readonly pods: readonly KubeObject[]
  /** The revision that all pods are to have in the end. */
  readonly updateRevision: string
  claim(name: string): KubeObject | undefined
  /** Whether a pod that has ended may go by now: one that ends again and again has to wait. */
  mayRetry(pod: KubeObject): boolean
  readonly nowMs: number
}

/**
 * What a stateful set needs next. `OrderedReady`: place by place, each only when all before it are available; removal from
 * the last place down; then updates from the last place down. `Parallel`: everything at once.
 * Source: kubernetes pkg/controller/statefulset/stateful_set_control.go.
 */
export function plan(situation: Situation): Plan {
  const { set, pods } = situation
  const ordinals = ordinalsOf(set)
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]))
  const places = Array.from({ length: ordinals.count }, (_, index) => byOrdinal.get(ordinals.start + index))
  const condemned = pods
    .filter((pod) => ordinalOf(pod) >= 0 && !isWanted(ordinalOf(pod), ordinals))
    .sort((a, b) => ordinalOf(b) - ordinalOf(a))
  const isOrdered = mapAt(set, 'spec')['podManagementPolicy'] !== 'Parallel'
  const filled = fillPlaces(places, situation, isOrdered)
  if (filled.isBlocked) return { phases: [filled.steps], replaced: [] }
  const astray = condemned.filter((pod) => !isRetained(pod, situation))
  const removed = isOrdered ? removeLast(condemned, places, situation) : removeAll(condemned)
  const phases = [filled.steps, astray.map((pod): Step => ({ act: 'retain', pod })), removed.steps]
  const replaced = removed.isBlocked ? [] : planUpdate({ ...situation, places })
  return { phases: [...phases, replaced.map((pod): Step => ({ act: 'remove', pod }))], replaced }
}

interface Steps {
  readonly steps: readonly Step[]
  /** Nothing else may be done for now. */
  readonly isBlocked: boolean
}

function fillPlaces(places: readonly (KubeObject | undefined)[], situation: Situation, isOrdered: boolean): Steps {
  const { start } = ordinalsOf(situation.set)
  const steps: Step[] = []
  for (const [index, pod] of places.entries()) {
    const next = fillPlace(pod, start + index, situation)
    steps.push(...next.steps)
    if (isOrdered && next.isBlocked) return { steps, isBlocked: true }
  }
  return { steps, isBlocked: false }
}

function fillPlace(pod: KubeObject | undefined, ordinal: number, situation: Situation): Steps {
  if (pod === undefined) {
    return { steps: hasStaleClaim(ordinal, situation) ? [] : [{ act: 'create', ordinal }], isBlocked: true }
  }
  if (isFinished(pod)) {
    const canGo = !isTerminating(pod) && situation.mayRetry(pod)
    return { steps: canGo ? [{ act: 'remove', pod }] : [], isBlocked: true }
  }
  const steps: Step[] = phaseOf(pod) === 'Pending' && !hasClaims(pod, situation) ? [{ act: 'claim', pod }] : []
  if (isTerminating(pod) || !isWorking(pod, situation.set, situation.nowMs)) return { steps, isBlocked: true }
  const isRight = hasIdentity(situation.set, pod) && hasStorage(situation.set, pod) && isRetained(pod, situation)
  return { steps: isRight ? steps : [...steps, { act: 'repair', pod }], isBlocked: false }
}

/** From the last one down, one at a time, and only while all are well; one that is not well goes when it is the first. */
function removeLast(
  condemned: readonly KubeObject[],
  places: readonly (KubeObject | undefined)[],
  situation: Situation,
): Steps {
  const [last] = condemned
  if (last === undefined) return { steps: [], isBlocked: false }
  const { set, nowMs } = situation
  const isDown = (pod: KubeObject | undefined): boolean => pod === undefined || !isWell(pod, set, nowMs)
  const firstDown = places.some(isDown) ? undefined : [...condemned].reverse().find(isDown)
  const canGo = !isTerminating(last) && (last === firstDown || isWorking(last, set, nowMs))
  return { steps: canGo ? [{ act: 'remove', pod: last }] : [], isBlocked: true }
}

function removeAll(condemned: readonly KubeObject[]): Steps {
  const going = condemned.filter((pod) => !isTerminating(pod))
  return { steps: going.map((pod) => ({ act: 'remove', pod })), isBlocked: false }
}

function hasStaleClaim(ordinal: number, { set, claim }: Situation): boolean {
  const podName = `${set.metadata.name}-${ordinal}`
  return claimTemplatesOf(set).some((template) => {
    const there = claim(claimName(template, set, ordinal))
    return there !== undefined && isStaleClaim(there, set, podName)
  })
}

function hasClaims(pod: KubeObject, situation: Situation): boolean {
  const { set, claim } = situation
  const names = claimTemplatesOf(set).map((template) => claimName(template, set, ordinalOf(pod)))
  return names.every((name) => claim(name) !== undefined) && isRetained(pod, situation)
}

/** Whether the claims of a pod that are there have the owners that the set's policy says. */
function isRetained(pod: KubeObject, { set, claim }: Situation): boolean {
  return claimTemplatesOf(set).every((template) => {
    const there = claim(claimName(template, set, ordinalOf(pod)))
    return there === undefined || claimOwners(there, set, pod) === undefined
  })
}
