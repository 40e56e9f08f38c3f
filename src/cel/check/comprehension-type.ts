import type { Comprehension } from '../parse/node.ts'
import { listOf, mapOf, printType, type Type, types } from '../type/type.ts'
import type { Place } from './call-type.ts'

/** The type of a macro over a list or map. */
export function typeOfComprehension({ checking, scope, typeOf }: Place, node: Comprehension): Type {
  const range = typeOf(checking, node.range, scope)
  const inner = scope.with(variablesOf(node, range) ?? refuseRange())
  if (node.condition !== undefined) checking.want(node.condition, typeOf(checking, node.condition, inner), types.bool)
  const result = node.result === undefined ? types.dyn : typeOf(checking, node.result, inner)
  return RESULTS[node.macro](range, result)

  function refuseRange(): readonly (readonly [string, Type])[] {
    const words = 'cannot be range of a comprehension (must be list, map, or dynamic)'
    checking.refuse(node.range.at, `expression of type '${printType(range)}' ${words}`)
    return node.variables.map((name) => [name, types.error])
  }
}

function variablesOf(
  { variables: [first, second] }: Comprehension,
  range: Type,
): readonly (readonly [string, Type])[] | undefined {
  const parts = partsOf(range)
  if (parts === undefined) return undefined
  if (second !== undefined)
    return [
      [first, parts.key],
      [second, parts.value],
    ]
  return [[first, range.kind === 'map' ? parts.key : parts.value]]
}

function partsOf(range: Type): { readonly key: Type; readonly value: Type } | undefined {
  if (range.kind === 'list') return { key: types.int, value: range.item }
  if (range.kind === 'map') return { key: range.key, value: range.value }
  return range.kind === 'dyn' || range.kind === 'error' ? { key: types.dyn, value: types.dyn } : undefined
}

const RESULTS: Readonly<Record<Comprehension['macro'], (range: Type, result: Type) => Type>> = {
  all: () => types.bool,
  exists: () => types.bool,
  existsOne: () => types.bool,
  filter: (range) => listOf(range.kind === 'map' ? range.key : range.kind === 'list' ? range.item : types.dyn),
  map: (_range, result) => listOf(result),
  transformList: (_range, result) => listOf(result),
  transformMap: (range, result) => mapOf(partsOf(range)?.key ?? types.dyn, result),
  transformMapEntry: (_range, result) => (result.kind === 'map' ? result : mapOf(types.dyn, types.dyn)),
}
