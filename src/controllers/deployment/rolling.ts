import type { KubeObject } from '#kube'
import { activeOf, allSets, compareAge, type Rollout, sizeOf, totalCount, totalSize } from './facts.ts'
import { fencesOf } from './fences.ts'

/** A set that shall have another size. */
export interface Resize {
  readonly set: KubeObject
  readonly to: number
}

/**
 * How large the set of the template shall be: all that is wanted, as far as the surge has room for it.
 * Source: kubernetes `NewRSNewReplicas`, `reconcileNewReplicaSet`.
 */
export function sizeOfNew(rollout: Rollout, size: number): number {
  const { deployment } = rollout
  const wanted = sizeOf(deployment)
  if (size >= wanted) return wanted
  const most = wanted + fencesOf(deployment).surge
  const room = most - totalSize(allSets(rollout))
  return room <= 0 ? size : size + Math.min(room, wanted - size)
}

/**
 * Which old sets shrink, in this order and one step a line: pods that are not available go first, then as many as the
 * available pods of all sets can spare. Source: kubernetes `reconcileOldReplicaSets`.
 */
export function shrinkOld(rollout: Rollout): readonly Resize[] {
  const { deployment, newSet } = rollout
  const old = [...activeOf(rollout.oldSets)].sort(compareAge)
  if (old.length === 0 || newSet === undefined) return []
  const least = sizeOf(deployment) - fencesOf(deployment).unavailable
  const unavailableNew = sizeOf(newSet) - availableOf(newSet)
  const spare = totalSize(allSets(rollout)) - least - unavailableNew
  if (spare <= 0) return []
  const sizes = new Map(old.map((set) => [set, sizeOf(set)]))
  const shed = (set: KubeObject, count: number): Resize => {
    const to = (sizes.get(set) ?? 0) - count
    sizes.set(set, to)
    return { set, to }
  }
  const unhealthy = take(old, spare, (set) => sizeOf(set) - availableOf(set)).map(shedWith(shed))
  const available = [...old, newSet].reduce((sum, set) => sum + availableOf(set), 0)
  const healthy = take(old, available - least, (set) => sizes.get(set) ?? 0).map(shedWith(shed))
  return [...unhealthy, ...healthy]
}

/** A set that was told to shrink counts its pods until they are gone: what is beyond its size is not relied upon. */
function availableOf(set: KubeObject): number {
  return Math.min(sizeOf(set), totalCount([set], 'availableReplicas'))
}

interface Share {
  readonly set: KubeObject
  readonly count: number
}

function shedWith(shed: (set: KubeObject, count: number) => Resize): (share: Share) => Resize {
  return ({ set, count }) => shed(set, count)
}

/** Takes what is allowed from one set after the other, from each as much as it has. */
function take(sets: readonly KubeObject[], allowed: number, has: (set: KubeObject) => number): readonly Share[] {
  const shares: Share[] = []
  let left = allowed
  for (const set of sets) {
    const count = Math.min(left, has(set))
    if (count <= 0) continue
    shares.push({ set, count })
    left -= count
  }
  return shares
}
