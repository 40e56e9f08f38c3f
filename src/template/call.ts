import { builtins, callValue } from './builtins.ts'
import { TemplateError } from './error.ts'
import { traceField } from './fields.ts'
import { describeNode, type Node, type OperandNode } from './node.ts'
import { type Check, checkFor, literalFor } from './parameters.ts'
import { printed } from './printf.ts'
import { beginVisits } from './sprig/runtime.ts'
import { type Eval, failure, isStackOverflow, type Slot, type State } from './state.ts'
import { isTrue } from './truth.ts'
import { goTypeName } from './types.ts'
import type { GoFunction, Value } from './value.ts'

/** An argument as written: an expression, or a literal whose value depends on the parameter. */
export interface Argument {
  readonly node: OperandNode
  readonly eval: Eval | undefined
}

/** A place in a template where a function or method is called. */
export interface CallSite {
  /** The name errors give the function. */
  readonly name: string
  /** The node that errors of the function name. */
  readonly node: Node
  readonly args: readonly Argument[]
  readonly piped: boolean
}

/** Calls `fn`; `final` is the value from the pipe when the site is piped. Throws `TemplateError`. */
export type Call = (state: State, fn: GoFunction, final: Slot) => Slot

interface Bound {
  readonly site: CallSite
  readonly fn: GoFunction
  readonly evals: readonly Eval[]
  readonly checks: readonly Check[]
}

const AND = builtins.get('and')
const OR = builtins.get('or')
const CALL = builtins.get('call')
const INDEX = builtins.get('index')

/** Compiles a call site (Go's `evalCall`). What depends on the parameters is bound again when the function changes. */
export function compileCall(site: CallSite): Call {
  let bound: Bound | undefined
  return (state, fn, final) => {
    if (bound === undefined || bound.fn !== fn) {
      const complaint = countComplaint(site, fn)
      if (complaint !== undefined) throw failure(state, complaint)
      bound = bind(site, fn, bound)
    }
    if (fn === AND || fn === OR) return shortCircuit(state, bound, { stopsAt: fn === OR, piped: site.piped, final })
    return invoke(state, bound, final)
  }
}

function countComplaint(site: CallSite, fn: GoFunction): string | undefined {
  const given = site.args.length + (site.piped ? 1 : 0)
  const wanted = fn.params.length
  if (fn.variadic !== true) {
    return given === wanted ? undefined : `wrong number of args for ${site.name}: want ${wanted} got ${given}`
  }
  if (given >= wanted - 1) return undefined
  return `wrong number of args for ${site.name}: want at least ${wanted - 1} got ${site.args.length}`
}

function bind(site: CallSite, fn: GoFunction, previous: Bound | undefined): Bound {
  if (previous !== undefined && sameParameters(previous.fn, fn)) return { ...previous, fn }
  const types = parameterTypes(site, fn)
  return {
    site,
    fn,
    evals: site.args.map((arg, index) => arg.eval ?? literalFor(arg.node, types[index] as string)),
    checks: types.map((type, index) =>
      site.args[index]?.eval === undefined && index < site.args.length ? keep : checkFor(type),
    ),
  }
}

function sameParameters(left: GoFunction, right: GoFunction): boolean {
  if (left.params === right.params) return left.variadic === right.variadic
  return left.variadic === right.variadic && left.params.join() === right.params.join()
}

function parameterTypes(site: CallSite, fn: GoFunction): string[] {
  const count = site.args.length + (site.piped ? 1 : 0)
  const last = fn.params.length - 1
  const types: string[] = []
  for (let index = 0; index < count; index++) types.push(fn.params[Math.min(index, last)] as string)
  return types
}

function keep(_state: State, value: Slot): Slot {
  return value
}

function shortCircuit(
  state: State,
  bound: Bound,
  how: { readonly stopsAt: boolean; readonly piped: boolean; readonly final: Slot },
): Slot {
  let value: Slot
  for (const evaluate of bound.evals) {
    value = evaluate(state)
    if (isTrue(value) === how.stopsAt) return value
  }
  return how.piped ? how.final : value
}

function invoke(state: State, bound: Bound, final: Slot): Slot {
  const { evals, checks, fn, site } = bound
  const args: Slot[] = []
  for (let index = 0; index < evals.length; index++) {
    args.push((checks[index] as Check)(state, (evals[index] as Eval)(state)))
  }
  if (site.piped) args.push((checks[evals.length] as Check)(state, final))
  try {
    if (fn === CALL) return callValue(calleeName(site, final), args[0], args.slice(1))
    const result = spend(state, fn, args as Value[])
    if (fn === INDEX && state.scope.tracer !== undefined) traceIndex(state, fn, args)
    return result
  } catch (error) {
    throw calledError(state, site, error)
  }
}

/** Tells the tracer of each step of an `index`. */
function traceIndex(state: State, index: GoFunction, args: readonly Slot[]): void {
  let receiver = args[0]
  for (const key of args.slice(1)) {
    const value = index.call(receiver as Value, key as Value)
    traceField(state, { receiver: receiver as Value, name: printed(key), value })
    receiver = value
  }
}

function spend(state: State, fn: GoFunction, args: readonly Value[]): Value {
  const { spending } = state.scope
  beginVisits()
  if (fn.cost !== undefined) return spending.charge(state, fn.cost, () => apply(fn, args))
  const result = apply(fn, args)
  spending.called(state, result)
  return result
}

function apply(fn: GoFunction, args: readonly Value[]): Value {
  switch (args.length) {
    case 1:
      return fn.call(args[0] as Value)
    case 2:
      return fn.call(args[0] as Value, args[1] as Value)
    case 3:
      return fn.call(args[0] as Value, args[1] as Value, args[2] as Value)
  }
  return fn.call(...args)
}

function calleeName(site: CallSite, final: Slot): string {
  const first = site.args[0]
  return first === undefined ? `<${goTypeName(final)} Value>` : describeNode(first.node)
}

function calledError(state: State, site: CallSite, error: unknown): unknown {
  if (isStackOverflow(error) || (error instanceof TemplateError && error.code === 'budget')) return error
  state.node = site.node
  return failure(state, `error calling ${site.name}: ${error instanceof Error ? error.message : String(error)}`, error)
}
