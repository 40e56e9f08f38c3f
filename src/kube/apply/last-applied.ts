import { goJson } from '../patch/go-json.ts'
import { fieldOf, isMap, type Json, type JsonObject, setField, textOf } from '../patch/json.ts'
import { sortKeys } from '../schema/sort-keys.ts'
import { compare } from './compare.ts'
import { type FieldContext, typed } from './context.ts'
import { difference, type FieldSet } from './field-set.ts'
import { fieldSetOf } from './field-set-of.ts'
import { mapOf } from './typed-value.ts'

/** Where client-side apply keeps what it applied. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
/** Bytes that all annotations of an object may have. */
const MAX_ANNOTATIONS_BYTES = 256 * 1024

/**
 * What client-side apply owns of an object by its annotation: fields that it applied and nobody changed since; undefined
 * where there is no usable annotation (managedfields lastAppliedManager).
 */
export function fieldsOfLastApplied(live: JsonObject, context: FieldContext): FieldSet | undefined {
  const text = fieldOf(annotationsOf(live), LAST_APPLIED)
  if (typeof text !== 'string' || text === '') return undefined
  const applied = parsed(text)
  const { atom, apiVersion } = typed(live, context)
  if (applied === undefined || applied.apiVersion !== apiVersion) return undefined
  const set = fieldSetOf(atom, applied)
  const change = compare(atom, applied, live)
  if (change === undefined) return set
  return [change.modified, change.added, change.removed].reduce((left, gone) => difference(left, gone), set)
}

/** Keeps the annotation in step with what kubectl applied on the server (mutates `object`). */
export function refreshLastApplied(object: JsonObject, patch: JsonObject): void {
  const annotations = annotationsOf(object)
  const present = fieldOf(annotations, LAST_APPLIED)
  if (typeof present !== 'string' || present === '') return
  const text = `${goJson(sortKeys(withoutAnnotation(patch)))}\n`
  setField(annotations, LAST_APPLIED, text)
  let size = 0
  for (const key of Object.keys(annotations)) size += bytesOf(key) + bytesOf(textOf(annotations[key]))
  if (size > MAX_ANNOTATIONS_BYTES) delete annotations[LAST_APPLIED]
}

function annotationsOf(object: JsonObject): JsonObject {
  return mapOf(mapOf(object.metadata)?.annotations) ?? {}
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as Json
    return isMap(value) ? value : undefined
  } catch {
    return undefined
  }
}

function withoutAnnotation(patch: JsonObject): JsonObject {
  const metadata = mapOf(patch.metadata)
  const annotations = mapOf(metadata?.annotations)
  if (metadata === undefined || annotations === undefined) return patch
  const { [LAST_APPLIED]: _, ...rest } = annotations
  const { annotations: __, ...others } = metadata
  const isLeft = Object.keys(rest).length > 0
  return { ...patch, metadata: isLeft ? { ...others, annotations: rest } : others }
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}
