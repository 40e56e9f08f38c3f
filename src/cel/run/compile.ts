import type { Checked } from '../check/checked.ts'
import type { Node } from '../parse/node.ts'
import { ArrayList, EntryMap } from '../value/collection.ts'
import { Mapping, Optional, TypeValue, Uint, type Value } from '../value/value.ts'
import { compileCall } from './compile-call.ts'
import { compileComprehension } from './compile-comprehension.ts'
import type { Compiling } from './compiling.ts'
import { failure, isForgivable } from './failure.ts'
import type { Step } from './frame.ts'
import { type Places, withNames } from './places.ts'
import { selectField } from './select.ts'
import { truthOf } from './truth.ts'

/** Turns a node into a function of a frame. */
export function compileNode(checked: Checked, node: Node, places: Places = new Map()): Step {
  const compiling: Compiling = {
    checked,
    places,
    compile: (inner, added = []) => compileNode(checked, inner, added.length === 0 ? places : withNames(places, added)),
  }
  return COMPILERS[node.kind](compiling, node as never)
}

type Compilers = {
  readonly [K in Node['kind']]: (compiling: Compiling, node: Extract<Node, { readonly kind: K }>) => Step
}

const COMPILERS: Compilers = {
  constant: compileConstant,
  name: compileName,
  select: compileSelect,
  has: compileHas,
  call: compileCall,
  and: (compiling, node) => compileLogic(compiling, node, false),
  or: (compiling, node) => compileLogic(compiling, node, true),
  choice: compileChoice,
  list: compileList,
  map: compileMap,
  object: compileObject,
  comprehension: compileComprehension,
  bind: compileBind,
  optionalMap: compileOptionalMap,
}

function compileConstant(_compiling: Compiling, { constant }: Extract<Node, { readonly kind: 'constant' }>): Step {
  const value = constant.type === 'uint' ? new Uint(constant.value) : constant.value
  return () => value
}

function compileName({ checked, places }: Compiling, node: Extract<Node, { readonly kind: 'name' }>): Step {
  const place = places.get(node.name)
  if (place !== undefined) return ({ slots, meter }) => (meter.charge(1), slots[place] ?? null)
  return compileVariable(checked.typeNames.get(node), node.name)
}

function compileVariable(typeName: string | undefined, name: string): Step {
  if (typeName !== undefined) {
    const value = new TypeValue(typeName)
    return ({ meter }) => (meter.charge(1), value)
  }
  return ({ variable, meter }) => {
    meter.charge(1)
    const value = variable(name)
    if (value === undefined) throw failure(`no such attribute(s): ${name}`)
    return value
  }
}

function compileSelect(compiling: Compiling, node: Extract<Node, { readonly kind: 'select' }>): Step {
  const typeName = compiling.checked.typeNames.get(node)
  if (typeName !== undefined) return compileVariable(typeName, typeName)
  const operand = compiling.compile(node.operand)
  const { field, isOptional } = node
  const cost = isAttribute(node.operand) ? 1 : 2
  return (frame) => {
    const value = operand(frame)
    frame.meter.charge(cost)
    return selectField(value, field, isOptional)
  }
}

/** Names and selections on them are one attribute, whose steps cost 1 each; a selection on anything else begins one. */
function isAttribute(node: Node): boolean {
  return node.kind === 'name' || node.kind === 'select' || (node.kind === 'call' && node.name === '_[_]')
}

function compileHas(compiling: Compiling, node: Extract<Node, { readonly kind: 'has' }>): Step {
  const operand = compiling.compile(node.operand)
  return (frame) => {
    const found = operand(frame)
    const value = found instanceof Optional ? found.value : found
    return value instanceof Mapping && value.get(node.field) !== undefined
  }
}

/** `&&` and `||`: a side that decides makes an error of the other side as if it had not been. */
function compileLogic({ compile }: Compiling, node: Extract<Node, { readonly left: Node }>, decisive: boolean): Step {
  const left = compile(node.left)
  const right = compile(node.right)
  return (frame) => {
    let held: unknown
    try {
      if (truthOf(left(frame)) === decisive) return decisive
    } catch (error) {
      if (!isForgivable(error)) throw error
      held = error
    }
    if (truthOf(right(frame)) === decisive) return decisive
    if (held !== undefined) throw held
    return !decisive
  }
}

function compileChoice({ compile }: Compiling, node: Extract<Node, { readonly kind: 'choice' }>): Step {
  const condition = compile(node.condition)
  const yes = compile(node.yes)
  const no = compile(node.no)
  return (frame) => (truthOf(condition(frame)) ? yes(frame) : no(frame))
}

function compileList({ compile }: Compiling, node: Extract<Node, { readonly kind: 'list' }>): Step {
  const items = node.items.map(({ value, isOptional }) => ({ step: compile(value), isOptional }))
  return (frame) => {
    const values = items.flatMap(({ step, isOptional }) => presentOf(step(frame), isOptional))
    frame.meter.charge(10)
    return new ArrayList(values)
  }
}

function compileMap({ compile }: Compiling, node: Extract<Node, { readonly kind: 'map' }>): Step {
  const entries = node.entries.map(({ key, value, isOptional }) => ({
    key: compile(key),
    value: compile(value),
    isOptional,
  }))
  return (frame) => {
    const pairs = entries.flatMap(({ key, value, isOptional }) => {
      const name = key(frame)
      return presentOf(value(frame), isOptional).map((present) => [name, present] as const)
    })
    frame.meter.charge(30)
    return entryMapOf(pairs)
  }
}

function entryMapOf(pairs: readonly (readonly [Value, Value])[]): EntryMap {
  const map = new EntryMap(pairs)
  if (map.size !== pairs.length) throw failure('Failed with repeated key')
  return map
}

function presentOf(value: Value, isOptional: boolean): readonly Value[] {
  if (!isOptional) return [value]
  if (!(value instanceof Optional)) throw failure('no such overload')
  return value.value === undefined ? [] : [value.value]
}

/** An object literal keeps the name of its type; its fields are those that were written. */
function compileObject({ compile }: Compiling, node: Extract<Node, { readonly kind: 'object' }>): Step {
  const fields = node.fields.map(({ name, value, isOptional }) => ({ name, step: compile(value), isOptional }))
  return (frame) => {
    const pairs = fields.flatMap(({ name, step, isOptional }) =>
      presentOf(step(frame), isOptional).map((value) => [name, value] as const),
    )
    frame.meter.charge(40)
    return new ObjectMap(node.type, pairs)
  }
}

class ObjectMap extends EntryMap {
  override readonly typeName: string
  constructor(typeName: string, entries: Iterable<readonly [Value, Value]>) {
    super(entries)
    this.typeName = typeName
  }
}

function compileBind({ compile, places }: Compiling, node: Extract<Node, { readonly kind: 'bind' }>): Step {
  const value = compile(node.value)
  const body = compile(node.body, [node.variable])
  const place = withNames(places, [node.variable]).get(node.variable) ?? 0
  return (frame) => {
    frame.slots[place] = value(frame)
    return body(frame)
  }
}

function compileOptionalMap(
  { compile, places }: Compiling,
  node: Extract<Node, { readonly kind: 'optionalMap' }>,
): Step {
  const operand = compile(node.operand)
  const body = compile(node.body, [node.variable])
  const place = withNames(places, [node.variable]).get(node.variable) ?? 0
  return (frame) => {
    const optional = operand(frame)
    if (!(optional instanceof Optional)) throw failure('no such overload')
    if (optional.value === undefined) return optional
    frame.slots[place] = optional.value
    const result = body(frame)
    return node.isFlat ? result : new Optional(result)
  }
}
