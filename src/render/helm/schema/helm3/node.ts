import { SchemaError } from '../error.ts'
import type { Json, JsonObject } from '../json.ts'
import type { JsonNumber } from '../number.ts'
import type { Pattern } from '../regexp.ts'

/** The draft a schema says it follows; `hybrid` when it says none that the engine knows. */
export type Draft = 4 | 6 | 7 | 'hybrid'

/** A compiled schema. Mutable while it is compiled, since schemas refer to one another in circles. */
export interface Node {
  draft: Draft
  /** Set for `true` and `false`. */
  pass?: boolean
  /** Set for `$ref`; nothing else then counts. */
  ref?: Node
  types: string[]
  properties: [name: string, node: Node][]
  propertyNames?: Node
  patternProperties: [pattern: Pattern, node: Node][]
  additionalProperties?: boolean | Node
  dependencies: [name: string, needs: readonly string[] | Node][]
  required: string[]
  minProperties?: number
  maxProperties?: number
  items?: Node | Node[]
  additionalItems?: boolean | Node
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  contains?: Node
  multipleOf?: JsonNumber
  minimum?: JsonNumber
  maximum?: JsonNumber
  exclusiveMinimum?: JsonNumber
  exclusiveMaximum?: JsonNumber
  minLength?: number
  maxLength?: number
  pattern?: Pattern
  format?: string
  /** Canonical JSON text, as `enum` holds them too. */
  constant?: string
  enum: string[]
  oneOf: Node[]
  anyOf: Node[]
  allOf: Node[]
  not?: Node
  if?: Node
  then?: Node
  else?: Node
}

/** An empty node. */
export function newNode(draft: Draft): Node {
  return {
    draft,
    types: [],
    properties: [],
    patternProperties: [],
    dependencies: [],
    required: [],
    enum: [],
    oneOf: [],
    anyOf: [],
    allOf: [],
  }
}

/** Whether a keyword of draft `since` counts. */
export function hasDraft(node: Node, since: 6 | 7): boolean {
  return node.draft === 'hybrid' || node.draft >= since
}

/** What a keyword needs from the compiler. */
export interface Context {
  /** Compiles a schema below `parent`. Throws `SchemaError`. */
  compile(schema: Json, parent: Node): Node
  /** Compiles what a `$ref` names. Throws `SchemaError`. */
  resolve(schema: JsonObject, node: Node): Node
}

/** One keyword, or a few that belong together. */
export type Keyword = (schema: JsonObject, node: Node, context: Context) => void

/** Ends the compilation with Go's text. */
export function refuse(message: string): never {
  throw new SchemaError('schema', message)
}

/** `Invalid type. Expected: E, given: G`. */
export function refuseType(expected: string, given: string): never {
  refuse(`Invalid type. Expected: ${expected}, given: ${given}`)
}
