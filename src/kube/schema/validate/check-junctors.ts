import type { Json } from '../../patch/json.ts'
import { goQuote } from '../../status/go-quote.ts'
import type { Schema } from '../schema.ts'
import { addFault, mergeResult, newResult, type Place, type Result, rootFault, type Walk } from './result.ts'

/** Checks `anyOf`, `oneOf`, `allOf` and `not` (kube-openapi schemaPropsValidator). */
export function checkJunctors(schema: Schema, value: Json, { path }: Place, walk: Walk): Result {
  const result = newResult()
  // Alternatives look at the new value alone: what is as before is not forgiven in them.
  const place = { path }
  const of = (schemas: readonly Schema[] | undefined): readonly Result[] =>
    (schemas ?? []).map((one) => walk.validate(one, value, place))
  if (schema.anyOf !== undefined && schema.anyOf.length > 0) checkAnyOf(result, of(schema.anyOf), path)
  if (schema.oneOf !== undefined && schema.oneOf.length > 0) checkOneOf(result, of(schema.oneOf), path)
  if (schema.allOf !== undefined && schema.allOf.length > 0) checkAllOf(result, of(schema.allOf), path)
  if (schema.not !== undefined && isValid(walk.validate(schema.not, value, place))) {
    addFault(result, rootFault(`${goQuote(path)} must not validate the schema (not)`))
  }
  result.matches++
  return result
}

function checkAnyOf(result: Result, results: readonly Result[], path: string): void {
  const success = results.find(isValid)
  if (success !== undefined) return mergeResult(result, success)
  addFault(result, rootFault(`${goQuote(path)} must validate at least one schema (anyOf)`))
  mergeResult(result, best(results))
}

function checkOneOf(result: Result, results: readonly Result[], path: string): void {
  const valid = results.filter(isValid)
  const [only] = valid
  if (valid.length === 1 && only !== undefined) return mergeResult(result, only)
  const found = valid.length === 0 ? 'Found none valid' : `Found ${valid.length} valid alternatives`
  addFault(result, rootFault(`${goQuote(path)} must validate one and only one schema (oneOf). ${found}`))
  if (valid.length === 0) mergeResult(result, best(results))
}

function checkAllOf(result: Result, results: readonly Result[], path: string): void {
  for (const one of results) mergeResult(result, one)
  const count = results.filter(isValid).length
  if (count === results.length) return
  addFault(
    result,
    rootFault(`${goQuote(path)} must validate all the schemas (allOf)${count === 0 ? '. None validated' : ''}`),
  )
}

/** The first of those that met most. */
function best(results: readonly Result[]): Result {
  return results.reduce((a, b) => (b.matches > a.matches ? b : a))
}

function isValid({ faults }: Result): boolean {
  return faults.size === 0
}
