import { isObject, type Json } from '../json.ts'
import { formatCount } from '../number.ts'
import type { Frame, Scope } from './frame.ts'
import type { Problem } from './problem.ts'
import { ready, type Schema } from './schema.ts'

/** Follows a reference. */
export function reference(frame: Frame, target: Schema, keyword: string): Problem | undefined {
  const problem = frame.self(target, keyword)
  if (problem === undefined) return undefined
  return frame.problem('validation failed', problem.kind === 'group' ? problem.causes : [problem], 'reference')
}

/** Follows `$recursiveRef` and `$dynamicRef`. */
export function references(frame: Frame): void {
  const { recursiveRef, dynamicRef } = frame.schema
  if (recursiveRef !== undefined) {
    const target = ready(recursiveRef).recursiveAnchor === true ? outermostRecursive(frame.scope) : undefined
    frame.note(reference(frame, target ?? recursiveRef, '$recursiveRef'))
  }
  if (dynamicRef !== undefined) {
    const { schema, anchor } = dynamicRef
    const isMovable = anchor !== undefined && ready(schema).dynamicAnchor === anchor
    frame.note(
      reference(frame, (isMovable ? outermostAnchor(frame.scope, anchor) : undefined) ?? schema, '$dynamicRef'),
    )
  }
}

function outermostRecursive(from: Scope): Schema | undefined {
  let found: Schema | undefined
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    if (scope.schema.resource.recursiveAnchor === true) found = scope.schema
  }
  return found
}

function outermostAnchor(from: Scope, anchor: string): Schema | undefined {
  let found: Schema | undefined
  for (let scope: Scope | undefined = from; scope !== undefined; scope = scope.parent) {
    found = scope.schema.resource.dynamicAnchors?.get(anchor) ?? found
  }
  return found
}

/** `not`, `allOf`, `anyOf`, `oneOf`, `if`. */
export function conditions(frame: Frame): void {
  const { schema } = frame
  if (schema.not !== undefined && frame.self(schema.not, '', true) === undefined) frame.add("'not' failed")
  if (schema.allOf !== undefined && schema.allOf.length > 0) allOf(frame, schema.allOf)
  if (schema.anyOf !== undefined && schema.anyOf.length > 0) anyOf(frame, schema.anyOf)
  if (schema.oneOf !== undefined && schema.oneOf.length > 0) oneOf(frame, schema.oneOf)
  if (schema.if === undefined) return
  const branch = frame.self(schema.if, '', true) === undefined ? schema.then : schema.else
  if (branch !== undefined) frame.note(frame.self(branch))
}

function allOf(frame: Frame, schemas: readonly Schema[]): void {
  const causes: Problem[] = []
  for (const schema of schemas) {
    const problem = frame.self(schema)
    if (problem === undefined) continue
    causes.push(problem)
    if (frame.isQuick) break
  }
  if (causes.length > 0) frame.add("'allOf' failed", causes)
}

function anyOf(frame: Frame, schemas: readonly Schema[]): void {
  const causes: Problem[] = []
  let isMatched = false
  for (const schema of schemas) {
    const problem = frame.self(schema)
    if (problem !== undefined) causes.push(problem)
    else {
      isMatched = true
      if (!frame.hasUnevaluated()) return
    }
  }
  if (!isMatched) frame.add("'anyOf' failed", causes)
}

function oneOf(frame: Frame, schemas: readonly Schema[]): void {
  const causes: Problem[] = []
  let matched = -1
  for (const [index, schema] of schemas.entries()) {
    const problem = frame.self(schema, '', matched >= 0)
    if (problem !== undefined) causes.push(problem)
    else if (matched < 0) matched = index
    else return frame.add(`'oneOf' failed, subschemas ${formatCount(matched)}, ${formatCount(index)} matched`)
  }
  if (matched < 0) frame.add("'oneOf' failed, none matched", causes)
}

/** `unevaluatedProperties` and `unevaluatedItems`. */
export function unevaluated(frame: Frame): void {
  const { value, schema, unevaluated: rest } = frame
  if (schema.unevaluatedProperties !== undefined && isObject(value)) {
    for (const key of [...(rest.properties ?? [])].sort()) {
      frame.note(frame.child(schema.unevaluatedProperties, value[key] as Json, key))
    }
    rest.properties = undefined
  }
  if (schema.unevaluatedItems !== undefined && Array.isArray(value)) {
    for (const index of rest.items ?? []) {
      frame.note(frame.child(schema.unevaluatedItems, value[index] as Json, String(index)))
    }
    rest.items = undefined
  }
}
