import { listOf, mapOf, optionalOf, type Type, types } from './type.ts'

/** What type parameters stand for so far. `isAssignable` binds them as it goes; a failed try leaves no trace. */
export class Bindings {
  #bound = new Map<string, Type>()

  /** Whether a value of type `from` may stand where `to` is wanted. Binds parameters of `to` (and of `from`). */
  isAssignable(from: Type, to: Type): boolean {
    const before = new Map(this.#bound)
    if (this.#unify(from, to)) return true
    this.#bound = before
    return false
  }

  /** A type with its parameters replaced by what they stand for; unbound ones become dyn. */
  apply(type: Type): Type {
    switch (type.kind) {
      case 'list':
        return listOf(this.apply(type.item))
      case 'map':
        return mapOf(this.apply(type.key), this.apply(type.value))
      case 'optional':
        return optionalOf(this.apply(type.item))
      case 'type':
        return { kind: 'type', of: this.apply(type.of) }
      case 'parameter': {
        const bound = this.#bound.get(type.name)
        return bound === undefined ? types.dyn : this.apply(bound)
      }
      default:
        return type
    }
  }

  #unify(from: Type, to: Type): boolean {
    const left = this.#resolve(from)
    const right = this.#resolve(to)
    if (left === right) return true
    if (right.kind === 'parameter') return this.#bind(right.name, left)
    if (left.kind === 'parameter') return this.#bind(left.name, right)
    if (isAnything(left) || isAnything(right)) return true
    if (left.kind === 'null') return right.kind === 'null' || NULLABLE.has(right.kind)
    if (right.kind === 'null') return NULLABLE.has(left.kind)
    return left.kind === right.kind && this.#unifyParts(left, right)
  }

  #unifyParts(left: Type, right: Type): boolean {
    if (left.kind === 'list' && right.kind === 'list') return this.#unify(left.item, right.item)
    if (left.kind === 'optional' && right.kind === 'optional') return this.#unify(left.item, right.item)
    if (left.kind === 'map' && right.kind === 'map')
      return this.#unify(left.key, right.key) && this.#unify(left.value, right.value)
    if ((left.kind === 'object' || left.kind === 'opaque') && left.kind === right.kind) return left.name === right.name
    return true
  }

  #bind(name: string, type: Type): boolean {
    if (type.kind === 'parameter' && type.name === name) return true
    if (mentions(type, name)) return false
    this.#bound.set(name, type)
    return true
  }

  #resolve(type: Type): Type {
    let resolved = type
    while (resolved.kind === 'parameter') {
      const bound = this.#bound.get(resolved.name)
      if (bound === undefined) break
      resolved = bound
    }
    return resolved
  }
}

/** Types that null may stand for. */
const NULLABLE: ReadonlySet<Type['kind']> = new Set<Type['kind']>([
  'object',
  'opaque',
  'duration',
  'timestamp',
  'optional',
])

function isAnything(type: Type): boolean {
  return type.kind === 'dyn' || type.kind === 'error'
}

function mentions(type: Type, name: string): boolean {
  if (type.kind === 'parameter') return type.name === name
  if (type.kind === 'list' || type.kind === 'optional') return mentions(type.item, name)
  return type.kind === 'map' && (mentions(type.key, name) || mentions(type.value, name))
}
