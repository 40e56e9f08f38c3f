import { mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import {
  compileSelector,
  type Json,
  type JsonObject,
  type KubeObject,
  type LabelRequirement,
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
  const required = (from: JsonObject) => mapsAt(from, REQUIRED).map((term) => termOf(term, pod, 0))
  const preferred = (from: JsonObject, sign: number) =>
    mapsAt(from, PREFERRED).map((one) =>
      termOf(mapAt(one, 'podAffinityTerm'), pod, sign * (numberAt(one, 'weight') ?? 0)),
    )
  return {
    affinity: required(near),
    antiAffinity: required(far),
    preferred: [...preferred(near, 1), ...preferred(far, -1)].filter(({ weight }) => weight !== 0),
  }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

/** `matchLabelKeys` and `mismatchLabelKeys` take the values of the pod's own labels. */
function termOf(term: JsonObject, { metadata }: KubeObject, weight: number): AffinityTerm {
  const topologyKey = textAt(term, 'topologyKey')
  const names = textsAt(term, 'namespaces')
  const labels = mapAt(metadata, 'labels')
  const like = withLabels(selectorOf(term['labelSelector']), textsAt(term, 'matchLabelKeys'), labels)
  const selector = withLabels(like, textsAt(term, 'mismatchLabelKeys'), labels, 'notin')
  const namespaceSelector = selectorOf(term['namespaceSelector'])
  const isElsewhere = names.length > 0 || namespaceSelector !== noLabel
  const namespaces = isElsewhere ? [...names].sort() : [textAt(metadata, 'namespace')]
  const key = JSON.stringify([topologyKey, namespaces, textOf(namespaceSelector), textOf(selector), weight])
  return { topologyKey, selector, namespaces: new Set(namespaces), namespaceSelector, weight, key }
}

function textOf(selector: LabelSelector): string {
  return selector.isEverything ? '*' : selector.text
}

/** Whether a term speaks of namespaces by their labels. */
export function selectsNamespaces({ namespaceSelector }: AffinityTerm): boolean {
  return namespaceSelector.isEverything || namespaceSelector.requirements.length > 0
}

/** A selector that also wants, or does not want, the values that these labels have; those that are not there are left out. */
export function withLabels(
  selector: LabelSelector,
  keys: readonly string[],
  labels: JsonObject,
  operator: 'in' | 'notin' = 'in',
): LabelSelector {
  const isNothing = !selector.isEverything && selector.requirements.length === 0
  const added = keys.flatMap((key): LabelRequirement[] => {
    const value = labels[key]
    return typeof value === 'string' ? [{ key, operator, values: [value] }] : []
  })
  return added.length === 0 || isNothing ? selector : compileSelector([...selector.requirements, ...added])
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
