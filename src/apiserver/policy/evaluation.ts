import { CelError, failure, Mapping, Meter, type Value } from '#cel'
import { type JsonObject, type KubeObject, valueAt } from '#kube'
import { celLimits, celValue } from '../cel/environment.ts'
import { type Authorize, authorizerValue, resourceCheckValue } from '../cel/library/authorizer.ts'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { MatchedVersion } from '../webhook/equivalent.ts'
import { requestFields } from '../webhook/review.ts'
import { namespaceOf } from '../webhook/rule.ts'
import { Waiting } from './authorize.ts'
import type { Expression } from './expression.ts'

/** What expressions look at. */
export interface Input {
  readonly request: AdmissionRequest
  readonly matched: MatchedVersion
  readonly object: KubeObject | undefined
  readonly oldObject: KubeObject | undefined
  readonly params?: KubeObject | undefined
  readonly namespace?: KubeObject | undefined
  readonly authorize?: Authorize | undefined
  readonly variables?: ReadonlyMap<string, Expression>
}

/** What an expression came to, or why it came to nothing: `expression 'x' resulted in error: …`. */
export type Outcome = { readonly value: Value } | { readonly error: string }

/** Thrown when all expressions together cost more than they may. */
export class OutOfBudget extends Error {
  constructor() {
    super('validation failed due to running out of cost budget, no further validation rules will be run')
    this.name = 'OutOfBudget'
  }
}

/** What everything may cost that runs for one object and one set of parameters. */
export const BUDGET = celLimits.perValidation
/** The same for match conditions. */
export const CONDITION_BUDGET = BUDGET / 4

/** Runs expressions over one input and one budget; variables are computed when one asks for them, and once. */
export class Evaluation {
  readonly #values: ReadonlyMap<string, Value>
  #left: number

  constructor(input: Input, budget: number = BUDGET) {
    this.#left = budget
    this.#values = valuesOf(input, (run) => new Variables(input.variables ?? new Map(), run), this.#runVariable)
  }

  /** Throws OutOfBudget. */
  async evaluate(expression: Expression): Promise<Outcome> {
    for (;;) {
      try {
        return this.#evaluate(expression)
      } catch (error) {
        if (!(error instanceof Waiting)) throw error
        await error.until
      }
    }
  }

  #evaluate({ source, program, fault = '' }: Expression): Outcome {
    if (program === undefined) return { error: `compilation error: ${fault}` }
    const meter = new Meter(celLimits.perCall)
    try {
      return { value: program.run({ meter, variable: (name) => this.#values.get(name) }) }
    } catch (error) {
      if (error instanceof CelError) return { error: `expression '${source}' resulted in error: ${error.message}` }
      throw error
    } finally {
      this.#pay(meter)
    }
  }

  readonly #runVariable = (name: string, { program, fault = '' }: Expression): Value => {
    if (program === undefined) throw failure(`composited variable "${name}" fails to compile: ${fault}`)
    const meter = new Meter(celLimits.perCall)
    try {
      return program.run({ meter, variable: (other) => this.#values.get(other) })
    } catch (error) {
      if (!(error instanceof CelError)) throw error
      throw failure(`composited variable "${name}" fails to evaluate: ${error.message}`)
    } finally {
      this.#pay(meter)
    }
  }

  #pay({ spent }: Meter): void {
    this.#left -= spent
    if (this.#left < 0) throw new OutOfBudget()
  }
}

type RunVariable = (name: string, expression: Expression) => Value

/** `variables`: each is computed when it is first asked for. */
class Variables extends Mapping {
  override readonly typeName = 'kubernetes.variables'
  readonly #expressions: ReadonlyMap<string, Expression>
  readonly #run: RunVariable
  readonly #known = new Map<string, Value>()

  constructor(expressions: ReadonlyMap<string, Expression>, run: RunVariable) {
    super()
    this.#expressions = expressions
    this.#run = run
  }

  get size(): number {
    return this.#expressions.size
  }

  get(key: Value): Value | undefined {
    const expression = typeof key === 'string' ? this.#expressions.get(key) : undefined
    if (expression === undefined || typeof key !== 'string') return undefined
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const value = this.#run(key, expression)
    this.#known.set(key, value)
    return value
  }

  keys(): Iterable<Value> {
    return this.#expressions.keys()
  }
}

function valuesOf(
  input: Input,
  variables: (run: RunVariable) => Variables,
  run: RunVariable,
): ReadonlyMap<string, Value> {
  const { request, matched, object, oldObject, params, namespace, authorize } = input
  const values = new Map<string, Value>([
    ['object', looseValue(object)],
    ['oldObject', looseValue(oldObject)],
    ['params', looseValue(params)],
    ['namespaceObject', looseValue(namespace && shownNamespace(namespace))],
    ['request', celValue(requestFields({ request, matched }))],
    ['variables', variables(run)],
  ])
  if (authorize !== undefined) {
    const { resource, subresource, name } = request
    const question = {
      group: resource.group,
      resource: resource.resource,
      subresource,
      name,
      namespace: namespaceOf(request),
    }
    values.set('authorizer', authorizerValue(authorize))
    values.set('authorizer.requestResource', resourceCheckValue(authorize, question))
  }
  return values
}

function looseValue(object: JsonObject | undefined): Value {
  return object === undefined ? null : celValue(object)
}

const shownMetadata = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'finalizers',
]

/** A namespace without who owns which of its fields. */
function shownNamespace({ metadata, ...namespace }: KubeObject): JsonObject {
  const shown = Object.fromEntries(Object.entries(metadata).filter(([key]) => shownMetadata.includes(key)))
  return { metadata: shown, spec: valueAt(namespace, 'spec') ?? {}, status: valueAt(namespace, 'status') ?? {} }
}
