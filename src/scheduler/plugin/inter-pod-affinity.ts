import { mapAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { PlacedTerm } from '../cluster/term-table.ts'
import type { NodeInfo } from '../node/node-info.ts'
import { type PodInfo, podInfoOf } from '../pod/pod-info.ts'
import { type AffinityTerm, selectsNamespaces, termMatches } from '../pod/term.ts'
import { countMeant, meansAll } from './affinity-state.ts'
import { type Cycle, type Filter, MAX_SCORE, type Plugin, type Score } from './plugin.ts'
import type { Rejection } from './rejection.ts'

/** InterPodAffinityArgs. */
export interface InterPodAffinityArgs {
  /** What a required term of a pod that is there weighs for the pods it means. */
  readonly hardPodAffinityWeight: number
  /** Terms of pods that are there and only prefer are of no account when the pod itself has none. */
  readonly ignorePreferredTermsOfExistingPods: boolean
}

const NAME = 'InterPodAffinity'
const rejection = (reason: string, isFinal: boolean): Rejection => ({ plugin: NAME, reasons: [reason], isFinal })
const ALONE = rejection("node(s) didn't match pod affinity rules", true)
const UNWANTED = rejection("node(s) didn't match pod anti-affinity rules", false)
const UNWELCOME = rejection("node(s) didn't satisfy existing pods anti-affinity rules", false)

/** Pods near to some and far from others, by what they say and by what those say that are there. */
export function interPodAffinity(args: InterPodAffinityArgs): Plugin {
  return {
    name: NAME,
    filter: filterOf,
    score: (cycle) => scoreOf(cycle, args),
    wakes: {
      AssignedPod: (pod, { before, after }) =>
        [before, after].some((other) => other !== undefined && concerns(pod, other)),
      TargetPod: () => true,
      Node: (pod, { before, after }) => hasMoved(pod, before, after),
      Namespace: (pod) => [...pod.affinity.affinity, ...pod.affinity.antiAffinity].some(selectsNamespaces),
    },
  }
}

function filterOf({ pod, state }: Cycle): Filter | undefined {
  const { affinity, antiAffinity } = pod.affinity
  const near = affinity.length === 0 ? undefined : countMeant(state, affinity)
  const far = antiAffinity.map((term) => ({ term, pods: countMeant(state, [term]) }))
  const existing = (): readonly PlacedTerm[] =>
    state.terms.antiAffinity.about(pod, state.namespaceLabels(pod.namespace))
  let unwelcome = existing()
  const isFirst = (): boolean =>
    near !== undefined &&
    affinity.every(({ topologyKey }) => near.byValue(topologyKey).size === 0) &&
    meansAll(state, affinity, pod)
  if (near === undefined && far.length === 0 && unwelcome.length === 0) return undefined
  return {
    check: (node) => {
      if (near !== undefined && !isNear(node, affinity, near.byValue) && !(hasKeys(node, affinity) && isFirst()))
        return ALONE
      if (far.some(({ term, pods }) => countAt(pods.byValue(term.topologyKey), node, term) > 0)) return UNWANTED
      return unwelcome.some(({ term, byValue }) => countAt(byValue, node, term) > 0) ? UNWELCOME : undefined
    },
    shift: () => {
      unwelcome = existing()
    },
  }
}

function countAt(byValue: ReadonlyMap<string, number>, { labels }: NodeInfo, { topologyKey }: AffinityTerm): number {
  const value = labels[topologyKey]
  return typeof value === 'string' ? (byValue.get(value) ?? 0) : 0
}

function isNear(
  node: NodeInfo,
  terms: readonly AffinityTerm[],
  byValue: (topologyKey: string) => ReadonlyMap<string, number>,
): boolean {
  return terms.every((term) => countAt(byValue(term.topologyKey), node, term) > 0)
}

function hasKeys({ labels }: NodeInfo, terms: readonly AffinityTerm[]): boolean {
  return terms.every(({ topologyKey }) => labels[topologyKey] !== undefined)
}

interface Weighed {
  readonly term: AffinityTerm
  readonly weight: number
  readonly byValue: ReadonlyMap<string, number>
}

function scoreOf({ pod, state }: Cycle, args: InterPodAffinityArgs): Score | undefined {
  const { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods } = args
  const { preferred } = pod.affinity
  if (preferred.length === 0 && ignorePreferredTermsOfExistingPods) return undefined
  const labels = state.namespaceLabels(pod.namespace)
  const ofOthers = state.terms.preferred.about(pod, labels)
  const required = hardPodAffinityWeight > 0 ? state.terms.affinity.about(pod, labels) : []
  const weighed: Weighed[] = [
    ...preferred.map((term) => ({
      term,
      weight: term.weight,
      byValue: countMeant(state, [term]).byValue(term.topologyKey),
    })),
    ...ofOthers.map(({ term, byValue }) => ({ term, weight: term.weight, byValue })),
    ...required.map(({ term, byValue }) => ({ term, weight: hardPodAffinityWeight, byValue })),
  ].filter(({ byValue }) => byValue.size > 0)
  if (weighed.length === 0) return undefined
  return {
    of: (node) => {
      let sum = 0
      for (const { term, weight, byValue } of weighed) sum += weight * countAt(byValue, node, term)
      return sum
    },
    normalize: stretch,
  }
}

/** From the least (at most 0) to the most (at least 0), as 0…100 (mutates). */
function stretch(scores: number[]): void {
  let [least, most] = [0, 0]
  for (const score of scores) {
    if (score < least) least = score
    if (score > most) most = score
  }
  const range = most - least
  for (const [at, score] of scores.entries())
    scores[at] = range > 0 ? Math.trunc(MAX_SCORE * ((score - least) / range)) : 0
}

/** Whether a pod that comes or goes may change what the terms of either say. */
function concerns(pod: PodInfo, other: KubeObject): boolean {
  const nothing: JsonObject = {}
  const { affinity, antiAffinity } = pod.affinity
  const isMeant = [...affinity, ...antiAffinity].some(
    (term) => selectsNamespaces(term) || termMatches(term, other, nothing),
  )
  return (
    isMeant ||
    podInfoOf(other).affinity.antiAffinity.some(
      (term) => selectsNamespaces(term) || termMatches(term, pod.object, nothing),
    )
  )
}

/** Whether a node came into a place, or left one, that a term speaks of; others may speak of any. */
function hasMoved({ affinity }: PodInfo, before: KubeObject | undefined, after: KubeObject | undefined): boolean {
  const [was, is] = [mapAt(before, 'metadata', 'labels'), mapAt(after, 'metadata', 'labels')]
  const keys = [...affinity.affinity, ...affinity.antiAffinity].map(({ topologyKey }) => topologyKey)
  return keys.length === 0
    ? before === undefined || Object.keys(is).some((key) => is[key] !== was[key])
    : keys.some((key) => was[key] !== is[key])
}
