import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { type Json, type JsonObject, type KubeObject, labelSelectorOf, parseQuantity } from '#kube'

/** A cluster as plain lists: everything that a decision may look at. */
export interface World {
  readonly nodes: readonly KubeObject[]
  /** Pods with their `spec.nodeName`. */
  readonly placed: readonly KubeObject[]
  readonly namespaces: readonly KubeObject[]
  readonly claims: readonly KubeObject[]
  readonly volumes: readonly KubeObject[]
  readonly classes: readonly KubeObject[]
  readonly budgets: readonly KubeObject[]
  readonly services: readonly KubeObject[]
}

/** The spec of an object. */
export function specOf(object: KubeObject): JsonObject {
  return mapAt(object, 'spec')
}

/** The labels of an object. */
export function labels(object: KubeObject | undefined): JsonObject {
  return mapAt(object, 'metadata', 'labels')
}

/** Pods that are on a node. */
export function podsOn(world: World, node: KubeObject): readonly KubeObject[] {
  return world.placed.filter((pod) => textAt(specOf(pod), 'nodeName') === node.metadata.name)
}

/** The node a pod is on. */
export function nodeOf(world: World, pod: KubeObject): KubeObject | undefined {
  return world.nodes.find((node) => node.metadata.name === textAt(specOf(pod), 'nodeName'))
}

/** An amount as a number: cpu in thousandths. */
export function amount(name: string, value: Json | undefined): number {
  const quantity = parseQuantity(typeof value === 'string' ? value : String(Number(value ?? 0)))
  const nanos = Number(quantity?.nanos ?? 0n)
  return Math.ceil(nanos / (name === 'cpu' ? 1e6 : 1e9))
}

/** What a pod asks for of a resource; `unless` is what a container counts for that asks for none. */
export function asks(pod: KubeObject, name: string, unless = 0): number {
  const spec = specOf(pod)
  const of = (container: JsonObject): number => {
    const value = mapAt(container, 'resources', 'requests')[name]
    return value === undefined ? unless : amount(name, value)
  }
  const inits = mapsAt(spec, 'initContainers')
  const isSidecar = (container: JsonObject): boolean => container['restartPolicy'] === 'Always'
  const together = [...mapsAt(spec, 'containers'), ...inits.filter(isSidecar)].reduce((sum, one) => sum + of(one), 0)
  const starting = inits.map(
    (container, at) =>
      of(container) +
      inits
        .slice(0, at)
        .filter(isSidecar)
        .reduce((sum, one) => sum + of(one), 0),
  )
  const whole = mapAt(spec, 'resources', 'requests')[name]
  const most = whole === undefined ? Math.max(together, ...starting) : amount(name, whole)
  return most + amount(name, mapAt(spec, 'overhead')[name])
}

/** Whether a LabelSelector selects labels. */
export function selects(selector: Json | undefined, of: JsonObject): boolean {
  return labelSelectorOf(selector).matches(of)
}

/** The priority of a pod. */
export function priority(pod: KubeObject): number {
  return numberAt(specOf(pod), 'priority') ?? 0
}

/** Whether a pod affinity term of one pod means another. */
export function termMeans(world: World, term: JsonObject, owner: KubeObject, other: KubeObject): boolean {
  const namespace = textAt(other.metadata, 'namespace')
  const names = mapsOrTexts(term['namespaces'])
  const selector = term['namespaceSelector']
  const isDefault = names.length === 0 && selector === undefined
  const there = world.namespaces.find(({ metadata }) => metadata.name === namespace)
  const isThere = isDefault
    ? namespace === textAt(owner.metadata, 'namespace')
    : names.includes(namespace) || (selector !== undefined && selects(selector, labels(there)))
  return isThere && selects(term['labelSelector'], labels(other))
}

function mapsOrTexts(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

/** The required terms of a pod. */
export function requiredTerms(pod: KubeObject, sort: 'podAffinity' | 'podAntiAffinity'): readonly JsonObject[] {
  return mapsAt(mapAt(specOf(pod), 'affinity', sort), REQUIRED)
}

/** The preferred terms of a pod with their weights, below zero for anti-affinity. */
export function preferredTerms(pod: KubeObject): readonly { readonly term: JsonObject; readonly weight: number }[] {
  const of = (sort: string, sign: number) =>
    mapsAt(mapAt(specOf(pod), 'affinity', sort), PREFERRED).map((one) => ({
      term: mapAt(one, 'podAffinityTerm'),
      weight: sign * (numberAt(one, 'weight') ?? 0),
    }))
  return [...of('podAffinity', 1), ...of('podAntiAffinity', -1)]
}
