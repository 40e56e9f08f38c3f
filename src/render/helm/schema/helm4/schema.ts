import type { Json } from '../json.ts'
import type { JsonNumber } from '../number.ts'
import type { Pattern } from '../regexp.ts'

/** The drafts, as numbers that can be compared. */
export type Draft = 4 | 6 | 7 | 2019 | 2020

/** What a `$dynamicRef` first points to, and the anchor that may move it. */
export interface DynamicRef {
  readonly schema: Schema
  readonly anchor: string | undefined
}

/** A compiled schema. Mutable while it is compiled, since schemas refer to one another in circles. */
export interface Schema {
  /** Absolute URL with a JSON pointer as fragment. */
  readonly location: string
  /** Set until the keywords are read; see `ready`. */
  fill: (() => void) | undefined
  draft: Draft
  /** The schema with the `$id` that this one belongs to. */
  resource: Schema
  dynamicAnchors?: Map<string, Schema>
  areAllPropertiesEvaluated: boolean
  areAllItemsEvaluated: boolean
  evaluatedItems: number
  bool?: boolean
  ref?: Schema
  recursiveRef?: Schema
  recursiveAnchor?: boolean
  dynamicRef?: DynamicRef
  dynamicAnchor?: string
  types?: readonly string[]
  enum?: readonly Json[]
  constant?: { readonly value: Json }
  format?: string
  not?: Schema
  allOf?: readonly Schema[]
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  if?: Schema
  then?: Schema
  else?: Schema
  minProperties?: number
  maxProperties?: number
  required?: readonly string[]
  properties?: ReadonlyMap<string, Schema>
  patternProperties?: readonly (readonly [Pattern, Schema])[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  dependencies?: readonly (readonly [string, readonly string[] | Schema])[]
  dependentRequired?: readonly (readonly [string, readonly string[]])[]
  dependentSchemas?: ReadonlyMap<string, Schema>
  unevaluatedProperties?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  contains?: Schema
  minContains?: number
  maxContains?: number
  /** Before 2020-12: for all items, or one by one. */
  items?: Schema | readonly Schema[]
  additionalItems?: boolean | Schema
  prefixItems?: readonly Schema[]
  /** Since 2020-12: for what `prefixItems` leaves. */
  restItems?: Schema
  unevaluatedItems?: Schema
  minLength?: number
  maxLength?: number
  pattern?: Pattern
  minimum?: JsonNumber
  maximum?: JsonNumber
  exclusiveMinimum?: JsonNumber
  exclusiveMaximum?: JsonNumber
  multipleOf?: JsonNumber
}

/** A schema that is not read yet. `locate` gives its location, asked for by messages only. */
export function newSchema(locate: () => string): Schema {
  const schema: Omit<Schema, 'resource'> = {
    get location() {
      return locate()
    },
    fill: undefined,
    draft: 2020,
    areAllPropertiesEvaluated: false,
    areAllItemsEvaluated: false,
    evaluatedItems: 0,
  }
  const whole = schema as Schema
  whole.resource = whole
  return whole
}

/** The schema with its keywords read. Throws `SchemaError` when it is broken and was not checked before. */
export function ready(schema: Schema): Schema {
  const { fill } = schema
  if (fill === undefined) return schema
  schema.fill = undefined
  fill()
  return schema
}
