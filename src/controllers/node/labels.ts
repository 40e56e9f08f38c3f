import type { JsonObject, KubeObject } from '#kube'
import { labelsOf } from '../select.ts'

/** Labels of old that say what the stable ones say. */
const OLD_LABELS = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
] as const

/** Labels to set so that old ones agree with the stable ones; undefined when they do. */
export function missingLabels(node: KubeObject): JsonObject | undefined {
  const labels = labelsOf(node)
  const wrong = OLD_LABELS.filter(([stable, old]) => labels[stable] !== undefined && labels[stable] !== labels[old])
  return wrong.length === 0 ? undefined : Object.fromEntries(wrong.map(([stable, old]) => [old, labels[stable] ?? '']))
}
