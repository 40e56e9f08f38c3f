import { propertyOf } from '../properties.ts'
import type { Schema } from '../schema.ts'
import type { Check } from './nested.ts'

/** Where a schema stands, and where the junctor that speaks of it does. */
interface Place {
  readonly field: string
  readonly from: string
}

/** Checks that everything a junctor speaks of is specified outside of it too. */
export function checkCompleteness(
  validation: Schema,
  schema: Schema | undefined,
  { field, from }: Place,
  check: Check,
): void {
  const { not, allOf = [], anyOf = [], oneOf = [] } = validation
  if (not !== undefined) checkNested(not, schema, { field, from: `${from}.not` }, check)
  allOf.forEach((one, at) => checkNested(one, schema, { field, from: `${from}.allOf[${at}]` }, check))
  anyOf.forEach((one, at) => checkNested(one, schema, { field, from: `${from}.anyOf[${at}]` }, check))
  oneOf.forEach((one, at) => checkNested(one, schema, { field, from: `${from}.oneOf[${at}]` }, check))
}

function checkNested(validation: Schema, schema: Schema | undefined, place: Place, check: Check): void {
  if (schema === undefined) return tellMissing(place, check)
  const { field, from } = place
  checkCompleteness(validation, schema, place, check)
  if (validation.items !== undefined) {
    checkNested(validation.items, schema.items, { field: `${field}.items`, from: `${from}.items` }, check)
  }
  const { properties = {} } = validation
  for (const key of Object.keys(properties)) {
    const inner = { field: `${field}.properties[${key}]`, from: `${from}.properties[${key}]` }
    checkNested(properties[key] as Schema, propertyOf(schema, key), inner, check)
  }
}

function tellMissing({ field, from }: Place, { findings }: Check): void {
  findings.push({ field, type: 'required', detail: `because it is defined in ${from}` })
}
