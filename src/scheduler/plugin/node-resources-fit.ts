import { mapAt } from '#kinds'
import type { KubeObject } from '#kube'
import { createNodeInfo, type NodeInfo, setNode } from '../node/node-info.ts'
import { type Amounts, isExtended, isScalar, readAmounts } from '../pod/amounts.ts'
import { nodeNameOf, type PodInfo } from '../pod/pod-info.ts'
import { requestsOf } from '../pod/requests.ts'
import type { Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import {
  capacityRatio,
  leastAllocated,
  mostAllocated,
  type Scorer,
  type ShapePoint,
  usesOf,
  type WeighedResource,
} from './resource-scorer.ts'

/** NodeResourcesFitArgs. */
export interface FitArgs {
  readonly ignoredResources: readonly string[]
  /** What stands before the slash of resources that are ignored. */
  readonly ignoredResourceGroups: readonly string[]
  readonly strategy: 'LeastAllocated' | 'MostAllocated' | 'RequestedToCapacityRatio'
  readonly resources: readonly WeighedResource[]
  /** Of `RequestedToCapacityRatio`. */
  readonly shape: readonly ShapePoint[]
}

const NAME = 'NodeResourcesFit'

/** Nodes must have what a pod asks for; how much is left decides between them. */
export function nodeResourcesFit(args: FitArgs): Plugin {
  const scorer = SCORERS[args.strategy](args.shape)
  const fitting = { resources: args.resources, isNonZero: true }
  return {
    name: NAME,
    isLocal: true,
    filter: ({ pod }) => {
      const asked = countedOf(pod.requests.plain, args)
      return { check: (node) => rejectionOf(node, asked) }
    },
    score: ({ pod }) => ({ of: (node) => scorer(usesOf(pod, node, fitting)) }),
    wakes: {
      Node: (pod, { before, after }) => after !== undefined && isRoomier(pod, before, after, args),
      AssignedPod: (pod, { before, after }) =>
        before !== undefined && nodeNameOf(before) !== '' && (after === undefined || isSmaller(pod, before, after)),
      TargetPod: (pod, { before, after }) =>
        before !== undefined && after !== undefined && isSmaller(pod, before, after),
    },
  }
}

const SCORERS: Readonly<Record<FitArgs['strategy'], (shape: readonly ShapePoint[]) => Scorer>> = {
  LeastAllocated: () => leastAllocated,
  MostAllocated: () => mostAllocated,
  RequestedToCapacityRatio: capacityRatio,
}

type Asked = readonly (readonly [string, number])[]

/** What has to be there: cpu, memory and local storage first. */
function countedOf(amounts: Amounts, { ignoredResources, ignoredResourceGroups }: FitArgs): Asked {
  const isCounted = ([name, amount]: readonly [string, number]): boolean => {
    if (amount <= 0) return false
    if (FIRST.includes(name)) return true
    const isIgnored = ignoredResources.includes(name) || ignoredResourceGroups.includes(name.split('/', 1)[0] ?? '')
    return isScalar(name) && !(isExtended(name) && isIgnored)
  }
  const rankOf = (name: string): number => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return [...amounts].filter(isCounted).sort(([a], [b]) => rankOf(a) - rankOf(b))
}

const FIRST: readonly string[] = ['cpu', 'memory', 'ephemeral-storage']

function rejectionOf(node: NodeInfo, asked: Asked): Rejection | undefined {
  let reasons: string[] | undefined
  let isFinal = false
  if (node.pods.size + 1 > node.maxPods) reasons = ['Too many pods']
  for (const [name, amount] of asked) {
    const allocatable = node.allocatable.get(name) ?? 0
    if (amount <= allocatable - (node.requested.get(name) ?? 0)) continue
    reasons ??= []
    reasons.push(`Insufficient ${name}`)
    isFinal ||= amount > allocatable
  }
  return reasons && { plugin: NAME, reasons, isFinal }
}

/** Whether the node could take the pod if it were empty, and has more of something that the pod wants than it had. */
function isRoomier(pod: PodInfo, before: KubeObject | undefined, after: KubeObject, args: FitArgs): boolean {
  const asked = countedOf(pod.requests.plain, args)
  const empty = createNodeInfo(after.metadata.name, 0)
  setNode(empty, after)
  if (rejectionOf(empty, asked) !== undefined) return false
  if (before === undefined) return true
  const had = readAmounts(mapAt(before, 'status')['allocatable'])
  return ['pods', ...asked.map(([name]) => name)].some(
    (name) => (empty.allocatable.get(name) ?? 0) > (had.get(name) ?? 0),
  )
}

/** Whether a pod asks for less than it did of something that is wanted. */
function isSmaller(pod: PodInfo, before: KubeObject, after: KubeObject): boolean {
  const [had, has] = [requestsOf(before).plain, requestsOf(after).plain]
  return [...pod.requests.plain].some(([name, amount]) => amount > 0 && (had.get(name) ?? 0) > (has.get(name) ?? 0))
}
