import type { Overload } from '../library/overload.ts'
import type { Node, NodeOf } from '../parse/node.ts'
import { isSameType, partsOf, printType, type Type, types, withParts } from '../type/type.ts'
import type { CheckedCall } from './checked.ts'
import type { Checking } from './checking.ts'
import type { Scope } from './environment.ts'
import { qualifiedNameOf } from './name-type.ts'

/** Where a node stands, and how to find the types of what is in it. */
export interface Place {
  readonly checking: Checking
  readonly scope: Scope
  readonly typeOf: (checking: Checking, node: Node, scope: Scope) => Type
}

type Call = Omit<CheckedCall, 'overloads'>

/** The type of a call: the result of the overloads that fit, dyn when they differ. */
export function typeOfCall(place: Place, node: NodeOf<'call'>): Type {
  const { checking, scope, typeOf } = place
  const found = node.arguments.map((argument) => typeOf(checking, argument, scope))
  const call = readCall(place, node)
  const receiver = call.target === undefined ? [] : [typeOf(checking, call.target, scope)]
  const known = checking.environment.library.get(call.name)
  if (known === undefined) return checking.refuse(node.at, `undeclared reference to '${call.name}' (in container '')`)
  return resolve(checking, { node, call, known, found: [...receiver, ...found] })
}

/** `sets.contains(a, b)` is a function with a dot in its name. */
function readCall({ checking }: Place, { name, target, arguments: list }: NodeOf<'call'>): Call {
  const prefix = target === undefined ? undefined : qualifiedNameOf(target)
  if (prefix !== undefined && checking.environment.library.has(`${prefix}.${name}`)) {
    return { name: `${prefix}.${name}`, target: undefined, arguments: list }
  }
  return { name, target, arguments: list }
}

interface Resolving {
  readonly node: NodeOf<'call'>
  readonly call: Call
  readonly known: readonly Overload[]
  readonly found: readonly Type[]
}

function resolve(checking: Checking, { node, call, known, found }: Resolving): Type {
  if (call.name === '_&&_' || call.name === '_||_') return resolveLogic(checking, { node, call, known, found })
  const fitting: Overload[] = []
  let result: Type | undefined
  for (const overload of known) {
    if (overload.isMethod !== (call.target !== undefined)) continue
    const [wanted, given] = withFreshVariables(checking, overload)
    if (!checking.unifier.areAssignable(found, wanted)) continue
    fitting.push(overload)
    const type = checking.unifier.apply(given)
    if (result === undefined) result = type
    else if (result.kind !== 'dyn' && !isSameType(type, result)) result = types.dyn
  }
  if (result === undefined) return refuse(checking, { node, call, known, found })
  checking.calls.set(node, { ...call, overloads: fitting })
  return result
}

function resolveLogic(checking: Checking, { node, call, known, found }: Resolving): Type {
  let isFine = true
  found.forEach((type, at) => {
    if (checking.unifier.isAssignable(type, types.bool)) return
    isFine = false
    checking.mismatch(call.arguments[at] ?? node, types.bool, type)
  })
  checking.calls.set(node, { ...call, overloads: known })
  return isFine ? types.bool : types.error
}

function withFreshVariables(checking: Checking, { parameters, result }: Overload): readonly [readonly Type[], Type] {
  const fresh = new Map<string, Type>()
  const renew = (type: Type): Type => {
    if (type.kind === 'type') return type.of === undefined ? type : { kind: 'type', of: renew(type.of) }
    if (type.kind !== 'parameter') return partsOf(type).length === 0 ? type : withParts(type, partsOf(type).map(renew))
    const known = fresh.get(type.name) ?? checking.unifier.fresh()
    fresh.set(type.name, known)
    return known
  }
  return [parameters.map(renew), renew(result)]
}

function refuse(checking: Checking, { node, call, found }: Resolving): Type {
  const printed = found.map((type) => printType(checking.unifier.apply(type, true)))
  const isMethod = call.target !== undefined
  const signature = isMethod ? `${printed[0]}.(${printed.slice(1).join(', ')})` : `(${printed.join(', ')})`
  return checking.refuse(node.at, `found no matching overload for '${call.name}' applied to '${signature}'`)
}
