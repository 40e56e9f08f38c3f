import type { Type } from '#cel'
import { isSet, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import { type GroupVersionKind, groupVersionOf, type JsonObject, type KubeObject } from '#kube'
import { readConditions } from '../webhook/hook.ts'
import { compileConditions } from './condition.ts'
import type { Declared } from './declarations.ts'
import { compileExpression, type Expression, typeOfExpression } from './expression.ts'
import { type Constraints, readConstraints } from './match.ts'

/** What policies of both sorts have in common, compiled. */
export interface Policy {
  readonly name: string
  readonly ignoresFailure: boolean
  readonly constraints: Constraints
  readonly paramKind: GroupVersionKind | undefined
  readonly conditions: readonly Expression[]
  readonly variables: ReadonlyMap<string, Expression>
  readonly validations: readonly Validation[]
  readonly annotations: readonly Annotation[]
  readonly mutations: readonly Mutation[]
  readonly isReinvoked: boolean
}

/** One rule of a policy that may refuse. */
export interface Validation {
  readonly expression: Expression
  readonly messageExpression: Expression | undefined
  readonly message: string
  readonly reason: string
}

/** One note for the audit log. */
export interface Annotation {
  readonly key: string
  readonly expression: Expression
}

/** One change. */
export interface Mutation {
  readonly type: 'ApplyConfiguration' | 'JSONPatch'
  readonly expression: Expression
}

/** Where a policy holds, and with which parameters. */
export interface Binding {
  readonly name: string
  readonly policyName: string
  /** Absent: wherever the policy does. */
  readonly constraints: Constraints | undefined
  readonly paramRef: JsonObject | undefined
  readonly actions: readonly string[]
}

/** Compiles a policy. What is wrong with its expressions is told when they run. */
export function readPolicy(object: KubeObject): Policy {
  const spec = mapAt(object, 'spec')
  const hasParams = isSet(spec, 'paramKind')
  const base: Declared = { hasParams, hasAuthorizer: true }
  const { variables, types } = compileVariables(mapsAt(spec, 'variables'), base)
  const declared: Declared = { ...base, variables: types }
  return {
    name: object.metadata.name,
    ignoresFailure: textAt(spec, 'failurePolicy') === 'Ignore',
    constraints: readConstraints(mapAt(spec, 'matchConstraints')),
    paramKind: hasParams ? kindOf(mapAt(spec, 'paramKind')) : undefined,
    conditions: compileConditions(readConditions(spec), declared),
    variables,
    validations: mapsAt(spec, 'validations').map((one) => readValidation(one, declared)),
    annotations: mapsAt(spec, 'auditAnnotations').map((one) => ({
      key: textAt(one, 'key'),
      expression: compileExpression(textAt(one, 'valueExpression'), declared, 'string or null'),
    })),
    mutations: mapsAt(spec, 'mutations').map((one) => readMutation(one, declared)),
    isReinvoked: textAt(spec, 'reinvocationPolicy') === 'IfNeeded',
  }
}

/** Reads a binding. */
export function readBinding(object: KubeObject): Binding {
  const spec = mapAt(object, 'spec')
  return {
    name: object.metadata.name,
    policyName: textAt(spec, 'policyName'),
    constraints: isSet(spec, 'matchResources') ? readConstraints(mapAt(spec, 'matchResources')) : undefined,
    paramRef: isSet(spec, 'paramRef') ? mapAt(spec, 'paramRef') : undefined,
    actions: textsAt(spec, 'validationActions'),
  }
}

/** Variables, and what they are for expressions behind them. */
export interface Variables {
  readonly variables: ReadonlyMap<string, Expression>
  readonly types: ReadonlyMap<string, Type>
}

/** Compiles variables; each knows those before it. */
export function compileVariables(list: readonly JsonObject[], base: Declared): Variables {
  const variables = new Map<string, Expression>()
  const known = new Map<string, Type>()
  for (const variable of list) {
    const declared: Declared = { ...base, variables: new Map(known) }
    const expression = compileExpression(textAt(variable, 'expression'), declared, 'anything')
    variables.set(textAt(variable, 'name'), expression)
    known.set(textAt(variable, 'name'), typeOfExpression(expression) ?? { kind: 'dyn' })
  }
  return { variables, types: known }
}

function kindOf(paramKind: JsonObject): GroupVersionKind {
  return { ...groupVersionOf(textAt(paramKind, 'apiVersion')), kind: textAt(paramKind, 'kind') }
}

function readValidation(validation: JsonObject, declared: Declared): Validation {
  const message = textAt(validation, 'messageExpression')
  return {
    expression: compileExpression(textAt(validation, 'expression'), declared, 'bool'),
    messageExpression:
      message === '' ? undefined : compileExpression(message, { ...declared, hasAuthorizer: false }, 'string'),
    message: textAt(validation, 'message'),
    reason: textAt(validation, 'reason'),
  }
}

function readMutation(mutation: JsonObject, declared: Declared): Mutation {
  if (textAt(mutation, 'patchType') === 'JSONPatch') {
    const source = textAt(mapAt(mutation, 'jsonPatch'), 'expression')
    return { type: 'JSONPatch', expression: compileExpression(source, declared, 'json patch') }
  }
  const source = textAt(mapAt(mutation, 'applyConfiguration'), 'expression')
  return { type: 'ApplyConfiguration', expression: compileExpression(source, declared, 'object') }
}
