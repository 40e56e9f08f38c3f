import { type KubeObject, type LabelSelector, parseLabelSelector } from '#kube'
import { type ObjectKey, textOfKey } from '#reconcile'
import { labelsOf } from '../select.ts'

/** Which autoscalers claim which pods: one pod may have one of them. */
export interface Overlaps {
  /** Notes what an autoscaler selects. Throws SelectorError. */
  claim(key: ObjectKey, selector: string): LabelSelector
  forget(key: ObjectKey): void
  /** Every autoscaler that selects one of the pods, by name. */
  claimants(namespace: string, pods: readonly KubeObject[]): readonly ObjectKey[]
}

/** Nothing is claimed yet. */
export function createOverlaps(): Overlaps {
  const claims = new Map<string, { readonly key: ObjectKey; readonly selector: LabelSelector }>()
  return {
    claim: (key, text) => {
      const id = textOfKey(key)
      const known = claims.get(id)
      if (known?.selector.text === text) return known.selector
      const selector = parseLabelSelector(text)
      claims.set(id, { key, selector })
      return selector
    },
    forget: ({ namespace, name }) => void claims.delete(`${namespace}/${name}`),
    claimants: (namespace, pods) =>
      [...claims.values()]
        .filter(
          ({ key, selector }) => key.namespace === namespace && pods.some((pod) => selector.matches(labelsOf(pod))),
        )
        .map(({ key }) => key)
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}
