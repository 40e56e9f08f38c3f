import { CelError, optionalOf, type Type } from '#cel'
import type { Schema, ValidationRule } from '#kube'
import { compileRule, type Rule } from '../cel/environment.ts'
import { followPath } from './validation/field-path.ts'

/** A CEL rule of a schema, ready to run, or why it cannot be. */
export interface CompiledRule {
  readonly rule: ValidationRule
  /** Absent for an empty rule, and where `fault` says why. */
  readonly program?: Rule
  readonly fault?: string
  /** Whether it compares with the object before. */
  readonly usesOldSelf: boolean
  readonly message?: Rule
  readonly messageFault?: string
  /** Where what it finds is told, below the value: `spec.x`; empty for the value itself. */
  readonly path: string
}

/** Compiles the rules of one level of a schema; `type` is what its values are (apiextensions cel.Compile). */
export function compileRules(schema: Schema, type: Type): readonly CompiledRule[] {
  return (schema['x-kubernetes-validations'] ?? []).map((rule) => compileOne(schema, rule, type))
}

function compileOne(schema: Schema, rule: ValidationRule, type: Type): CompiledRule {
  const base: CompiledRule = { rule, usesOldSelf: false, path: pathOf(schema, rule) }
  if (rule.rule.trim() === '') return base
  const variables = new Map([
    ['self', type],
    ['oldSelf', rule.optionalOldSelf === true ? optionalOf(type) : type],
  ])
  const program = compiled(rule.rule, variables, 'compilation failed: ')
  if (typeof program === 'string') return { ...base, fault: program }
  if (program.checked.type.kind !== 'bool') return { ...base, fault: 'cel expression must evaluate to a bool' }
  const usesOldSelf = [...program.checked.variables.values()].includes('oldSelf')
  const ready = { ...base, program, usesOldSelf }
  if ((rule.messageExpression ?? '') === '') return ready
  const message = compiled(rule.messageExpression ?? '', variables, 'messageExpression compilation failed: ')
  if (typeof message === 'string') return { ...ready, messageFault: message }
  if (message.checked.type.kind === 'string') return { ...ready, message }
  return { ...ready, messageFault: 'messageExpression must evaluate to a string' }
}

function compiled(source: string, variables: ReadonlyMap<string, Type>, prefix: string): Rule | string {
  try {
    return compileRule(source, { variables })
  } catch (cause) {
    if (!(cause instanceof CelError)) throw cause
    return cause.code === 'evaluation' ? `program instantiation failed: ${cause.message}` : `${prefix}${cause.message}`
  }
}

function pathOf(schema: Schema, { fieldPath = '' }: ValidationRule): string {
  const found = fieldPath === '' ? undefined : followPath(fieldPath, schema, true)
  return found === undefined || typeof found === 'string' ? '' : found.text
}
