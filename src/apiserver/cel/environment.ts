import {
  type Checked,
  check,
  compile,
  estimateCost,
  libraryOf,
  type ObjectType,
  type Program,
  type Range,
  type Type,
  types,
} from '#cel'
import type { Schema } from '#kube'
import { type DeclareOptions, declare, MAX_REQUEST_BYTES } from './declare.ts'
import { kubernetesFunctions } from './library/functions.ts'
import { patchFunctions } from './library/list.ts'
import { kubernetesTypes } from './library/types.ts'
import { mutationTypes } from './mutation.ts'
import { sizesOf } from './size.ts'

export { celValue, toJson } from './value.ts'

/** What expressions may cost, in cel-go's units (`apis/cel/config.go`, apiextensions `validation.go`). */
export const celLimits = {
  /** Estimate of one rule of a CRD. */
  estimatePerRule: 10_000_000,
  /** Estimate of all rules of a CRD. */
  estimatePerDefinition: 100_000_000,
  /** One run of one expression. */
  perCall: 1_000_000,
  /** All runs for one object. */
  perValidation: 10_000_000,
} as const

/** What a rule may name. */
export interface RuleOptions {
  readonly variables: ReadonlyMap<string, Type>
  /** The type the whole must have; any when absent. */
  readonly wanted?: Type
  /** A mutating policy's expression: it may build objects and JSON patches (`Object{…}`, `JSONPatch{…}`). */
  readonly isMutation?: boolean
  /** Other types that object literals may build. */
  readonly objects?: { get(name: string): ObjectType | undefined }
}

/** A rule that can run any number of times, and what it costs at least and at most. */
export interface Rule extends Program {
  readonly cost: Range
}

const LIBRARY = libraryOf(kubernetesFunctions)
const MUTATION_LIBRARY = libraryOf(kubernetesFunctions, patchFunctions)

/** The type of a schema's values; dyn where expressions cannot see into them. */
export function celType(schema: Schema, options?: DeclareOptions): Type {
  return declare(schema, options)?.type ?? types.dyn
}

/** Checks an expression against the environment of Kubernetes 1.36. Throws a CelError of code `syntax`, `limit` or `type`. */
export function checkRule(source: string, options: RuleOptions): Checked {
  const { variables, wanted, isMutation = false } = options
  const objects = options.objects ?? (isMutation ? mutationTypes : undefined)
  const library = isMutation ? MUTATION_LIBRARY : LIBRARY
  return check(source, { variables, library, typeNames: kubernetesTypes, ...(objects && { objects }) }, wanted)
}

/** The same, ready to run. Throws a CelError of code `evaluation` also, where a constant part fails. */
export function compileRule(source: string, options: RuleOptions): Rule {
  const checked = checkRule(source, options)
  return { ...compile(checked), cost: estimateCost(checked, sizesOf(options.variables)) }
}

/** How often values of a schema can stand in one request at most; undefined sizes are bounded by the request. */
export function maxCardinality(schema: Schema): number {
  return Math.floor(MAX_REQUEST_BYTES / ((declare(schema)?.minBytes ?? 0) + 1))
}
