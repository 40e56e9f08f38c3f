import type { Checked } from '../check/checked.ts'
import type { Node, NodeOf } from '../parse/node.ts'
import { TypeValue, Uint, type Value } from '../value/value.ts'
import { attributeOf } from './attribute.ts'
import { compileCall } from './compile-call.ts'
import { compileFold } from './compile-fold.ts'
import { compileList, compileMap, compileObject } from './compile-literal.ts'
import type { Compiling } from './compiling.ts'
import { caughtOutcome, failure } from './failure.ts'
import type { Outcome, Step } from './frame.ts'
import type { Places } from './places.ts'
import { attributePlan, constantPlan, type Plan } from './plan.ts'

/** Turns a node into a plan. Throws a CelError where a constant part fails. */
export function planNode(checked: Checked, node: Node, places: Places = new Map()): Plan {
  const typeName = checked.typeNames.get(node)
  if (typeName !== undefined) return constantPlan(new TypeValue(typeName))
  const variable = checked.variables.get(node)
  if (variable !== undefined) return planVariable(places, variable)
  const compiling: Compiling = { checked, places, plan: (inner, scope = places) => planNode(checked, inner, scope) }
  return PLANNERS[node.kind](compiling, node as never)
}

type Planners = { readonly [K in Node['kind']]: (compiling: Compiling, node: NodeOf<K>) => Plan }

const PLANNERS: Planners = {
  constant: (_compiling, { constant }) =>
    constantPlan(constant.type === 'uint' ? new Uint(constant.value) : constant.value),
  name: ({ places }, { name }) => planVariable(places, name),
  select: planSelect,
  call: compileCall,
  list: compileList,
  map: compileMap,
  object: compileObject,
  fold: compileFold,
}

function planVariable(places: Places, name: string): Plan {
  return attributePlan(attributeOf(readerOf(places, name)))
}

function readerOf(places: Places, name: string): Step {
  const place = places.get(name)
  if (place === undefined) return ({ variable }) => caughtOutcome(() => found(variable(name.replace(/^\./, '')), name))
  const { index, start } = place
  if (start === undefined) return ({ slots }) => slots[index] ?? null
  return (frame) => {
    const known = frame.slots[index]
    if (known !== undefined) return known
    const value = start(frame)
    frame.slots[index] = value
    return value
  }
}

function planSelect({ plan }: Compiling, node: NodeOf<'select'>): Plan {
  const operand = plan(node.operand)
  const attribute = operand.attribute ?? attributeOf(operand.step)
  const { field } = node
  attribute.add({ key: () => field, isOptional: false, isTest: node.isTest })
  if (!node.isTest) return operand.attribute === undefined ? attributePlan(attribute) : operand
  const tested = attributeOf(truthOfTest(attribute.resolve))
  return attributePlan(tested, 0)
}

function found(value: Value | undefined, name: string): Outcome {
  return value === undefined ? failure(`no such attribute(s): ${name}`) : value
}

/** `has(optional.x)` asks whether the optional holds something. */
function truthOfTest(resolve: Step): Step {
  return (frame) => {
    const found = resolve(frame)
    return found !== null && typeof found === 'object' && 'isOptional' in found ? found.value !== undefined : found
  }
}
