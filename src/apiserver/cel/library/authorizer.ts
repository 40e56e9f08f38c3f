import {
  type CostOf,
  failure,
  fixed,
  knownSize,
  method,
  Opaque,
  type Overload,
  opaque,
  plus,
  scaled,
  sizeOf,
  type Type,
  UNIT,
  type Value,
} from '#cel'

/** What an expression asks the authorizer; a path alone, or a resource. */
export interface AuthorizationQuestion {
  readonly verb: string
  readonly path?: string
  readonly group?: string
  readonly resource?: string
  readonly subresource?: string
  readonly namespace?: string
  readonly name?: string
  readonly fieldSelector?: string
  readonly labelSelector?: string
  /** Ask for this service account instead of who sent the request. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string }
}

/** The authorizer's answer; `error` is absent where it had none. */
export interface AuthorizationAnswer {
  readonly isAllowed: boolean
  readonly reason: string
  readonly error?: string
}

/** Answers at once: what may take time is asked before. */
export type Authorize = (question: AuthorizationQuestion) => AuthorizationAnswer

type Question = Omit<AuthorizationQuestion, 'verb'>
type Stage = 'Authorizer' | 'PathCheck' | 'GroupCheck' | 'ResourceCheck'

/** A question that is being put together. */
class AskValue extends Opaque {
  readonly type: Type & { readonly kind: 'opaque' }
  readonly authorize: Authorize
  readonly question: Question
  constructor(stage: Stage, authorize: Authorize, question: Question) {
    super()
    this.type = opaque(nameOf(stage)) as Type & { readonly kind: 'opaque' }
    this.authorize = authorize
    this.question = question
  }
  equals(other: Value): boolean {
    return other === this
  }
  with(stage: Stage, more: Question): AskValue {
    return new AskValue(stage, this.authorize, { ...this.question, ...more })
  }
}

class DecisionValue extends Opaque {
  readonly type = opaque(nameOf('Decision')) as Type & { readonly kind: 'opaque' }
  readonly answer: AuthorizationAnswer
  constructor(answer: AuthorizationAnswer) {
    super()
    this.answer = answer
  }
  equals(other: Value): boolean {
    return other === this
  }
}

/** The type of the variable `authorizer`. */
export const authorizerType: Type = opaque(nameOf('Authorizer'))

/** The type of the variable `authorizer.requestResource`. */
export const resourceCheckType: Type = opaque(nameOf('ResourceCheck'))

/** The value of the variable `authorizer`. */
export function authorizerValue(authorize: Authorize): Value {
  return new AskValue('Authorizer', authorize, {})
}

/** The value of the variable `authorizer.requestResource`: a check of the resource a request is for. */
export function resourceCheckValue(authorize: Authorize, question: Question): Value {
  return new AskValue('ResourceCheck', authorize, question)
}

const CHECK: CostOf = { isCostOfAllForms: true, cost: () => 350_000, estimate: () => ({ cost: fixed(350_000) }) }
const SELECTOR: CostOf = {
  isCostOfAllForms: true,
  cost: ([, selector]) => selectorCost(fixed(sizeOf(selector))).max,
  estimate: ([, selector]) => ({ cost: selectorCost(knownSize(selector)) }),
}

function selectorCost(size: { readonly min: number; readonly max: number }) {
  return plus(plus(fixed(10), scaled(size, 0.1)), scaled(scaled(size, 0.5), 50))
}

const A = nameOf('Authorizer')
const P = nameOf('PathCheck')
const G = nameOf('GroupCheck')
const R = nameOf('ResourceCheck')
const D = nameOf('Decision')

/** What may be asked of the authorizer. */
export const authorizer: readonly Overload[] = [
  method(
    'path',
    `${A}, string -> ${P}`,
    (ask: AskValue, path: string) => {
      if (path.trim() === '') throw failure('path must not be empty')
      return ask.with('PathCheck', { path })
    },
    UNIT,
  ),
  method('group', `${A}, string -> ${G}`, (ask: AskValue, group: string) => ask.with('GroupCheck', { group }), UNIT),
  method('serviceAccount', `${A}, string, string -> ${A}`, serviceAccount, UNIT),
  method(
    'resource',
    `${G}, string -> ${R}`,
    (ask: AskValue, resource: string) => {
      if (resource.trim() === '') throw failure('resource must not be empty')
      return ask.with('ResourceCheck', { resource })
    },
    UNIT,
  ),
  ...(['subresource', 'namespace', 'name'] as const).map((part) =>
    method(
      part,
      `${R}, string -> ${R}`,
      (ask: AskValue, value: string) => ask.with('ResourceCheck', { [part]: value }),
      UNIT,
    ),
  ),
  ...(['fieldSelector', 'labelSelector'] as const).map((part) =>
    method(
      part,
      `${R}, string -> ${R}`,
      (ask: AskValue, value: string) => ask.with('ResourceCheck', { [part]: value }),
      SELECTOR,
    ),
  ),
  method('check', `${P}, string -> ${D}`, decide, CHECK),
  method('check', `${R}, string -> ${D}`, decide, CHECK),
  method('errored', `${D} -> bool`, ({ answer }: DecisionValue) => answer.error !== undefined, UNIT),
  method('error', `${D} -> string`, ({ answer }: DecisionValue) => answer.error ?? '', UNIT),
  method('allowed', `${D} -> bool`, ({ answer }: DecisionValue) => answer.isAllowed, UNIT),
  method('reason', `${D} -> string`, ({ answer }: DecisionValue) => answer.reason, UNIT),
]

function nameOf(stage: Stage | 'Decision'): string {
  return `kubernetes.authorization.${stage}`
}

function serviceAccount(ask: AskValue, namespace: string, name: string): Value {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) throw failure(`Invalid service account namespace`)
  if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) throw failure(`Invalid service account name`)
  return ask.with('Authorizer', { serviceAccount: { namespace, name } })
}

function decide({ authorize, question }: AskValue, verb: string): Value {
  return new DecisionValue(authorize({ ...question, verb }))
}
