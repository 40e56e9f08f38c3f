import type { Node, NodeOf } from '../parse/node.ts'
import { listOf, mapOf, optionalOf, type Type, types } from '../type/type.ts'
import type { Checking } from './checking.ts'
import type { Scope } from './environment.ts'

const TYPE_NAMES: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'dyn'] as const).map((name) => [name, types[name]] as const),
  ['null_type', types.null],
  ['list', listOf(types.dyn)],
  ['map', mapOf(types.dyn, types.dyn)],
  ['type', { kind: 'type' }],
  ['optional_type', optionalOf({ kind: 'parameter', name: 'V' })],
  ['google.protobuf.Duration', types.duration],
  ['google.protobuf.Timestamp', types.timestamp],
])

/** The type of a name: a variable's, or that of a type as a value. */
export function typeOfName(checking: Checking, node: NodeOf<'name'>, scope: Scope): Type {
  return (
    typeOfGlobal(checking, { node, scope, name: node.name }) ??
    checking.refuse(node.at, `undeclared reference to '${node.name}' (in container '')`)
  )
}

/** The type of `google.protobuf.Duration` and the like; undefined when the selection is one of a field. */
export function typeOfQualifiedName(checking: Checking, node: Node, scope: Scope): Type | undefined {
  const name = qualifiedNameOf(node)
  if (name === undefined || scope.isLocal(name.slice(0, name.indexOf('.')))) return undefined
  return typeOfGlobal(checking, { node, scope, name })
}

/** `a.b.c` as one text when it consists of names only. */
export function qualifiedNameOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'select' || node.isTest) return undefined
  const outer = qualifiedNameOf(node.operand)
  return outer === undefined ? undefined : `${outer}.${node.field}`
}

/** A type by the name it has as a value. */
export function typeNamed(checking: Checking, name: string): Type | undefined {
  const { objects, typeNames } = checking.environment
  return TYPE_NAMES.get(name) ?? objects?.get(name) ?? typeNames?.get(name)
}

function typeOfGlobal(
  checking: Checking,
  { node, scope, name }: { readonly node: Node; readonly scope: Scope; readonly name: string },
): Type | undefined {
  const isRooted = name.startsWith('.')
  const variable = isRooted ? checking.environment.variables.get(name.slice(1)) : scope.typeOf(name)
  if (variable !== undefined) {
    checking.variables.set(node, name)
    return variable
  }
  const of = typeNamed(checking, isRooted ? name.slice(1) : name)
  if (of === undefined) return undefined
  checking.typeNames.set(node, isRooted ? name.slice(1) : name)
  return { kind: 'type', of }
}
