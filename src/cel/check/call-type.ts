import type { Overload } from '../library/overload.ts'
import type { Node } from '../parse/node.ts'
import { Bindings } from '../type/bindings.ts'
import { printType, type Type, types } from '../type/type.ts'
import type { Checking } from './checking.ts'
import type { Scope } from './environment.ts'
import { qualifiedNameOf } from './name-type.ts'

/** Where a node stands, and how to find the types of what is in it. */
export interface Place {
  readonly checking: Checking
  readonly scope: Scope
  readonly typeOf: (checking: Checking, node: Node, scope: Scope) => Type
}

type CallNode = Extract<Node, { readonly kind: 'call' }>

/** The type of a call: the result of the overloads that fit, dyn when they differ. */
export function typeOfCall(place: Place, node: CallNode): Type {
  const { checking, scope, typeOf } = place
  const { name, isMethod, list } = readCall(place, node)
  const known = (checking.environment.library.get(name) ?? []).filter((overload) => overload.isMethod === isMethod)
  const found = list.map((argument) => typeOf(checking, argument, scope))
  if (known.length === 0) return checking.refuse(node.at, `undeclared reference to '${name}' (in container '')`)
  const fitting = known.flatMap((overload) => fitOf(overload, found))
  if (fitting.length === 0) return refuse(checking, node, { name, isMethod, found })
  checking.calls.set(node, { arguments: list, overloads: fitting.map(({ overload }) => overload) })
  return resultOf(fitting.map(({ result }) => result))
}

/** `sets.contains(a, b)` is a function with a dot in its name unless `sets` is a variable. */
function readCall({ checking, scope }: Place, node: CallNode) {
  const { target, arguments: list } = node
  if (target === undefined) return { name: node.name, isMethod: false, list }
  const prefix = qualifiedNameOf(target)
  const isVariable = prefix === undefined || scope.typeOf(prefix.split('.')[0] ?? '') !== undefined
  if (!isVariable && checking.environment.library.has(`${prefix}.${node.name}`)) {
    return { name: `${prefix}.${node.name}`, isMethod: false, list }
  }
  return { name: node.name, isMethod: true, list: [target, ...list] }
}

function fitOf(
  overload: Overload,
  found: readonly Type[],
): readonly { readonly overload: Overload; readonly result: Type }[] {
  if (overload.parameters.length !== found.length) return []
  const bindings = new Bindings()
  const fits = overload.parameters.every((parameter, at) => bindings.isAssignable(found[at] ?? types.dyn, parameter))
  return fits ? [{ overload, result: bindings.apply(overload.result) }] : []
}

function resultOf(results: readonly Type[]): Type {
  const [first = types.dyn] = results
  return results.every((result) => printType(result) === printType(first)) ? first : types.dyn
}

function refuse(
  checking: Checking,
  node: Node,
  call: { readonly name: string; readonly isMethod: boolean; readonly found: readonly Type[] },
): Type {
  if (call.found.some((type) => type.kind === 'error')) return types.error
  const printed = call.found.map(printType)
  const signature = call.isMethod ? `${printed[0]}.(${printed.slice(1).join(', ')})` : `(${printed.join(', ')})`
  return checking.refuse(node.at, `found no matching overload for '${call.name}' applied to '${signature}'`)
}
