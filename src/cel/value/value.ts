/**
 * A value while an expression runs. int is a bigint, double a number, bytes a Uint8Array; everything else that is no
 * plain JavaScript value is one of the classes below.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Uint
  | Duration
  | Timestamp
  | TypeValue
  | List
  | Mapping
  | Optional
  | Opaque

/** An unsigned 64-bit integer. */
export class Uint {
  readonly value: bigint
  constructor(value: bigint) {
    this.value = value
  }
}

/** A span of time. */
export class Duration {
  readonly nanoseconds: bigint
  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds
  }
}

/** A point in time, in nanoseconds since 1970; `offset` says how many seconds ahead of UTC it is written. */
export class Timestamp {
  readonly nanoseconds: bigint
  readonly offset: number
  constructor(nanoseconds: bigint, offset = 0) {
    this.nanoseconds = nanoseconds
    this.offset = offset
  }
}

/** A type as a value: what `type(x)` gives. */
export class TypeValue {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** A list. Others may hold their items in forms of their own and make values of them when asked. */
export abstract class List {
  abstract readonly size: number
  /** The item at an index from 0 to size - 1. */
  abstract at(index: number): Value
  *[Symbol.iterator](): Iterator<Value> {
    for (let index = 0; index < this.size; index++) yield this.at(index)
  }
  /** Whether both hold the same; lists of Kubernetes may leave the order out. Undefined: compare item by item. */
  equals(_other: List): boolean | undefined {
    return undefined
  }
  /** What `+` gives; undefined: one after the other. */
  plus(_other: List): List | undefined {
    return undefined
  }
}

/** A map, or an object with a type of its own. */
export abstract class Mapping {
  abstract readonly size: number
  abstract get(key: Value): Value | undefined
  abstract keys(): Iterable<Value>
  /** Whether both hold the same; undefined: compare entry by entry. */
  equals(_other: Mapping): boolean | undefined {
    return undefined
  }
  /** Name of the object's type; absent for plain maps. */
  readonly typeName?: string
}

/** A value that may be absent. */
export class Optional {
  readonly isOptional = true
  readonly value: Value | undefined
  constructor(value: Value | undefined) {
    this.value = value
  }
}

/** A value only its own functions understand, such as a quantity. */
export abstract class Opaque {
  abstract readonly type: { readonly kind: 'opaque'; readonly name: string }
  abstract equals(other: Value): boolean
  /** What its cost is counted by; 1 unless told. */
  readonly size: number = 1
}
