import type { Node, NodeOf } from '../parse/node.ts'
import { listOf, mapOf, optionalOf, printType, type Type, types } from '../type/type.ts'
import { type Place, typeOfCall } from './call-type.ts'
import type { Checking } from './checking.ts'
import type { Scope } from './environment.ts'
import { typeOfOptionalSelect, typeOfSelect } from './field-type.ts'
import { typeOfFold } from './fold-type.ts'
import { typeNamed, typeOfName } from './name-type.ts'

/** Finds the type of a node and of everything in it, and remembers it. */
export function typeOfNode(checking: Checking, node: Node, scope: Scope): Type {
  const type = READERS[node.kind]({ checking, scope, typeOf: typeOfNode }, node as never)
  checking.types.set(node, type)
  return type
}

type Readers = { readonly [K in Node['kind']]: (place: Place, node: NodeOf<K>) => Type }

const READERS: Readers = {
  constant: (_place, { constant }) => types[constant.type],
  name: ({ checking, scope }, node) => typeOfName(checking, node, scope),
  select: typeOfSelect,
  call: (place, node) => (node.name === '_?._' ? typeOfOptionalSelect(place, node) : typeOfCall(place, node)),
  list: typeOfList,
  map: typeOfMap,
  object: typeOfObject,
  fold: typeOfFold,
}

function typeOfList(place: Place, node: NodeOf<'list'>): Type {
  let joined: Type | undefined
  for (const { value, isOptional } of node.items) {
    const type = typeOfPart(place, value, isOptional)
    joined = joined === undefined ? type : place.checking.join([joined, type])
  }
  return listOf(joined ?? place.checking.unifier.fresh())
}

function typeOfMap(place: Place, node: NodeOf<'map'>): Type {
  let key: Type | undefined
  let item: Type | undefined
  for (const entry of node.entries) {
    const keyType = typeOfPart(place, entry.key, false)
    key = key === undefined ? keyType : place.checking.join([key, keyType])
    const type = typeOfPart(place, entry.value, entry.isOptional)
    item = item === undefined ? type : place.checking.join([item, type])
  }
  const { unifier } = place.checking
  return mapOf(key ?? unifier.fresh(), item ?? unifier.fresh())
}

function typeOfPart({ checking, scope }: Place, node: Node, isOptional: boolean): Type {
  const type = typeOfNode(checking, node, scope)
  if (!isOptional) return type
  if (type.kind === 'optional') return type.item
  if (type.kind !== 'dyn') checking.mismatch(node, optionalOf(type), type)
  return type
}

function typeOfObject(place: Place, node: NodeOf<'object'>): Type {
  const { checking } = place
  const type = typeNamed(checking, node.type)
  if (type === undefined) return checking.refuse(node.at, `undeclared reference to '${node.type}' (in container '')`)
  if (type.kind !== 'object') checking.refuse(node.at, `'${node.type}' is not a message type`)
  for (const { at, name, value, isOptional } of node.fields) {
    const found = typeOfPart(place, value, isOptional)
    const field = type.kind === 'object' ? type.field(name) : types.error
    const wanted = field ?? checking.refuse(at, `undefined field '${name}'`)
    if (checking.unifier.isAssignable(wanted, found)) continue
    const words = `'${name}' is '${printType(wanted)}' but provided type is '${printType(found)}'`
    checking.refuse(at, `expected type of field ${words}`)
  }
  return type.kind === 'object' ? type : types.error
}
