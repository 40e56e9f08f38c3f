import { markPlainKey } from '#yaml'
import { type Field, fieldList } from '../fields/field.ts'
import { updateField } from '../fields/update.ts'
import { demandKind, wrongKind } from '../fields/wrong-kind.ts'
import type { FieldSpec, TextMap } from '../file/types.ts'
import { isObject, type Json, type JsonObject } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { shareEntry } from './shared-entry.ts'

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

type Entries = readonly (readonly [key: string, text: string])[]

function entrySetter(texts: TextMap, fieldSpecs: readonly FieldSpec[]): Transform {
  const entries: Entries = Object.entries(texts).sort(([a], [b]) => (a < b ? -1 : 1))
  const list = fieldList(fieldSpecs)
  return (resources) => {
    if (entries.length === 0) return
    for (const resource of resources) setEntries(resource, list.of(resource.gvk), entries)
  }
}

function setEntries(resource: Resource, fields: readonly Field[], entries: Entries): void {
  const added = new Map<string, JsonObject[]>()
  const change = (value: Json): Json => {
    if (isObject(value)) setIn(value, entries, added)
    else demandKind(value, 'MappingNode')
    return value
  }
  for (const field of fields) updateField(resource, field, change, 'map')
  for (const [key, maps] of added) if (maps.length > 1) shareEntry(maps, key)
}

function setIn(map: JsonObject, entries: Entries, added: Map<string, JsonObject[]>): void {
  for (const [key, text] of entries) {
    // An entry without a name is the value itself, which a map is not.
    if (key === '') throw wrongKind(map, 'ScalarNode')
    const isNew = map[key] === undefined
    map[key] = text
    if (!isNew) continue
    markPlainKey(map, key)
    const maps = added.get(key)
    if (maps === undefined) added.set(key, [map])
    else maps.push(map)
  }
}
