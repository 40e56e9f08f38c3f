import { isMap, type Json } from '../../patch/json.ts'
import type { Finding } from '../../status/finding.ts'
import type { Schema } from '../schema.ts'
import { checkList, checkMap } from './check-container.ts'
import { checkJunctors } from './check-junctors.ts'
import { checkNumber, checkType, enumFault, formatFault, textFault, typesOf } from './check-scalar.ts'
import {
  addFault,
  type Fault,
  mergeResult,
  newResult,
  type Place,
  type Result,
  typeFault,
  type Walk,
} from './result.ts'
import { isUnchanged } from './unchanged.ts'

/** What validation needs. */
export interface ValidateOptions {
  /** Makes a pattern a test, with the meaning that Go's regexp gives it; throws what is wrong with the pattern. Asked once a pattern. */
  compilePattern(pattern: string): (text: string) => boolean
  /** The value that is replaced: what did not change is not failed (ratcheting). */
  readonly old?: Json
}

/**
 * Findings of a value against a structural schema, in the words of the API server (kube-openapi/pkg/validation/validate as
 * apiextensions-apiserver calls it). CEL rules and list types are not looked at.
 */
export function validateBySchema(schema: Schema, value: Json, options: ValidateOptions): readonly Finding[] {
  const walk = walkWith(options.compilePattern)
  const { old } = options
  const { faults } = walk.validateField(schema, value, old === undefined ? { path: '' } : { path: '', old })
  return Array.from(faults.values(), findingOf)
}

function findingOf({ finding }: Fault): Finding {
  return finding
}

/** Patterns that are kept compiled. */
const MAX_PATTERNS = 10_000
const compiled = new WeakMap<ValidateOptions['compilePattern'], Map<string, (text: string) => boolean>>()

function walkWith(compilePattern: ValidateOptions['compilePattern']): Walk {
  const walk: Walk = {
    compilePattern: (pattern) => patternOf(compilePattern, pattern),
    validate: (schema, value, place) => validate(schema, value, place, walk),
    validateField(schema, value, place) {
      const result = validate(schema, value, place, walk)
      const isForgiven = result.faults.size > 0 && place.old !== undefined && isUnchanged(schema, value, place.old)
      return isForgiven ? newResult(result.matches) : result
    },
  }
  return walk
}

function patternOf(compilePattern: ValidateOptions['compilePattern'], pattern: string): (text: string) => boolean {
  let patterns = compiled.get(compilePattern)
  if (patterns === undefined || patterns.size > MAX_PATTERNS) {
    patterns = new Map()
    compiled.set(compilePattern, patterns)
  }
  let test = patterns.get(pattern)
  if (test === undefined) {
    test = compilePattern(pattern)
    patterns.set(pattern, test)
  }
  return test
}

function validate(schema: Schema, value: Json, place: Place, walk: Walk): Result {
  return value === null ? validateNull(schema, place.path) : validatePresent(schema, value, place, walk)
}

function validateNull(schema: Schema, path: string): Result {
  const result = newResult()
  const types = typesOf(schema)
  if (types.length > 0 && schema.nullable !== true) addFault(result, typeFault(path, types.join(','), 'null'))
  else result.matches++
  const listed = enumFault(schema, null, path)
  if (listed !== undefined) addFault(result, listed)
  return result
}

function validatePresent(schema: Schema, value: Json, place: Place, walk: Walk): Result {
  const { path } = place
  const result = newResult()
  const step = (found: Result): void => {
    mergeResult(result, found)
    result.matches++
  }
  if (typesOf(schema).length > 0) step(checkType(schema, value, path))
  step(hasJunctors(schema) ? checkJunctors(schema, value, place, walk) : newResult(1))
  if (typeof value === 'string') {
    step(single(textFault(schema, value, path, walk.compilePattern)))
    if (schema.format !== undefined) step(single(formatFault(schema, value, path)))
  } else if (typeof value === 'number') step(checkNumber(schema, value, path))
  else if (Array.isArray(value)) step(checkList(schema, value, place, walk))
  step(single(enumFault(schema, value, path)))
  if (isMap(value)) step(checkMap(schema, value, place, walk))
  result.matches++
  return result
}

function hasJunctors({ anyOf, oneOf, allOf, not }: Schema): boolean {
  return anyOf !== undefined || oneOf !== undefined || allOf !== undefined || not !== undefined
}

function single(fault: Fault | undefined): Result {
  const result = newResult()
  if (fault !== undefined) addFault(result, fault)
  return result
}
