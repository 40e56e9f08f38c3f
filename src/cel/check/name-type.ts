import type { Node } from '../parse/node.ts'
import { type Type, types } from '../type/type.ts'
import type { Checking } from './checking.ts'
import type { Scope } from './environment.ts'

const TYPE_NAMES: ReadonlyMap<string, Type> = new Map<string, Type>([
  ...(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'dyn'] as const).map((name) => [name, types[name]] as const),
  ['null_type', types.null],
  ['list', { kind: 'list', item: types.dyn }],
  ['map', { kind: 'map', key: types.dyn, value: types.dyn }],
  ['type', { kind: 'type', of: types.dyn }],
  ['optional_type', { kind: 'optional', item: types.dyn }],
  ['google.protobuf.Duration', types.duration],
  ['google.protobuf.Timestamp', types.timestamp],
])

/** The type of a name: a variable's, or that of a type as a value. */
export function typeOfName(checking: Checking, node: Extract<Node, { readonly kind: 'name' }>, scope: Scope): Type {
  const type = scope.typeOf(node.name) ?? typeOfTypeName(checking, node, node.name)
  return type ?? checking.refuse(node.at, `undeclared reference to '${node.name}' (in container '')`)
}

/** The type of `google.protobuf.Duration` and the like; undefined when the selection is one of a field. */
export function typeOfQualifiedName(checking: Checking, node: Node, scope: Scope): Type | undefined {
  const name = qualifiedNameOf(node)
  if (name === undefined || scope.typeOf(name.slice(0, name.indexOf('.'))) !== undefined) return undefined
  return scope.typeOf(name) ?? typeOfTypeName(checking, node, name)
}

/** `a.b.c` as one text when it consists of names only. */
export function qualifiedNameOf(node: Node): string | undefined {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'select' || node.isOptional) return undefined
  const outer = qualifiedNameOf(node.operand)
  return outer === undefined ? undefined : `${outer}.${node.field}`
}

function typeOfTypeName(checking: Checking, node: Node, name: string): Type | undefined {
  const of = TYPE_NAMES.get(name) ?? checking.environment.objects?.get(name)
  if (of === undefined) return undefined
  checking.typeNames.set(node, name)
  return { kind: 'type', of }
}
