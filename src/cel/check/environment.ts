import type { Library } from '../library/overload.ts'
import type { ObjectType, Type } from '../type/type.ts'

/** What an expression may name. */
export interface Environment {
  readonly variables: ReadonlyMap<string, Type>
  readonly library: Library
  /** Types that have a name an expression may write: objects that literals build, and types as values. */
  readonly objects?: { get(name: string): ObjectType | undefined }
  readonly typeNames?: ReadonlyMap<string, Type>
}

/** Variables of macros inside the variables of the environment. */
export class Scope {
  readonly #own: ReadonlyMap<string, Type>
  readonly #outer: Scope | undefined
  constructor(own: ReadonlyMap<string, Type>, outer?: Scope) {
    this.#own = own
    this.#outer = outer
  }

  typeOf(name: string): Type | undefined {
    return this.#own.get(name) ?? this.#outer?.typeOf(name)
  }

  /** Whether a macro declared the name. */
  isLocal(name: string): boolean {
    return this.#outer !== undefined && (this.#own.has(name) || this.#outer.isLocal(name))
  }

  with(variables: Iterable<readonly [string, Type]>): Scope {
    return new Scope(new Map(variables), this)
  }
}
