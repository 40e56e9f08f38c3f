/**
 * The Common Expression Language: an expression and the types of its variables go in; a checked program that costs no
 * more than it may comes out. It does no I/O and knows no Kubernetes object.
 */
export { check } from './check/check.ts'
export type { Checked } from './check/checked.ts'
export type { Environment } from './check/environment.ts'
export type { CallEstimate, EstimateCall, Sized } from './cost/call-estimate.ts'
export { estimateCost, type SizeAt } from './cost/coster.ts'
export { either, fixed, plus, type Range, scaled, times, UNBOUNDED, UNKNOWN } from './cost/estimate.ts'
export { CelError, type CelErrorCode, type CelIssue } from './error.ts'
export { compare } from './library/comparison.ts'
export { knownSize, matching, matchingEstimate, readingByName, sizeOf, traversal, UNIT } from './library/cost.ts'
export {
  type CallCost,
  type CostOf,
  type Library,
  libraryOf,
  method,
  type Overload,
  plain,
} from './library/overload.ts'
export { quote } from './library/quote.ts'
export { compilePattern } from './library/regex.ts'
export { standardFunctions } from './library/standard.ts'
export { parseDuration, parseTimestamp, printTimestamp } from './library/time-text.ts'
export { parse } from './parse/parser.ts'
export { isReserved } from './parse/reserved.ts'
export { failure } from './run/failure.ts'
export { Meter } from './run/meter.ts'
export { compile, type Program, type RunOptions } from './run/program.ts'
export { readType } from './type/read-type.ts'
export { listOf, mapOf, type ObjectType, opaque, optionalOf, printType, type Type, types } from './type/type.ts'
export { ArrayList, EntryMap, keyName } from './value/collection.ts'
export { isEqual } from './value/equal.ts'
export { typeNameOf } from './value/kind.ts'
export { printDouble } from './value/print.ts'
export { Duration, List, Mapping, Opaque, Optional, Timestamp, TypeValue, Uint, type Value } from './value/value.ts'
