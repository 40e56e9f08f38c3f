import type { Kustomization } from '../file/types.ts'
import type { EntryPath } from './entry-position.ts'

/** The entry of the kustomization file that a step of some kind was made of. `at` counts the steps of that kind. */
export function stepEntry(kind: string, at: number, kustomization: Kustomization): EntryPath {
  if (kind === 'LabelTransformer' && at >= (kustomization.labels ?? []).length) return ['commonLabels']
  const listed = LISTS.get(kind)
  if (listed !== undefined) return [listed, at]
  const field = FIELDS.get(kind)
  return field === undefined ? [] : [field]
}

const LISTS: ReadonlyMap<string, string> = new Map([
  ['PatchStrategicMergeTransformer', 'patchesStrategicMerge'],
  ['PatchTransformer', 'patches'],
  ['PatchJson6902Transformer', 'patchesJson6902'],
  ['ReplacementTransformer', 'replacements'],
  ['LabelTransformer', 'labels'],
  ['ReplicaCountTransformer', 'replicas'],
  ['ImageTagTransformer', 'images'],
  ['ConfigMapGenerator', 'configMapGenerator'],
  ['SecretGenerator', 'secretGenerator'],
  ['HelmChartInflationGenerator', 'helmCharts'],
])

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['NamespaceTransformer', 'namespace'],
  ['PrefixTransformer', 'namePrefix'],
  ['SuffixTransformer', 'nameSuffix'],
  ['AnnotationsTransformer', 'commonAnnotations'],
])
