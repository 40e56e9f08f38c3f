import type { Fold, Node } from '../parse/node.ts'
import { printType, type Type, types } from '../type/type.ts'
import type { Place } from './call-type.ts'

/** The type of a macro over a list or map. */
export function typeOfFold({ checking, scope, typeOf }: Place, node: Fold): Type {
  const range = checking.unifier.apply(typeOf(checking, node.range, scope))
  const gathered = typeOf(checking, node.start, scope)
  const outer = scope.with([[node.accumulator, gathered]])
  const inner = outer.with(variablesOf())
  want(node.condition, types.bool)
  want(node.step, gathered)
  return checking.unifier.apply(typeOf(checking, node.result, outer))

  function want(part: Node, wanted: Type): void {
    const found = typeOf(checking, part, inner)
    if (!checking.unifier.isAssignable(wanted, found)) checking.mismatch(part, wanted, found)
  }

  function variablesOf(): readonly (readonly [string, Type])[] {
    const [first, second] = node.variables
    const [key, value] = entryOf()
    if (second === undefined) return [[first, range.kind === 'list' ? value : key]]
    return [
      [first, key],
      [second, value],
    ]
  }

  function entryOf(): readonly [Type, Type] {
    if (range.kind === 'list') return [types.int, range.item]
    if (range.kind === 'map') return [range.key, range.value]
    if (range.kind === 'dyn' || range.kind === 'error' || range.kind === 'parameter') {
      checking.unifier.isAssignable(types.dyn, range)
      return [types.dyn, types.dyn]
    }
    const words = 'cannot be range of a comprehension (must be list, map, or dynamic)'
    checking.refuse(node.range.at, `expression of type '${printType(range)}' ${words}`)
    return [types.error, types.error]
  }
}
