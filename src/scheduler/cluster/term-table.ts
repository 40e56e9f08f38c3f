import type { JsonObject } from '#kube'
import { count, type NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import { type AffinityTerm, selectsNamespaces, termMatches } from '../pod/term.ts'

/** A term of pods that are on nodes, with the places it speaks of: how many pods have it by value of its node label. */
export interface PlacedTerm {
  readonly term: AffinityTerm
  readonly byValue: ReadonlyMap<string, number>
}

/** The terms of one sort (required anti-affinity, say) of all pods that are on nodes. */
export interface TermTable {
  /** A pod with these terms came (1) to a node or left it (-1). */
  change(terms: readonly AffinityTerm[], node: NodeInfo, sign: 1 | -1): void
  /** Those that mean a pod whose namespace has these labels. */
  about(pod: PodInfo, namespaceLabels: JsonObject): readonly PlacedTerm[]
}

interface Entry extends PlacedTerm {
  readonly byValue: Map<string, number>
  pods: number
}

/** No terms. */
export function createTermTable(): TermTable {
  const byKey = new Map<string, Entry>()
  /** Most terms mean one namespace: others need not look at them. */
  const byNamespace = new Map<string, Set<Entry>>()
  const anywhere = new Set<Entry>()
  const listsOf = (term: AffinityTerm): Set<Entry>[] => {
    if (selectsNamespaces(term)) return [anywhere]
    return [...term.namespaces].map((name) => listAt(byNamespace, name))
  }
  const entryOf = (term: AffinityTerm): Entry => {
    const present = byKey.get(term.key)
    if (present !== undefined) return present
    const made: Entry = { term, byValue: new Map(), pods: 0 }
    byKey.set(term.key, made)
    for (const list of listsOf(term)) list.add(made)
    return made
  }
  const drop = (entry: Entry): void => {
    byKey.delete(entry.term.key)
    for (const list of listsOf(entry.term)) list.delete(entry)
    for (const name of entry.term.namespaces) if (byNamespace.get(name)?.size === 0) byNamespace.delete(name)
  }
  return {
    change: (terms, node, sign) => {
      for (const term of terms) {
        const entry = entryOf(term)
        entry.pods += sign
        const value = node.labels[term.topologyKey]
        if (typeof value === 'string') count(entry.byValue, value, sign)
        if (entry.pods === 0) drop(entry)
      }
    },
    about: (pod, namespaceLabels) => {
      if (byKey.size === 0) return []
      const near = byNamespace.get(pod.namespace)
      const candidates = near === undefined ? [...anywhere] : [...near, ...anywhere]
      return candidates.filter(({ term }) => termMatches(term, pod.object, namespaceLabels))
    },
  }
}

function listAt(lists: Map<string, Set<Entry>>, name: string): Set<Entry> {
  const present = lists.get(name)
  if (present !== undefined) return present
  const made = new Set<Entry>()
  lists.set(name, made)
  return made
}
