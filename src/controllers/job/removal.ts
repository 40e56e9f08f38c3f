import type { KubeObject } from '#kube'
import { compareForRemoval } from '../pod/rank.ts'
import { indexOf } from './completion-index.ts'
import type { Look } from './look.ts'

/**
 * The active pods to remove, at least so many: of an indexed job those without a valid index and all but one of each index.
 * Source: kubernetes `activePodsForRemoval`.
 */
export function podsToRemove({ spec, active }: Look, atLeast: number, nowMs: number): readonly KubeObject[] {
  const { remove, left } = spec.isIndexed
    ? withoutDoubles(active, spec.completions ?? 0, nowMs)
    : { remove: [], left: active }
  const more = Math.max(0, atLeast - remove.length)
  return more === 0 ? remove : [...remove, ...sorted(left, nowMs).slice(0, more)]
}

interface Parted {
  readonly remove: readonly KubeObject[]
  readonly left: readonly KubeObject[]
}

function withoutDoubles(pods: readonly KubeObject[], completions: number, nowMs: number): Parted {
  const [remove, left]: [KubeObject[], KubeObject[]] = [[], []]
  for (const [index, same] of Map.groupBy(pods, indexOf)) {
    if (index === undefined || index >= completions) remove.push(...same)
    else {
      const ordered = same.length === 1 ? same : sorted(same, nowMs)
      remove.push(...ordered.slice(0, -1))
      left.push(...ordered.slice(-1))
    }
  }
  return { remove, left }
}

function sorted(pods: readonly KubeObject[], nowMs: number): KubeObject[] {
  return [...pods].sort((a, b) => compareForRemoval({ pod: a, rank: 0 }, { pod: b, rank: 0 }, nowMs))
}
