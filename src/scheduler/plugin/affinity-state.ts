import type { ClusterState } from '../cluster/cluster-state.ts'
import type { PodCount } from '../cluster/pod-count.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { AffinityTerm } from '../pod/term.ts'

/** The pods that all of the terms mean. */
export function countMeant(state: ClusterState, terms: readonly AffinityTerm[]): PodCount {
  const scopes = terms.map((term) => ({ term, names: namesOf(state, term) }))
  const key = `terms ${scopes.map(({ term, names }) => `${[...(names ?? ['*'])].sort().join(',')} ${textOf(term)}`).join(' & ')}`
  return state.count({
    key,
    namespaces: narrowest(scopes.map(({ names }) => names)),
    matches: (pod) =>
      scopes.every(
        ({ term, names }) => (names === undefined || names.has(pod.namespace)) && term.selector.matches(pod.labels),
      ),
  })
}

/** Whether all of the terms mean a pod. */
export function meansAll(state: ClusterState, terms: readonly AffinityTerm[], pod: PodInfo): boolean {
  return terms.every((term) => {
    const names = namesOf(state, term)
    return (names === undefined || names.has(pod.namespace)) && term.selector.matches(pod.labels)
  })
}

/** Names of the namespaces a term speaks of, as they are now; undefined for all. */
function namesOf(
  state: ClusterState,
  { namespaces, namespaceSelector }: AffinityTerm,
): ReadonlySet<string> | undefined {
  if (namespaceSelector.isEverything) return undefined
  if (namespaceSelector.requirements.length === 0) return namespaces
  return new Set([
    ...namespaces,
    ...state.namespaces().filter((name) => namespaceSelector.matches(state.namespaceLabels(name))),
  ])
}

function textOf({ selector }: AffinityTerm): string {
  return selector.isEverything ? '*' : selector.text
}

function narrowest(all: readonly (ReadonlySet<string> | undefined)[]): readonly string[] | undefined {
  const known = all.filter((names) => names !== undefined).sort((a, b) => a.size - b.size)
  return known[0] && [...known[0]]
}
