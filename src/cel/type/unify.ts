import { isSameType, partsOf, type Type, types, withParts } from './type.ts'

/** What type variables stand for so far, through one whole check. A failed try leaves no trace. */
export class Unifier {
  #bound = new Map<string, Type>()
  #count = 0

  /** A type variable that is in no use yet. */
  fresh(): Type {
    return { kind: 'parameter', name: `_var${this.#count++}` }
  }

  /** Whether a value of type `from` may stand where `to` is wanted; binds variables of both. */
  isAssignable(from: Type, to: Type): boolean {
    return this.areAssignable([from], [to])
  }

  /** The same for several types side by side, bound together or not at all. */
  areAssignable(from: readonly Type[], to: readonly Type[]): boolean {
    const before = new Map(this.#bound)
    if (this.#unifyAll(from, to)) return true
    this.#bound = before
    return false
  }

  /** A type with its variables replaced; unbound ones become dyn when asked, or stay. */
  apply(type: Type, isFinal = false): Type {
    if (type.kind === 'parameter') {
      const bound = this.#bound.get(type.name)
      if (bound !== undefined) return this.apply(bound, isFinal)
      return isFinal ? types.dyn : type
    }
    if (type.kind === 'type') return type.of === undefined ? type : { kind: 'type', of: this.apply(type.of, isFinal) }
    const parts = partsOf(type)
    if (parts.length === 0) return type
    return withParts(
      type,
      parts.map((part) => this.apply(part, isFinal)),
    )
  }

  #unifyAll(from: readonly Type[], to: readonly Type[]): boolean {
    return from.length === to.length && from.every((type, at) => this.#unify(type, to[at] ?? types.error))
  }

  #unify(from: Type, to: Type): boolean {
    if (to.kind === 'parameter') {
      const isBound = this.#bound.has(to.name)
      if (this.#substitute(from, to)) return true
      if (isBound) return false
    }
    if (from.kind === 'parameter') return this.#substitute(to, from)
    if (isAnything(from) || isAnything(to)) return true
    if (from.kind === 'null') return to.kind === 'null' || NULLABLE.has(to.kind)
    if (to.kind === 'null') return NULLABLE.has(from.kind)
    if (from.kind !== to.kind) return false
    if ('name' in from && 'name' in to && from.name !== to.name) return false
    return from.kind === 'type' || this.#unifyAll(partsOf(from), partsOf(to))
  }

  #substitute(type: Type, variable: Type & { readonly kind: 'parameter' }): boolean {
    if (isSameType(type, variable)) return true
    const bound = this.#bound.get(variable.name)
    if (bound === undefined) {
      if (this.#mentions(type, variable.name)) return false
      this.#bound.set(variable.name, type)
      return true
    }
    if (isSameType(type, bound)) return true
    if (!this.#unify(type, bound)) return false
    const general = mostGeneral(type, bound)
    if (!this.#mentions(general, variable.name)) this.#bound.set(variable.name, general)
    return true
  }

  #mentions(type: Type, name: string): boolean {
    if (type.kind === 'parameter') {
      if (type.name === name) return true
      const bound = this.#bound.get(type.name)
      return bound !== undefined && this.#mentions(bound, name)
    }
    if (type.kind === 'type') return type.of !== undefined && this.#mentions(type.of, name)
    return partsOf(type).some((part) => this.#mentions(part, name))
  }
}

/** The type that says less of two that fit one another. */
export function mostGeneral(a: Type, b: Type): Type {
  return saysNoMore(a, b) ? a : b
}

function saysNoMore(a: Type, b: Type): boolean {
  if (a.kind === 'dyn' || a.kind === 'parameter') return true
  if (b.kind === 'dyn' || b.kind === 'parameter' || a.kind !== b.kind) return false
  if (a.kind === 'type') return true
  if ('name' in a && 'name' in b && a.name !== b.name) return false
  const others = partsOf(b)
  return partsOf(a).every((part, at) => saysNoMore(part, others[at] ?? types.error))
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
