import { mapAt, mapsAt, textAt, textsAt } from '#kinds'
import {
  compileNodeAffinity,
  compileNodeSelector,
  compilePreferredNodes,
  type JsonObject,
  type NodeMatcher,
} from '#kube'
import type { PodInfo } from '../pod/pod-info.ts'
import { normalize } from './normalize.ts'
import type { Filter, Plugin } from './plugin.ts'
import type { Rejection } from './rejection.ts'

/** NodeAffinityArgs. */
export interface NodeAffinityArgs {
  /** A NodeAffinity that every pod of the profile has on top of its own. */
  readonly addedAffinity?: JsonObject
}

const NAME = 'NodeAffinity'
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'
const OWN = "node(s) didn't match Pod's node affinity/selector"
const ENFORCED = "node(s) didn't match scheduler-enforced node affinity"

/** Nodes that a pod's `nodeSelector` and node affinity want. */
export function nodeAffinity({ addedAffinity = {} }: NodeAffinityArgs): Plugin {
  const enforced = addedAffinity[REQUIRED] === undefined ? undefined : compileNodeSelector(addedAffinity[REQUIRED])
  const added = addedAffinity[PREFERRED] === undefined ? undefined : compilePreferredNodes(addedAffinity[PREFERRED])
  return {
    name: NAME,
    isLocal: true,
    filter: ({ pod }) => filterOf(pod, enforced),
    score: ({ pod }) => {
      const terms = mapAt(pod.object, 'spec', 'affinity', 'nodeAffinity')[PREFERRED]
      const own = terms === undefined ? undefined : compilePreferredNodes(terms)
      if (own === undefined && added === undefined) return undefined
      return {
        of: ({ object }) => (object === undefined ? 0 : (own?.(object) ?? 0) + (added?.(object) ?? 0)),
        normalize,
      }
    },
    wakes: {
      Node: (pod, { before, after }) => {
        const matches = ownMatcher(pod) ?? (() => true)
        const isWanted: NodeMatcher = (node) => matches(node) && (enforced === undefined || enforced(node))
        return after !== undefined && isWanted(after) && (before === undefined || !isWanted(before))
      },
      TargetPod: () => true,
    },
  }
}

function filterOf(pod: PodInfo, enforced: NodeMatcher | undefined): Filter | Rejection | undefined {
  const own = ownMatcher(pod)
  if (own === undefined && enforced === undefined) return undefined
  const only = pinnedNodes(pod)
  if (only?.size === 0) return rejection('pod affinity terms conflict')
  return {
    check: ({ object }) => {
      if (object === undefined) return rejected
      if (enforced !== undefined && !enforced(object)) return unenforced
      return own === undefined || own(object) ? undefined : rejected
    },
    ...(only !== undefined && { only }),
  }
}

function rejection(reason: string): Rejection {
  return { plugin: NAME, reasons: [reason], isFinal: true }
}

const rejected = rejection(OWN)
const unenforced = rejection(ENFORCED)

/** Undefined when the pod takes any node. */
export function ownMatcher(pod: PodInfo): NodeMatcher | undefined {
  const spec = mapAt(pod.object, 'spec')
  const hasSelector = Object.keys(mapAt(spec, 'nodeSelector')).length > 0
  const hasAffinity = mapAt(spec, 'affinity', 'nodeAffinity')[REQUIRED] !== undefined
  return hasSelector || hasAffinity ? compileNodeAffinity(spec) : undefined
}

/** Names of nodes when every term names some; undefined when one of them does not. */
function pinnedNodes(pod: PodInfo): ReadonlySet<string> | undefined {
  const terms = mapsAt(mapAt(pod.object, 'spec', 'affinity', 'nodeAffinity', REQUIRED), 'nodeSelectorTerms')
  if (terms.length === 0) return undefined
  const names = new Set<string>()
  for (const term of terms) {
    const named = mapsAt(term, 'matchFields')
      .filter(isByName)
      .map((field) => new Set(textsAt(field, 'values')))
    const [first, ...others] = named
    if (first === undefined) return undefined
    for (const name of first) if (others.every((other) => other.has(name))) names.add(name)
  }
  return names
}

function isByName(field: JsonObject): boolean {
  return textAt(field, 'key') === 'metadata.name' && field['operator'] === 'In'
}
