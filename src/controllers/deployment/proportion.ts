import { mapAt, numberAt } from '#kinds'
import type { KubeObject } from '#kube'
import {
  activeOf,
  allSets,
  annotatedNumber,
  annotations,
  compareAge,
  isRolling,
  type Rollout,
  sizeOf,
  totalSize,
} from './facts.ts'
import { fencesOf } from './fences.ts'
import type { Resize } from './rolling.ts'

/** Whether the Deployment was scaled since its sets were: their annotation tells the number they were made for. */
export function isScaled(rollout: Rollout): boolean {
  const wanted = sizeOf(rollout.deployment)
  return activeOf(allSets(rollout)).some((set) => {
    const desired = annotatedNumber(set, annotations.desired)
    return desired !== undefined && desired !== wanted
  })
}

/**
 * The sizes of the sets after the Deployment was scaled, or while it is paused: the only set with pods takes all; a new
 * set that is full leaves nothing to the others; else each gets its share, so that a rollout is neither hastened nor
 * undone. Sets that keep their size are listed as well: their annotations change. Source: kubernetes `scale`.
 */
export function sharesOf(rollout: Rollout): readonly Resize[] {
  const { deployment, newSet, oldSets } = rollout
  const wanted = sizeOf(deployment)
  const active = activeOf(allSets(rollout))
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? oldSets.at(-1)
    return only === undefined ? [] : [{ set: only, to: wanted }]
  }
  if (newSet !== undefined && isFull(newSet, wanted)) return activeOf(oldSets).map((set) => ({ set, to: 0 }))
  return isRolling(deployment) ? shareOut(deployment, active) : []
}

function isFull(set: KubeObject, wanted: number): boolean {
  return sizeOf(set) === wanted && annotatedNumber(set, annotations.desired) === wanted
}

function shareOut(deployment: KubeObject, active: readonly KubeObject[]): readonly Resize[] {
  const wanted = sizeOf(deployment)
  const allowed = wanted > 0 ? wanted + fencesOf(deployment).surge : 0
  const toAdd = allowed - totalSize(active)
  if (toAdd === 0) return active.map((set) => ({ set, to: sizeOf(set) }))
  // Of sets of one size the newer ones grow first, the older ones shrink first.
  const turn = toAdd > 0 ? -1 : 1
  const sets = [...active].sort((a, b) => sizeOf(b) - sizeOf(a) || turn * compareAge(a, b))
  let added = 0
  const shares = sets.map((set) => {
    const share = shareOf(set, deployment, toAdd - added)
    added += share
    return { set, to: sizeOf(set) + share }
  })
  return shares.map(({ set, to }, at) => ({ set, to: at === 0 ? Math.max(0, to + toAdd - added) : to }))
}

/** What one set may grow or shrink by, not beyond what is left. */
function shareOf(set: KubeObject, deployment: KubeObject, left: number): number {
  if (left === 0) return 0
  const share = fractionOf(set, deployment)
  return left > 0 ? Math.min(share, left) : Math.max(share, left)
}

function fractionOf(set: KubeObject, deployment: KubeObject): number {
  const [size, wanted] = [sizeOf(set), sizeOf(deployment)]
  if (wanted === 0) return -size
  const before = annotatedNumber(set, annotations.most) || numberAt(mapAt(deployment, 'status'), 'replicas') || 0
  return before === 0 ? 0 : round((size * (wanted + fencesOf(deployment).surge)) / before) - size
}

/** Halves go away from zero. */
function round(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5)
}
