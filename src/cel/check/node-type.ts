import type { Node } from '../parse/node.ts'
import { Bindings } from '../type/bindings.ts'
import { listOf, mapOf, optionalOf, printType, type Type, types } from '../type/type.ts'
import { typeOfCall } from './call-type.ts'
import type { Checking } from './checking.ts'
import { typeOfComprehension } from './comprehension-type.ts'
import type { Scope } from './environment.ts'
import { typeOfName, typeOfQualifiedName } from './name-type.ts'

/** Finds the type of a node and of everything in it, and remembers it. */
export function typeOfNode(checking: Checking, node: Node, scope: Scope): Type {
  const type = READERS[node.kind](checking, node as never, scope)
  checking.types.set(node, type)
  return type
}

type Reader<K extends Node['kind']> = (
  checking: Checking,
  node: Extract<Node, { readonly kind: K }>,
  scope: Scope,
) => Type
type Readers = { readonly [K in Node['kind']]: Reader<K> }

const READERS: Readers = {
  constant: (_checking, { constant }) => types[constant.type],
  name: typeOfName,
  select: typeOfSelect,
  has: typeOfHas,
  call: (checking, node, scope) => typeOfCall({ checking, scope, typeOf: typeOfNode }, node),
  and: typeOfLogic,
  or: typeOfLogic,
  choice: typeOfChoice,
  list: typeOfList,
  map: typeOfMap,
  object: typeOfObject,
  comprehension: (checking, node, scope) => typeOfComprehension({ checking, scope, typeOf: typeOfNode }, node),
  bind: (checking, node, scope) =>
    typeOfNode(checking, node.body, scope.with([[node.variable, typeOfNode(checking, node.value, scope)]])),
  optionalMap: typeOfOptionalMap,
}

function typeOfSelect(checking: Checking, node: Extract<Node, { readonly kind: 'select' }>, scope: Scope): Type {
  const qualified = typeOfQualifiedName(checking, node, scope)
  if (qualified !== undefined) return qualified
  const operand = typeOfNode(checking, node.operand, scope)
  const inner = operand.kind === 'optional' ? operand.item : operand
  const field = typeOfField(checking, { at: node.at, type: inner, name: node.field })
  return node.isOptional || operand.kind === 'optional'
    ? optionalOf(field.kind === 'optional' ? field.item : field)
    : field
}

function typeOfHas(checking: Checking, node: Extract<Node, { readonly kind: 'has' }>, scope: Scope): Type {
  const operand = typeOfNode(checking, node.operand, scope)
  typeOfField(checking, { at: node.at, type: operand.kind === 'optional' ? operand.item : operand, name: node.field })
  return types.bool
}

function typeOfField(
  checking: Checking,
  { at, type, name }: { readonly at: number; readonly type: Type; readonly name: string },
): Type {
  switch (type.kind) {
    case 'dyn':
    case 'error':
    case 'parameter':
      return types.dyn
    case 'map':
      return type.value
    case 'object':
      return type.field(name) ?? checking.refuse(at, `undefined field '${name}'`)
    default:
      return checking.refuse(at, `type '${printType(type)}' does not support field selection`)
  }
}

function typeOfLogic(checking: Checking, node: Extract<Node, { readonly left: Node }>, scope: Scope): Type {
  const left = typeOfNode(checking, node.left, scope)
  const right = typeOfNode(checking, node.right, scope)
  checking.want(node.left, left, types.bool)
  checking.want(node.right, right, types.bool)
  return types.bool
}

function typeOfChoice(checking: Checking, node: Extract<Node, { readonly kind: 'choice' }>, scope: Scope): Type {
  const condition = typeOfNode(checking, node.condition, scope)
  const yes = typeOfNode(checking, node.yes, scope)
  const no = typeOfNode(checking, node.no, scope)
  const fits = new Bindings().isAssignable(condition, types.bool) && new Bindings().isAssignable(no, yes)
  if (fits) return yes.kind === 'dyn' || yes.kind === 'null' ? no : yes
  const signature = [condition, yes, no].map(printType).join(', ')
  return checking.refuse(node.at, `found no matching overload for '_?_:_' applied to '(${signature})'`)
}

function typeOfList(checking: Checking, node: Extract<Node, { readonly kind: 'list' }>, scope: Scope): Type {
  const parts = node.items.map(({ value, isOptional }) => {
    const type = typeOfNode(checking, value, scope)
    return { node: value, type: isOptional ? unwrapped(checking, value, type) : type }
  })
  return listOf(checking.join(parts))
}

function typeOfMap(checking: Checking, node: Extract<Node, { readonly kind: 'map' }>, scope: Scope): Type {
  const keys = node.entries.map(({ key }) => ({ node: key, type: typeOfNode(checking, key, scope) }))
  const values = node.entries.map(({ value, isOptional }) => {
    const type = typeOfNode(checking, value, scope)
    return { node: value, type: isOptional ? unwrapped(checking, value, type) : type }
  })
  return mapOf(checking.join(keys), checking.join(values))
}

function unwrapped(checking: Checking, node: Node, type: Type): Type {
  if (type.kind === 'optional') return type.item
  checking.want(node, type, optionalOf(types.dyn))
  return types.dyn
}

function typeOfObject(checking: Checking, node: Extract<Node, { readonly kind: 'object' }>, scope: Scope): Type {
  const type = checking.environment.objects?.get(node.type)
  if (type === undefined) return checking.refuse(node.at, `undeclared reference to '${node.type}' (in container '')`)
  for (const { at, name, value, isOptional } of node.fields) {
    const found = typeOfNode(checking, value, scope)
    const wanted = type.field(name)
    if (wanted === undefined) checking.refuse(at, `undefined field '${name}'`)
    else if (!new Bindings().isAssignable(isOptional ? unwrapped(checking, value, found) : found, wanted)) {
      const words = `'${name}' is '${printType(wanted)}' but provided type is '${printType(found)}'`
      checking.refuse(at, `expected type of field ${words}`)
    }
  }
  return type
}

function typeOfOptionalMap(
  checking: Checking,
  node: Extract<Node, { readonly kind: 'optionalMap' }>,
  scope: Scope,
): Type {
  const operand = typeOfNode(checking, node.operand, scope)
  const item = operand.kind === 'optional' ? operand.item : types.dyn
  if (operand.kind !== 'optional') checking.want(node.operand, operand, optionalOf(types.dyn))
  const body = typeOfNode(checking, node.body, scope.with([[node.variable, item]]))
  if (!node.isFlat) return optionalOf(body)
  checking.want(node.body, body, optionalOf(types.dyn))
  return body
}
