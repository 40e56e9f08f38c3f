import { type Json, type KubeObject, type Labels, labelSelectorOf, valueAt } from '#kube'

/** The labels of an object. */
export function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return (valueAt(object, 'metadata', 'labels') ?? {}) as Record<string, string>
}

/** Whether a LabelSelector object selects an object; a missing one selects nothing. */
export function matchesLabels(selector: Json | undefined, object: KubeObject): boolean {
  return selectorOf(selector).matches(labelsOf(object))
}

interface Selector {
  matches(labels: Labels | undefined): boolean
}

/** Objects of a cache never change, and a selector is asked about every object of a namespace: each is read once. */
const read = new WeakMap<object, Selector>()

function selectorOf(selector: Json | undefined): Selector {
  if (typeof selector !== 'object' || selector === null) return labelSelectorOf(selector)
  const known = read.get(selector)
  if (known !== undefined) return known
  const made = labelSelectorOf(selector)
  read.set(selector, made)
  return made
}
