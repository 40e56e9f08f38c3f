import type { CheckedCall } from '../check/checked.ts'
import type { Overload } from '../library/overload.ts'
import { compilePattern } from '../library/regex.ts'
import type { NodeOf } from '../parse/node.ts'
import { keyName } from '../value/collection.ts'
import { isOfType, typeNameOf } from '../value/kind.ts'
import { List, Optional, type Value } from '../value/value.ts'
import { attributeOf, conditionalOf } from './attribute.ts'
import type { Compiling } from './compiling.ts'
import { caught, failure, isFailure } from './failure.ts'
import type { Frame, Outcome, Step } from './frame.ts'
import { attributePlan, constantPlan, isConstant, type Plan } from './plan.ts'

/** A call: its arguments, then the first form whose types they have. */
export function compileCall(compiling: Compiling, node: NodeOf<'call'>): Plan {
  const call = compiling.checked.calls.get(node)
  if (call === undefined) throw new Error(`${node.name} - compiled without having been checked`)
  const nodes = call.target === undefined ? call.arguments : [call.target, ...call.arguments]
  const plans = nodes.map((argument) => compiling.plan(argument))
  return (Object.hasOwn(SPECIAL, call.name) ? SPECIAL[call.name] : undefined)?.(plans, call) ?? planCall(plans, call)
}

const CONVERSIONS: ReadonlySet<string> = new Set(
  'bool bytes double duration dyn int string timestamp type uint'.split(' '),
)

const SPECIAL: Readonly<Record<string, (plans: readonly Plan[], call: CheckedCall) => Plan | undefined>> = {
  '_&&_': (plans) => planLogic(plans, false),
  '_||_': (plans) => planLogic(plans, true),
  '_?_:_': planChoice,
  '_[_]': (plans) => planIndex(plans, false),
  '_[?_]': (plans) => planIndex(plans, true),
  '_?._': (plans) => planIndex(plans, true),
  '@in': planMembership,
  or: (plans) => planOtherwise(plans, false),
  orValue: (plans) => planOtherwise(plans, true),
  '@not_strictly_false': planForgiving,
  matches: (plans) => {
    const pattern = plans.at(-1)?.constant
    if (typeof pattern === 'string') compilePattern(pattern)
    return undefined
  },
}

function planCall(plans: readonly Plan[], call: CheckedCall): Plan {
  const [only] = plans
  if (CONVERSIONS.has(call.name) && plans.length === 1 && only !== undefined && isConstant(only)) {
    const value = runOverload(call, [only.constant])
    if (isFailure(value)) throw value
    return constantPlan(value)
  }
  const steps = plans.map(({ step }) => step)
  const cost = costOf(call)
  return { step: (frame) => runCall(frame, call, { steps, cost }) }
}

interface Running {
  readonly steps: readonly Step[]
  readonly cost: Overload['cost']
}

function runCall(frame: Frame, call: CheckedCall, { steps, cost }: Running): Outcome {
  const values: Outcome[] = []
  let failed: Outcome | undefined
  for (const step of steps) {
    const value = step(frame)
    values.push(value)
    if (!isFailure(value)) continue
    failed = value
    break
  }
  const result = failed ?? runOverload(call, values as readonly Value[])
  if (values.length === steps.length) frame.meter.charge(cost === undefined ? 1 : cost(values, result))
  return result
}

function runOverload({ name, overloads }: CheckedCall, values: readonly Value[]): Outcome {
  const overload = overloads.find((candidate) => fits(candidate, values))
  if (overload === undefined) return failure(missingOverload(name, values))
  return caught(() => overload.run(values))
}

const SILENT: ReadonlySet<string> = new Set(['startsWith', 'endsWith', 'contains'])

/** Operators and the language's own methods do not say their types. */
function missingOverload(name: string, values: readonly Value[]): string {
  if (/^[_@!-]/.test(name) || SILENT.has(name)) return 'no such overload'
  if (name === 'size') return 'no such overload: size'
  return `no such overload: ${name}(${values.map(typeNameOf).join(', ')})`
}

/** Where the types leave several forms open, only the costs that go by the function's name are known. */
function costOf({ overloads }: CheckedCall): Overload['cost'] {
  const [first] = overloads
  if (first === undefined || (overloads.length > 1 && first.isCostOfAllForms !== true)) return undefined
  return first.cost
}

function fits({ parameters }: Overload, values: readonly Value[]): boolean {
  return values.every((value, at) => {
    const parameter = parameters[at]
    return parameter !== undefined && isOfType(value, parameter)
  })
}

/** `&&` and `||`: a side that decides makes an error of the other side as if it had not been. */
function planLogic(plans: readonly Plan[], decisive: boolean): Plan {
  const steps = plans.map(({ step }) => step)
  return {
    step: (frame) => {
      let held: Outcome | undefined
      for (const step of steps) {
        const value = step(frame)
        if (value === decisive) return decisive
        if (typeof value !== 'boolean') held ??= isFailure(value) ? value : failure('no such overload')
      }
      return held ?? !decisive
    },
  }
}

function planChoice([condition, yes, no]: readonly Plan[]): Plan | undefined {
  if (condition === undefined || yes === undefined || no === undefined) return undefined
  const attribute = conditionalOf(
    condition.step,
    yes.attribute ?? attributeOf(yes.step),
    no.attribute ?? attributeOf(no.step),
  )
  return attributePlan(attribute, 0)
}

function planIndex([operand, index]: readonly Plan[], isOptional: boolean): Plan | undefined {
  if (operand === undefined || index === undefined) return undefined
  const attribute = operand.attribute ?? attributeOf(operand.step)
  attribute.add({ key: index.attribute?.resolve ?? index.step, isOptional, isTest: false })
  return operand.attribute === undefined ? attributePlan(attribute) : operand
}

/** `x in [1, 2]` with a list that never changes is looked up in a set, for nothing. */
function planMembership(plans: readonly Plan[], { overloads }: CheckedCall): Plan | undefined {
  const [item, range] = plans
  const list = range?.constant
  if (item === undefined || overloads.length !== 1 || overloads[0]?.id !== 'in_list' || !(list instanceof List))
    return undefined
  if (list.size === 0) return constantPlan(false)
  const names = new Set<unknown>()
  for (const value of list) {
    const name = keyName(value)
    if (name === undefined) return undefined
    names.add(name)
  }
  const { step } = item
  return {
    step: (frame) => {
      const value = step(frame)
      return isFailure(value) ? value : names.has(keyName(value))
    },
  }
}

/** What `all` and `exists` go on by: an error is no reason to stop. */
function planForgiving([operand]: readonly Plan[]): Plan | undefined {
  if (operand === undefined) return undefined
  const { step } = operand
  return {
    step: (frame) => {
      const value = step(frame)
      frame.meter.charge(1)
      return typeof value === 'boolean' ? value : true
    },
  }
}

/** `optional.or(other)` and `optional.orValue(other)`: the other is looked at when it is needed, and neither costs. */
function planOtherwise([optional, other]: readonly Plan[], isValue: boolean): Plan | undefined {
  if (optional === undefined || other === undefined) return undefined
  return {
    step: (frame) => {
      const value = optional.step(frame)
      if (isFailure(value)) return value
      if (!(value instanceof Optional)) return failure('no such overload')
      if (value.value === undefined) return other.step(frame)
      return isValue ? value.value : value
    },
  }
}
