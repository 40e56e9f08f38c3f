import { type Json, type KubeObject, labelSelectorOf, valueAt } from '#kube'

/** The labels of an object. */
export function labelsOf(object: KubeObject): Readonly<Record<string, string>> {
  return (valueAt(object, 'metadata', 'labels') ?? {}) as Record<string, string>
}

/** Whether a LabelSelector object selects an object; a missing one selects nothing. */
export function matchesLabels(selector: Json | undefined, object: KubeObject): boolean {
  return labelSelectorOf(selector).matches(labelsOf(object))
}
