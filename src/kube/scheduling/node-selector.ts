import { type KubeObject, valueAt } from '../object/object.ts'
import { isMap, type Json, type JsonObject, textOf } from '../patch/json.ts'
import { SelectorError } from '../selector/error.ts'
import { compileRequirement, type LabelOperator, type Labels, requireLabel } from '../selector/label-requirement.ts'

/** Whether a node is meant. */
export type NodeMatcher = (node: KubeObject) => boolean

/**
 * Whether the node is one that the pod may run on by its `nodeSelector` and its required node affinity. For many nodes
 * compile it once. Source: component-helpers nodeaffinity GetRequiredNodeAffinity.
 */
export function matchesNodeAffinity(pod: KubeObject, node: KubeObject): boolean {
  return compileNodeAffinity(pod['spec'])(node)
}

/** Whether one of the terms of a NodeSelector (`nodeSelectorTerms`) matches the node. For many nodes compile it once. */
export function matchesNodeSelectorTerms(selector: Json | undefined, node: KubeObject): boolean {
  return compileNodeSelector(selector)(node)
}

/** The nodes that a pod with this spec may run on by its `nodeSelector` and its required node affinity. */
export function compileNodeAffinity(podSpec: Json | undefined): NodeMatcher {
  const labels = valueAt(podSpec, 'nodeSelector')
  const required = valueAt(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution')
  const wanted = isMap(labels) ? Object.entries(labels) : []
  const isOfTerms = isMap(required) ? compileNodeSelector(required) : undefined
  if (wanted.length === 0) return isOfTerms ?? (() => true)
  return (node) => {
    const given = labelsOf(node)
    for (const [key, value] of wanted) if (given?.[key] !== value) return false
    return isOfTerms === undefined || isOfTerms(node)
  }
}

/**
 * The nodes that one of the terms of a NodeSelector matches. A term without conditions matches none, and so does one that
 * is wrong (an operator that is not known, a field with two values). Source: component-helpers nodeaffinity.
 */
export function compileNodeSelector(selector: Json | undefined): NodeMatcher {
  const matchers = mapsOf(valueAt(selector, 'nodeSelectorTerms')).map((term) => compileNodeTerm(term) ?? (() => false))
  return (node) => {
    for (const matches of matchers) if (matches(node)) return true
    return false
  }
}

/** The nodes that one term matches; undefined for a term that is wrong. One without conditions matches none. */
export function compileNodeTerm(term: JsonObject): NodeMatcher | undefined {
  const expressions = mapsOf(term['matchExpressions'])
  const fields = mapsOf(term['matchFields'])
  if (expressions.length === 0 && fields.length === 0) return () => false
  const conditions = [...expressions.map(labelCondition), ...fields.map(fieldCondition)]
  const sound = conditions.filter((condition) => condition !== undefined)
  if (sound.length < conditions.length) return undefined
  return (node) => {
    for (const holds of sound) if (!holds(node)) return false
    return true
  }
}

/**
 * What a node is worth by preferred terms (`weight`, `preference`): the sum of the weights of those that match. Undefined
 * when one of them is wrong. Source: component-helpers nodeaffinity PreferredSchedulingTerms.
 */
export function compilePreferredNodes(terms: Json | undefined): ((node: KubeObject) => number) | undefined {
  const weighed: { readonly weight: number; readonly matches: NodeMatcher }[] = []
  for (const { weight, preference } of mapsOf(terms)) {
    if (typeof weight !== 'number' || weight === 0) continue
    const matches = compileNodeTerm(isMap(preference) ? preference : {})
    if (matches === undefined) return undefined
    weighed.push({ weight, matches })
  }
  return (node) => weighed.reduce((sum, { weight, matches }) => (matches(node) ? sum + weight : sum), 0)
}

/**
 * The names of the only nodes that a pod with this spec can run on because its required affinity names them in
 * `matchFields`; undefined when it names none, or leaves another way. Source: scheduler nodeaffinity PreFilter.
 */
export function pinnedNodesOf(podSpec: Json | undefined): readonly string[] | undefined {
  const required = valueAt(podSpec, 'affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution')
  const terms = mapsOf(valueAt(required, 'nodeSelectorTerms'))
  const names = new Set<string>()
  for (const term of terms) {
    const lists = mapsOf(term['matchFields'])
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values }) => textsOf(values))
    const [first, ...others] = lists
    if (first === undefined) return undefined
    for (const name of first) if (others.every((list) => list.includes(name))) names.add(name)
  }
  return terms.length === 0 ? undefined : [...names]
}

const OPERATORS: ReadonlyMap<Json | undefined, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
])

function labelCondition({ key, operator, values }: JsonObject): NodeMatcher | undefined {
  const known = OPERATORS.get(operator)
  if (known === undefined) return undefined
  try {
    const matches = compileRequirement(requireLabel(textOf(key), known, textsOf(values)))
    return (node) => matches(labelsOf(node))
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}

function fieldCondition({ key, operator, values }: JsonObject): NodeMatcher | undefined {
  const [value, ...others] = textsOf(values)
  if (value === undefined || others.length > 0 || (operator !== 'In' && operator !== 'NotIn')) return undefined
  const isWanted = operator === 'In'
  return (node) => ((key === 'metadata.name' ? node.metadata.name : '') === value) === isWanted
}

function labelsOf(node: KubeObject): Labels {
  return node.metadata['labels'] as Labels
}

function mapsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isMap) : []
}

function textsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : []
}
