import { fieldOf, isMap, type Json, type JsonObject } from '../json.ts'
import { formOf, type SchemaReader, strategyOf } from './open-api.ts'
import type { MergeSchema, MergeSchemas } from './schema.ts'

/**
 * The schema that a comment of a document writes for a field, as kustomize reads it: a JSON object, whatever stands
 * behind it. Undefined where it cannot be read or says nothing. Source: kyaml/fieldmeta.
 */
export function readWrittenSchema(text: string, schemas: MergeSchemas): MergeSchema | undefined {
  const end = endOfObject(text)
  const node = end === undefined ? undefined : parse(text.slice(0, end))
  if (!isMap(node) || Object.keys(node).length === 0 || !isSchema(node)) return undefined
  if (end === text.trimEnd().length && isSetter(node)) return {}
  const reader: SchemaReader = { definition: (name) => schemas.definition?.(name) ?? {} }
  return resolved(node, schemas) ?? { ...formOf(node, reader), ...strategyOf(node) }
}

/** Levels of a comment that are looked at. */
const MAX_LEVELS = 500
const PREFIX = '#/definitions/'

function endOfObject(text: string): number | undefined {
  let level = 0
  for (let at = 0; at < text.length && level <= MAX_LEVELS; at++) {
    const sign = text[at]
    if (sign === '"') at = endOfText(text, at)
    else if (sign === '{' || sign === '[') level++
    else if (sign === '}' || sign === ']') level--
    if (level === 0) return at + 1
  }
  return undefined
}

function endOfText(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** A short name of a setter: its definition says nothing of merging. */
function isSetter(node: JsonObject): boolean {
  const name = fieldOf(node, '$openapi')
  return typeof name === 'string' && name !== '' && Object.values(node).every(isText)
}

function isText(value: Json): boolean {
  return value === null || typeof value === 'string'
}

function resolved(node: JsonObject, schemas: MergeSchemas): MergeSchema | undefined {
  const reference = fieldOf(node, '$ref')
  if (typeof reference !== 'string' || !reference.startsWith(PREFIX)) return undefined
  return schemas.definition?.(reference.slice(PREFIX.length))
}

type Form = (value: Json) => boolean

const isNumber: Form = (value) => typeof value === 'number'
const isTruth: Form = (value) => typeof value === 'boolean'
const isString: Form = (value) => typeof value === 'string'
const isSchemaMap: Form = (value) => isMap(value) && Object.values(value).every(isSchemaNode)
const isSchemaList: Form = (value) => Array.isArray(value) && value.every(isSchemaNode)

const FORMS: readonly (readonly [Form, string])[] = [
  [isString, 'id description title format pattern discriminator'],
  [isNumber, 'maximum minimum multipleOf maxLength minLength maxItems minItems maxProperties minProperties'],
  [isTruth, 'exclusiveMaximum exclusiveMinimum uniqueItems nullable readOnly'],
  [(value) => isString(value) || (Array.isArray(value) && value.every(isString)), 'type'],
  [(value) => Array.isArray(value) && value.every(isString), 'required'],
  [Array.isArray, 'enum'],
  [isSchemaList, 'allOf oneOf anyOf'],
  [isSchemaMap, 'properties patternProperties definitions'],
  [(value) => !isMap(value) || isSchema(value), 'items'],
  [(value) => isTruth(value) || isSchemaNode(value), 'additionalProperties additionalItems'],
]

const FORM_OF = new Map(FORMS.flatMap(([form, names]) => names.split(' ').map((name) => [name, form] as const)))

function isSchemaNode(value: Json): boolean {
  return isMap(value) && isSchema(value)
}

/** Go refuses the whole object for one field of another form. */
function isSchema(node: JsonObject): boolean {
  return Object.keys(node).every((key) => {
    const value = node[key] as Json
    return value === null || (FORM_OF.get(key)?.(value) ?? true)
  })
}
