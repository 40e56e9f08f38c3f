import type { Node } from './node.ts'
import { locate } from './position.ts'
import { quoteGo } from './quote.ts'
import { failure, type Slot, type State } from './state.ts'
import { elementType, goTypeName, zeroValue } from './types.ts'
import { containerType, type GoFunction, type GoMap, GoObject, type Value } from './value.ts'

/** A value to look a field up in, and whether Go holds it as `interface {}`: that shows in error texts only. */
export interface Receiver {
  readonly value: Slot
  readonly isInterface: boolean
}

/** What `quickFields` answers where it takes the long way. */
export const LONG_WAY = Symbol('long way')

/** `value.a.b.c` through maps that have all of these keys; anything else is for `walkFields`. */
export function quickFields(value: Slot, names: readonly string[]): Slot | typeof LONG_WAY {
  let current = value
  for (let index = 0; index < names.length; index++) {
    if (!(current instanceof Map)) return LONG_WAY
    const found: Value | undefined = current.get(names[index] as string)
    if (found === undefined) return LONG_WAY
    current = found
  }
  return current
}

/** `value.a.b.c`: walks fields without arguments, from `names[0]` to before `end`. Throws `TemplateError`. */
export function walkFields(state: State, receiver: Receiver, path: { names: readonly string[]; end: number }): Slot {
  let { value } = receiver
  let holder: Slot | boolean = receiver.isInterface
  for (let index = 0; index < path.end; index++) {
    const name = path.names[index] as string
    const from: Slot = value
    if (from instanceof Map) {
      const found = from.get(name)
      value = found === undefined ? missing(state, from, name) : found
    } else value = fieldOf(state, from, { name, holder })
    holder = from
  }
  return value
}

/** The receiver of the last of some fields: the value, and how Go holds it. Throws `TemplateError`. */
export function walkToLast(state: State, receiver: Receiver, names: readonly string[]): Receiver {
  if (names.length === 1) return receiver
  const holder = walkFields(state, receiver, { names, end: names.length - 2 })
  const isInterface = names.length === 2 ? receiver.isInterface : true
  const value = walkFields(state, { value: holder, isInterface }, { names: names.slice(-2), end: 1 })
  return { value, isInterface: holdsInterfaces(holder) }
}

/** As `walkFields`, telling the tracer of every step. */
export function traceFields(state: State, receiver: Receiver, path: { names: readonly string[]; end: number }): Slot {
  let { value } = receiver
  let { isInterface } = receiver
  for (let index = 0; index < path.end; index++) {
    const name = path.names[index] as string
    const from: Slot = value
    value = walkFields(state, { value: from, isInterface }, { names: [name], end: 1 })
    if (from !== undefined) traceField(state, { receiver: from, name, value })
    isInterface = holdsInterfaces(from)
  }
  return value
}

/** Tells the tracer that `name` of `receiver` is `value`. */
export function traceField(state: State, access: { receiver: Value; name: string; value: Slot }): void {
  const at = locate(state.template.source, (state.node as Node).pos)
  state.scope.tracer?.field(access.receiver, access.name, access.value ?? null, at)
}

/** Whether elements of this container have static type `interface {}`. */
export function holdsInterfaces(container: Slot): boolean {
  if (container instanceof Map || Array.isArray(container)) {
    return elementType(containerType(container)) === 'interface {}'
  }
  const inside = container instanceof GoObject ? container.underlying() : undefined
  return inside !== undefined && inside !== null && inside !== container && holdsInterfaces(inside)
}

function missing(state: State, map: GoMap, name: string): Slot {
  const { missingKey, methods } = state.scope
  const method = methods?.(map, name)
  if (method !== undefined) return callMethod(state, name, method)
  if (missingKey === 'zero') return zeroValue(elementType(containerType(map)))
  if (missingKey === 'error') throw failure(state, `map has no entry for key ${quoteGo(name)}`)
  return undefined
}

/** Where the receiver came from: the container it was in, or whether it is an interface. */
interface Access {
  readonly name: string
  readonly holder: Slot | boolean
}

function fieldOf(state: State, value: Slot, access: Access): Slot {
  const { name } = access
  if (value === undefined) {
    if (state.scope.missingKey === 'error') throw failure(state, `nil data; no entry for key ${quoteGo(name)}`)
    return undefined
  }
  if (value === null) throw failure(state, `nil pointer evaluating interface {}.${name}`)
  if (value instanceof GoObject) {
    const method = value.method(name)
    if (method !== undefined) return callMethod(state, name, method)
    const field = objectField(state, value, name)
    if (field !== NOT_THERE) return field as Slot
  }
  throw cannotEvaluate(state, value, access)
}

const NOT_THERE = Symbol('not there')

function objectField(state: State, value: GoObject, name: string): Slot | typeof NOT_THERE {
  const field = value.fields().get(name)
  if (field !== undefined) return field
  const inside = value.underlying()
  if (!(inside instanceof Map)) return NOT_THERE
  const found = inside.get(name)
  return found === undefined ? missing(state, inside, name) : found
}

function callMethod(state: State, name: string, method: GoFunction): Slot {
  const fixed = method.variadic === true ? method.params.length - 1 : method.params.length
  if (fixed > 0) {
    const least = method.variadic === true ? 'at least ' : ''
    throw failure(state, `wrong number of args for ${name}: want ${least}${fixed} got 0`)
  }
  try {
    return method.call()
  } catch (error) {
    throw failure(state, `error calling ${name}: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

function cannotEvaluate(state: State, value: Value, access: Access): Error {
  const { holder } = access
  const isInterface = typeof holder === 'boolean' ? holder : holdsInterfaces(holder)
  const type = isInterface ? 'interface {}' : goTypeName(value)
  return failure(state, `can't evaluate field ${access.name} in type ${type}`)
}

/** The method of that name, if the value has one. */
export function methodOf(state: State, value: Slot, name: string): GoFunction | undefined {
  if (value instanceof GoObject) return value.method(name)
  return value instanceof Map ? state.scope.methods?.(value, name) : undefined
}

/** Complains about arguments given to something that is no method. Returns the error to throw. */
export function refuseArguments(state: State, receiver: Receiver, name: string): Error {
  const { value } = receiver
  const inside = value instanceof GoObject ? value.underlying() : value
  if (inside instanceof Map) return failure(state, `${name} is not a method but has arguments`)
  if (value instanceof GoObject && value.fields().has(name)) {
    return failure(state, `${name} has arguments but cannot be invoked as function`)
  }
  return cannotEvaluate(state, value as Value, { name, holder: receiver.isInterface })
}
