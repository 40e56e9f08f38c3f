import type { NodeInfo } from '../node/node-info.ts'
import { isScalar } from '../pod/amounts.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { MAX_SCORE } from './plugin.ts'

/** A resource with its weight in a score. */
export interface WeighedResource {
  readonly name: string
  readonly weight: number
}

/** A point of a curve: use in percent, score from 0 to 10. */
export interface ShapePoint {
  readonly utilization: number
  readonly score: number
}

/** What would be in use of one resource, and what there is. */
export interface Use {
  readonly requested: number
  readonly allocatable: number
  readonly weight: number
}

/** Cpu and memory alike. */
export const cpuAndMemory: readonly WeighedResource[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
]

/**
 * What the node's resources would be with the pod on it; those that it has none of are left out. With `isNonZero` what asks
 * for no cpu or memory counts as a little. Source: noderesources resourceAllocationScorer.
 */
export function usesOf(
  pod: PodInfo,
  node: NodeInfo,
  { resources, isNonZero }: { readonly resources: readonly WeighedResource[]; readonly isNonZero: boolean },
): readonly Use[] {
  const uses: Use[] = []
  for (const { name, weight } of resources) {
    const allocatable = node.allocatable.get(name) ?? 0
    const asked = askedOf(pod, name, isNonZero)
    // what the pod does not ask for of this sort says nothing about the node
    if (allocatable === 0 || (asked === 0 && isScalar(name))) continue
    uses.push({ requested: presentOf(node, name, isNonZero) + asked, allocatable, weight })
  }
  return uses
}

/** What a pod asks for of a resource. */
export function askedOf(pod: PodInfo, name: string, isNonZero: boolean): number {
  if (isNonZero && name === 'cpu') return pod.requests.nonZero.cpuMillis
  if (isNonZero && name === 'memory') return pod.requests.nonZero.memoryBytes
  return pod.requests.plain.get(name) ?? 0
}

function presentOf(node: NodeInfo, name: string, isNonZero: boolean): number {
  if (isNonZero && name === 'cpu') return node.nonZeroCpuMillis
  if (isNonZero && name === 'memory') return node.nonZeroMemoryBytes
  return node.requested.get(name) ?? 0
}

/** A way to make one number of the uses. */
export type Scorer = (uses: readonly Use[]) => number

/** More room is better. */
export const leastAllocated: Scorer = (uses) =>
  weighed(uses, ({ requested, allocatable }) =>
    requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * MAX_SCORE) / allocatable),
  )

/** Less room is better: nodes are filled one by one. */
export const mostAllocated: Scorer = (uses) =>
  weighed(uses, ({ requested, allocatable }) =>
    Math.trunc((Math.min(requested, allocatable) * MAX_SCORE) / allocatable),
  )

/** As a curve says: a score by use in percent, straight between its points. */
export function capacityRatio(shape: readonly ShapePoint[]): Scorer {
  const scoreAt = brokenLine(shape.map(({ utilization, score }) => ({ utilization, score: score * 10 })))
  return (uses) => {
    let sum = 0
    let weights = 0
    for (const { requested, allocatable, weight } of uses) {
      const isFull = allocatable === 0 || requested > allocatable
      const score = isFull ? scoreAt(100) : scoreAt(Math.trunc((requested * 100) / allocatable))
      if (score > 0) {
        sum += score * weight
        weights += weight
      }
    }
    return weights === 0 ? 0 : Math.round(sum / weights)
  }
}

/** The more alike the shares in use are, the better. */
export const balanced: Scorer = (uses) => {
  const shares = uses.map(({ requested, allocatable }) => Math.min(1, requested / allocatable))
  return Math.trunc((1 - deviation(shares)) * MAX_SCORE)
}

function deviation(shares: readonly number[]): number {
  const [a = 0, b = 0] = shares
  if (shares.length < 2) return 0
  if (shares.length === 2) return Math.abs((a - b) / 2)
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length
  return Math.sqrt(shares.reduce((sum, share) => sum + (share - mean) * (share - mean), 0) / shares.length)
}

function weighed(uses: readonly Use[], scoreOf: (use: Use) => number): number {
  let sum = 0
  let weights = 0
  for (const use of uses) {
    sum += scoreOf(use) * use.weight
    weights += use.weight
  }
  return weights === 0 ? 0 : Math.trunc(sum / weights)
}

function brokenLine(points: readonly ShapePoint[]): (use: number) => number {
  return (use) => {
    const at = points.findIndex(({ utilization }) => use <= utilization)
    const [point, before] = [points[at], points[at - 1]]
    if (point === undefined) return points.at(-1)?.score ?? 0
    if (before === undefined) return point.score
    const part = (point.score - before.score) * (use - before.utilization)
    return before.score + Math.trunc(part / (point.utilization - before.utilization))
  }
}
