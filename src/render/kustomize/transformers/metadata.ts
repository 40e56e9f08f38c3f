import { fieldList } from '../fields/field.ts'
import { updateField } from '../fields/update.ts'
import { wrongKind } from '../fields/wrong-kind.ts'
import type { FieldSpec, TextMap } from '../file/types.ts'
import { isLiteral, isObject, type Json } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'

/** What the step for labels is told. */
export interface LabelConfig {
  readonly labels?: TextMap | undefined
  readonly fieldSpecs?: readonly FieldSpec[] | undefined
}

/** What the step for annotations is told. */
export interface AnnotationsConfig {
  readonly annotations?: TextMap | undefined
  readonly fieldSpecs?: readonly FieldSpec[] | undefined
}

/** Sets labels in every field of the table: `labels` and `commonLabels`. */
export function labelTransformer({ labels = {}, fieldSpecs = [] }: LabelConfig): Transform {
  return entrySetter(labels, fieldSpecs)
}

/** Sets annotations in every field of the table: `commonAnnotations`. */
export function annotationsTransformer({ annotations = {}, fieldSpecs = [] }: AnnotationsConfig): Transform {
  return entrySetter(annotations, fieldSpecs)
}

function entrySetter(texts: TextMap, fieldSpecs: readonly FieldSpec[]): Transform {
  const entries = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))
  const list = fieldList(fieldSpecs)
  const setEntries = (value: Json): Json => withEntries(value, entries)
  return (resources) => {
    if (entries.length === 0) return
    for (const resource of resources) {
      for (const field of list.of(resource.gvk)) updateField(resource, field, setEntries, 'map')
    }
  }
}

// Null that is not to be made stays null.
function withEntries(value: Json, entries: readonly (readonly [string, string])[]): Json {
  if (!isObject(value)) {
    if (value === null || (isLiteral(value) && value.value === null)) return value
    throw wrongKind(value, 'MappingNode')
  }
  for (const [key, text] of entries) value[key] = text
  return value
}
