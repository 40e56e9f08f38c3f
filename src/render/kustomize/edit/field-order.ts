import type { Kustomization } from '../file/types.ts'

/** The fields of a kustomization file in the order in which an edit appends them. */
export const fieldOrder: readonly (keyof Kustomization)[] = [
  'apiVersion',
  'kind',
  'metadata',
  'sortOptions',
  'resources',
  'bases',
  'namePrefix',
  'nameSuffix',
  'namespace',
  'crds',
  'commonLabels',
  'labels',
  'commonAnnotations',
  'patchesStrategicMerge',
  'patchesJson6902',
  'patches',
  'configMapGenerator',
  'secretGenerator',
  'helmCharts',
  'helmChartInflationGenerator',
  'helmGlobals',
  'generatorOptions',
  'vars',
  'images',
  'replacements',
  'replicas',
  'configurations',
  'generators',
  'transformers',
  'validators',
  'components',
  'openapi',
  'buildMetadata',
]

const byLowerCase = new Map(fieldOrder.map((name) => [name.toLowerCase(), name]))

/** The field that a line of a kustomization file begins, in any case of letters. */
export function fieldAt(line: string): keyof Kustomization | undefined {
  const name = /^[A-Za-z0-9]+(?=:)/.exec(line)?.[0]
  return name === undefined ? undefined : byLowerCase.get(name.toLowerCase())
}
