import { within } from '../error.ts'
import type { FieldSpec } from '../file/types.ts'
import { sortedByGvk } from './gvk-order.ts'
import { IMAGES_FIELDS } from './images.ts'
import { mergeFieldSpecs, mergeNameReferences } from './merge.ts'
import { ANNOTATIONS_FIELDS, TEMPLATE_LABELS_FIELDS } from './metadata.ts'
import { NAME_REFERENCES, type NameReference } from './name-references.ts'
import { NAME_FIELDS, NAMESPACE_FIELDS } from './names.ts'
import { REPLICAS_FIELDS } from './replicas.ts'
import { COMMON_LABELS_FIELDS } from './selectors.ts'
import { VAR_REFERENCE_FIELDS } from './var-references.ts'

/** Tables of fields, one for each of these steps. */
export type FieldTable =
  | 'namePrefix'
  | 'nameSuffix'
  | 'namespace'
  | 'commonLabels'
  | 'labels'
  | 'templateLabels'
  | 'commonAnnotations'
  | 'varReference'
  | 'images'
  | 'replicas'

/** Which fields each step of a kustomization changes: the defaults, with what `configurations` and `crds` add. */
export interface Configuration extends Readonly<Record<FieldTable, readonly FieldSpec[]>> {
  readonly nameReference: readonly NameReference[]
}

/** Tables in the order of merging, with the names that errors use. */
const MERGE_ORDER = [
  ['namePrefix', 'NamePrefix'],
  ['nameSuffix', 'NameSuffix'],
  ['namespace', 'NameSpace'],
  ['commonAnnotations', 'CommonAnnotations'],
  ['commonLabels', 'CommonLabels'],
  ['labels', 'Labels'],
  ['templateLabels', 'TemplateLabels'],
  ['varReference', 'VarReference'],
  ['nameReference', 'NameReference'],
  ['images', 'Images'],
  ['replicas', 'Replicas'],
] as const

/** A configuration without any field. */
export const NO_CONFIGURATION: Configuration = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  nameReference: [],
  varReference: [],
  images: [],
  replicas: [],
}

/** The fields that every kustomization starts with. */
export const DEFAULT_CONFIGURATION: Configuration = sortConfiguration({
  namePrefix: NAME_FIELDS,
  nameSuffix: NAME_FIELDS,
  namespace: NAMESPACE_FIELDS,
  commonLabels: COMMON_LABELS_FIELDS,
  labels: [],
  templateLabels: TEMPLATE_LABELS_FIELDS,
  commonAnnotations: ANNOTATIONS_FIELDS,
  nameReference: NAME_REFERENCES,
  varReference: VAR_REFERENCE_FIELDS,
  images: IMAGES_FIELDS,
  replicas: REPLICAS_FIELDS,
})

/** Every table in the order of kinds. */
export function sortConfiguration(configuration: Configuration): Configuration {
  const nameReference = sortedByGvk(configuration.nameReference)
  const tables = MERGE_ORDER.flatMap(([table]) =>
    table === 'nameReference' ? [] : [[table, sortedByGvk(configuration[table])] as const],
  )
  return { ...configuration, ...Object.fromEntries(tables), nameReference }
}

/** Two configurations as one. Throws `bad-config` where they contradict each other. */
export function mergeConfigurations(present: Configuration, incoming: Configuration): Configuration {
  if (incoming === NO_CONFIGURATION) return present
  // The defaults do not contradict themselves, and most kustomizations have nothing else.
  if (incoming === DEFAULT_CONFIGURATION && (present === incoming || present === NO_CONFIGURATION)) return incoming
  const merged: { -readonly [Table in keyof Configuration]: Configuration[Table] } = { ...present }
  for (const [table, label] of MERGE_ORDER) {
    within(`failed to merge ${label} fieldSpec`, () => {
      if (table === 'nameReference') {
        const references = mergeNameReferences(present.nameReference, incoming.nameReference)
        if (references !== present.nameReference) merged.nameReference = sortedByGvk(references)
      } else {
        const specs = mergeFieldSpecs(present[table], incoming[table])
        if (specs !== present[table]) merged[table] = sortedByGvk(specs)
      }
    })
  }
  return merged
}
