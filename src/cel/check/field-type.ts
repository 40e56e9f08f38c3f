import type { NodeOf } from '../parse/node.ts'
import { optionalOf, printType, type Type, types } from '../type/type.ts'
import type { Place } from './call-type.ts'
import { typeOfQualifiedName } from './name-type.ts'

/** The type of `operand.field`, of `has(operand.field)`, or of a name with dots. */
export function typeOfSelect(place: Place, node: NodeOf<'select'>): Type {
  const { checking, scope } = place
  const qualified = node.isTest ? undefined : typeOfQualifiedName(checking, node, scope)
  if (qualified !== undefined) return qualified
  const type = typeOfField(place, { at: node.at, operand: node.operand, field: node.field, isOptional: false })
  return node.isTest ? types.bool : checking.unifier.apply(type)
}

/** The type of `operand.?field`. */
export function typeOfOptionalSelect(place: Place, node: NodeOf<'call'>): Type {
  const { checking } = place
  const [operand, field] = node.arguments
  if (operand === undefined || field?.kind !== 'constant' || field.constant.type !== 'string')
    return checking.refuse(node.at, 'unsupported optional field selection')
  checking.types.set(field, types.string)
  const overloads = checking.environment.library.get(node.name) ?? []
  checking.calls.set(node, { name: node.name, target: undefined, arguments: node.arguments, overloads })
  const type = typeOfField(place, { at: node.at, operand, field: field.constant.value, isOptional: true })
  return checking.unifier.apply(type)
}

interface Selection {
  readonly at: number
  readonly operand: NodeOf<'select'>['operand']
  readonly field: string
  readonly isOptional: boolean
}

function typeOfField({ checking, scope, typeOf }: Place, { at, operand, field, isOptional }: Selection): Type {
  const type = checking.unifier.apply(typeOf(checking, operand, scope))
  const found = fieldOf(type.kind === 'optional' ? type.item : type)
  return type.kind === 'optional' || isOptional ? optionalOf(found) : found

  function fieldOf(target: Type): Type {
    if (target.kind === 'map') return target.value
    if (target.kind === 'object') return target.field(field) ?? checking.refuse(at, `undefined field '${field}'`)
    if (target.kind === 'parameter') checking.unifier.isAssignable(types.dyn, target)
    else if (target.kind !== 'dyn' && target.kind !== 'error')
      checking.refuse(at, `type '${printType(target)}' does not support field selection`)
    return types.dyn
  }
}
