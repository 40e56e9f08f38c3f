import { mapAt } from '#kinds'
import type { NodeInfo } from '../node/node-info.ts'
import type { Rejection } from '../plugin/rejection.ts'
import { nodeNameOf, type PodInfo } from '../pod/pod-info.ts'

/**
 * What was found out about nodes for pods that ask for the same: it holds until the node changes. Only what depends on the
 * pod's own words and on one node alone is remembered.
 */
export interface Memory {
  /** What is known for pods like this one, in a profile. */
  of(pod: PodInfo, profile: string): KindMemory
}

/** What is known for pods that ask for the same. */
export interface KindMemory {
  /** The rejection of a node, made when it is not known. */
  rejection(node: NodeInfo, make: (node: NodeInfo) => Rejection | undefined): Rejection | undefined
  /** A plugin's score of nodes; made where it is not known. */
  scores(plugin: string): (node: NodeInfo, make: (node: NodeInfo) => number) => number
}

/** So many kinds of pods are remembered; the one not asked for the longest goes first. */
const MAX_KINDS = 128

/** Remembers nothing yet. */
export function createMemory(): Memory {
  const kinds = new Map<string, KindMemory>()
  return {
    of: (pod, profile) => {
      const key = kindKey(pod, profile)
      const known = kinds.get(key) ?? createKindMemory()
      kinds.delete(key)
      kinds.set(key, known)
      const [oldest] = kinds.keys()
      if (kinds.size > MAX_KINDS && oldest !== undefined) kinds.delete(oldest)
      return known
    },
  }
}

function createKindMemory(): KindMemory {
  const remember = createRemembered<Rejection | undefined>()
  const byPlugin = new Map<string, ReturnType<typeof createRemembered<number>>>()
  return {
    rejection: remember,
    scores: (plugin) => {
      const known = byPlugin.get(plugin) ?? createRemembered<number>()
      byPlugin.set(plugin, known)
      return known
    },
  }
}

function createRemembered<T>(): (node: NodeInfo, make: (node: NodeInfo) => T) => T {
  const generations: number[] = []
  const values: T[] = []
  return (node, make) => {
    const { slot, generation } = node
    if (generations[slot] === generation) return values[slot] as T
    const value = make(node)
    generations[slot] = generation
    values[slot] = value
    return value
  }
}

/** Everything that plugins which are called local read of a pod. */
function kindKey({ object, requests, ports }: PodInfo, profile: string): string {
  const spec = mapAt(object, 'spec')
  return JSON.stringify([
    profile,
    nodeNameOf(object),
    spec['tolerations'],
    spec['nodeSelector'],
    mapAt(spec, 'affinity')['nodeAffinity'],
    [...requests.plain],
    requests.nonZero,
    ports,
  ])
}
