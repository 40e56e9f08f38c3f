import { mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import {
  type Json,
  type JsonObject,
  type KubeObject,
  type LabelSelector,
  labelSelectorOf,
  noLabel,
  SelectorError,
} from '#kube'

/** One condition on where other pods are: those that it selects, and the node label that makes places. */
export interface AffinityTerm {
  readonly topologyKey: string
  readonly selector: LabelSelector
  /** Names of namespaces; what the selector selects comes on top. */
  readonly namespaces: ReadonlySet<string>
  readonly namespaceSelector: LabelSelector
  /** 0 for a required term; above for wanted places, below for unwanted ones. */
  readonly weight: number
  /** The same for terms that say the same. */
  readonly key: string
}

/** What a pod wants of the pods around it. */
export interface PodAffinity {
  readonly affinity: readonly AffinityTerm[]
  readonly antiAffinity: readonly AffinityTerm[]
  /** Preferred terms of both, weight below zero for anti-affinity. */
  readonly preferred: readonly AffinityTerm[]
}

/** Wants nothing. */
export const noPodAffinity: PodAffinity = { affinity: [], antiAffinity: [], preferred: [] }

/** Affinity to pods as a pod's spec says it. Source: kube-scheduler framework NewPodInfo, interpodaffinity. */
export function podAffinityOf(pod: KubeObject): PodAffinity {
  const affinity = mapAt(pod, 'spec', 'affinity')
  const near = mapAt(affinity, 'podAffinity')
  const far = mapAt(affinity, 'podAntiAffinity')
  if (Object.keys(near).length + Object.keys(far).length === 0) return noPodAffinity
  const own = textAt(pod.metadata, 'namespace')
  const required = (from: JsonObject) => mapsAt(from, REQUIRED).map((term) => termOf(term, own, 0))
  const preferred = (from: JsonObject, sign: number) =>
    mapsAt(from, PREFERRED).map((one) =>
      termOf(mapAt(one, 'podAffinityTerm'), own, sign * (numberAt(one, 'weight') ?? 0)),
    )
  return {
    affinity: required(near),
    antiAffinity: required(far),
    preferred: [...preferred(near, 1), ...preferred(far, -1)].filter(({ weight }) => weight !== 0),
  }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

/** `matchLabelKeys` are in the selector already: the API server writes them there when the pod is created. */
function termOf(term: JsonObject, own: string, weight: number): AffinityTerm {
  const topologyKey = textAt(term, 'topologyKey')
  const names = textsAt(term, 'namespaces')
  const hasSelector = typeof term['namespaceSelector'] === 'object' && term['namespaceSelector'] !== null
  const namespaces = names.length === 0 && !hasSelector ? [own] : [...names].sort()
  const key = JSON.stringify([
    topologyKey,
    namespaces,
    term['namespaceSelector'] ?? null,
    term['labelSelector'] ?? null,
    weight,
  ])
  return {
    topologyKey,
    selector: selectorOf(term['labelSelector']),
    namespaces: new Set(namespaces),
    namespaceSelector: selectorOf(term['namespaceSelector']),
    weight,
    key,
  }
}

/** One that is wrong selects nothing. */
export function selectorOf(selector: Json | undefined): LabelSelector {
  try {
    return labelSelectorOf(selector ?? undefined)
  } catch (error) {
    if (error instanceof SelectorError) return noLabel
    throw error
  }
}

/** Whether a term means this pod, whose namespace has these labels. */
export function termMatches(term: AffinityTerm, pod: KubeObject, namespaceLabels: JsonObject): boolean {
  const namespace = textAt(pod.metadata, 'namespace')
  const isThere = term.namespaces.has(namespace) || term.namespaceSelector.matches(namespaceLabels)
  return isThere && term.selector.matches(mapAt(pod.metadata, 'labels'))
}
