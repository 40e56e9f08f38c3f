import { quoteSingle } from '../go-text.ts'
import { type Json, type JsonObject, sortedKeys } from '../json.ts'
import type { Effort } from '../limit.ts'
import type { Frame } from './frame.ts'
import type { Problem } from './problem.ts'
import { counted } from './scalars.ts'
import type { Schema } from './schema.ts'
import { quoteAll } from './text.ts'

type Validate = (schema: Schema, value: Json, effort: Effort) => readonly Problem[]

/** Checks a mapping. `validate` is for property names, which count as documents of their own. */
export function validateObject(frame: Frame, object: JsonObject, validate: Validate): void {
  const { schema } = frame
  const keys = frame.isQuick ? Object.keys(object) : sortedKeys(object)
  checkCounts(frame, object, keys.length)
  if (frame.isDone()) return
  dependencies(frame, object)
  properties(frame, object, keys)
  if (frame.isDone() || schema.draft === 4) return
  if (schema.propertyNames !== undefined) names(frame, keys, { schema: schema.propertyNames, validate })
  dependents(frame, object)
}

function checkCounts(frame: Frame, object: JsonObject, count: number): void {
  const { minProperties, maxProperties, required } = frame.schema
  if (minProperties !== undefined && count < minProperties) frame.add(counted('minProperties', count, minProperties))
  if (maxProperties !== undefined && count > maxProperties) frame.add(counted('maxProperties', count, maxProperties))
  const missing = required === undefined ? [] : findMissing(object, required)
  if (missing.length > 0) {
    frame.add(`missing ${missing.length === 1 ? 'property' : 'properties'} ${quoteAll(missing)}`)
  }
}

function findMissing(object: JsonObject, names: readonly string[]): string[] {
  return names.filter((name) => !Object.hasOwn(object, name))
}

function checkRequired(frame: Frame, object: JsonObject, [name, needs]: readonly [string, readonly string[]]): void {
  const missing = findMissing(object, needs)
  if (missing.length > 0) frame.add(`properties ${quoteAll(missing)} required, if ${quoteSingle(name)} exists`)
}

function dependencies(frame: Frame, object: JsonObject): void {
  for (const [name, needs] of frame.schema.dependencies ?? []) {
    if (!Object.hasOwn(object, name)) continue
    if ('location' in needs) frame.note(frame.self(needs))
    else checkRequired(frame, object, [name, needs])
  }
}

function dependents(frame: Frame, object: JsonObject): void {
  for (const [name, schema] of frame.schema.dependentSchemas ?? []) {
    if (Object.hasOwn(object, name)) frame.note(frame.self(schema))
  }
  for (const row of frame.schema.dependentRequired ?? []) {
    if (Object.hasOwn(object, row[0])) checkRequired(frame, object, row)
  }
}

function properties(frame: Frame, object: JsonObject, keys: readonly string[]): void {
  const extra: string[] = []
  for (const key of keys) {
    if (frame.isDone()) return
    if (property(frame, key, object[key] as Json)) frame.unevaluated.properties?.delete(key)
    else if (frame.schema.additionalProperties === false) extra.push(key)
  }
  if (extra.length > 0) frame.add(`additional properties ${quoteAll(extra)} not allowed`)
}

/** Whether a keyword looked at the property. */
function property(frame: Frame, key: string, value: Json): boolean {
  const { properties: described, patternProperties, additionalProperties } = frame.schema
  const schema = described?.get(key)
  let isEvaluated = schema !== undefined
  if (schema !== undefined) frame.note(frame.child(schema, value, key))
  if (patternProperties !== undefined) {
    for (const [pattern, child] of patternProperties) {
      if (!pattern.matches(key)) continue
      isEvaluated = true
      frame.note(frame.child(child, value, key))
    }
  }
  if (isEvaluated || additionalProperties === undefined) return isEvaluated
  if (typeof additionalProperties === 'object') frame.note(frame.child(additionalProperties, value, key))
  return additionalProperties !== false
}

interface Names {
  readonly schema: Schema
  readonly validate: Validate
}

function names(frame: Frame, keys: readonly string[], { schema, validate }: Names): void {
  for (const key of keys) {
    const causes = validate(schema, key, frame.run.effort)
    if (causes.length > 0) {
      frame.note({ path: undefined, text: `invalid propertyName ${quoteSingle(key)}`, kind: 'plain', causes })
    }
  }
}
