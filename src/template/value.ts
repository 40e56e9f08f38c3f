/**
 * The values a template sees, as Go would hold them.
 *
 * | Go                         | here                                  |
 * |----------------------------|---------------------------------------|
 * | nil, missing key           | `null`                                |
 * | bool, string               | boolean, string (see bytes.ts)        |
 * | float64                    | number                                |
 * | int, int64, uint8, rune …  | `Int`                                 |
 * | complex128                 | `Complex`                             |
 * | []byte                     | Uint8Array                            |
 * | slices                     | array; element type other than `interface {}` noted by `typedAs` |
 * | map[string]T               | Map; value type other than `interface {}` noted by `typedAs`     |
 * | structs, pointers, methods | `GoObject`                            |
 * | functions                  | `GoFunction`                          |
 *
 * Maps and slices are shared by reference and may be mutated, as in Go.
 */
export type Value =
  | null
  | boolean
  | string
  | number
  | Int
  | Complex
  | Uint8Array
  | GoList
  | GoMap
  | GoObject
  | GoFunction

/** A Go slice. */
export type GoList = Value[]
/** A Go map with string keys. Iteration order is insertion order; whoever ranges or prints sorts as Go does. */
export type GoMap = Map<string, Value>

/** Go's integer kinds. `rune` is int32, `byte` is uint8. */
export type IntKind =
  | 'int'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'uintptr'

/** An integer with its Go kind; `value` is already wrapped to the kind's range. Make one with `int()`. */
export class Int {
  readonly kind: IntKind
  readonly value: bigint
  constructor(kind: IntKind, value: bigint) {
    this.kind = kind
    this.value = value
  }
  /** The number as a bigint, so that JSON and YAML writers print digits. */
  toJSON(): bigint {
    return this.value
  }
}

/** A complex128. Only literals and printf can reach one. */
export class Complex {
  readonly real: number
  readonly imaginary: number
  constructor(real: number, imaginary: number) {
    this.real = real
    this.imaginary = imaginary
  }
}

/**
 * A Go struct, pointer or named type with methods: `.Chart`, `.Capabilities.APIVersions`, a time, a semver.
 * Subclass it; the engine asks only through these members.
 */
export abstract class GoObject {
  /** What `%T` prints: `*chart.Metadata`, `time.Time`, `chartutil.VersionSet`. */
  abstract readonly goType: string
  /** What `kindOf` prints: `struct`, `ptr`, `slice`, `map` … */
  abstract readonly goKind: string
  /** Exported fields in declaration order; what `%v`, `toJson` and field access read. */
  abstract fields(): ReadonlyMap<string, Value>
  /** An exported method, or undefined. Called by name, `.Has "v1"`. */
  method(_name: string): GoFunction | undefined {
    return undefined
  }
  /** Result of a `String()` method when the Go type has one: used by print, `%v`, `%s`, `toString`. */
  goString(): string | undefined {
    return undefined
  }
  /** Set when the type is a named slice or map: what range, len and index then work on. */
  underlying(): Value | undefined {
    return undefined
  }
  /** What JSON and YAML writers see; undefined means the fields, under their Go names. */
  abstract toJSON(): unknown
}

/** The Go type of a parameter, as far as argument checks need it. `any` is `interface {}`. */
export type ParamType =
  | 'any'
  | 'string'
  | 'bool'
  | 'int'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'float64'
  | '[]string'
  | '[]interface {}'
  | '[]uint8'
  | 'map[string]interface {}'
  | 'time.Time'
  | (string & {})

/**
 * A function a template can call. The engine checks and converts arguments by `params`, exactly as Go's reflection
 * does, before `call` runs; a thrown `Error` becomes Go's `error calling NAME: MESSAGE`.
 */
export interface GoFunction {
  readonly name: string
  /** Fixed parameters, then, when `variadic`, the element type of the last one. */
  readonly params: readonly ParamType[]
  readonly variadic?: boolean
  /** Steps that one call counts for where it is slow by design; its time is then not counted beside them. */
  readonly cost?: number | undefined
  readonly call: (...args: Value[]) => Value
}

/** The functions of a template set by name. */
export type FuncMap = ReadonlyMap<string, GoFunction>

const INT_BITS: Readonly<Record<IntKind, readonly [signed: boolean, bits: number]>> = {
  int: [true, 64],
  int8: [true, 8],
  int16: [true, 16],
  int32: [true, 32],
  int64: [true, 64],
  uint: [false, 64],
  uint8: [false, 8],
  uint16: [false, 16],
  uint32: [false, 32],
  uint64: [false, 64],
  uintptr: [false, 64],
}

const MAX_SMALL = 256
/** The ints that were asked for, up to `MAX_SMALL`. */
const smallInts: Int[] = []

/** An `Int` of `kind` (default `int`), wrapped to the kind's range as a Go conversion does. */
export function int(value: bigint | number, kind: IntKind = 'int'): Int {
  if (kind === 'int' && value >= 0 && value <= MAX_SMALL) return smallInt(Number(value))
  const [signed, bits] = INT_BITS[kind]
  const wide = typeof value === 'bigint' ? value : BigInt(Math.trunc(value))
  return new Int(kind, signed ? BigInt.asIntN(bits, wide) : BigInt.asUintN(bits, wide))
}

function smallInt(value: number): Int {
  const whole = Math.trunc(value)
  const known = smallInts[whole]
  if (known !== undefined) return known
  const made = new Int('int', BigInt(whole))
  smallInts[whole] = made
  return made
}

const types = new WeakMap<object, string>()

/** Notes that a slice or map has a Go type other than the default (`[]string`, `map[string]string`); returns it. */
export function typedAs<T extends GoList | GoMap>(goType: string, value: T): T {
  types.set(value, goType)
  return value
}

/** The Go type of a slice or map. */
export function containerType(value: GoList | GoMap): string {
  return types.get(value) ?? (Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}')
}

/**
 * The same map under another Go type, `map[string]interface {}` unless noted by `typedAs`: what is set in one is seen in
 * the other. Go's maps are references, and a conversion does not copy them.
 */
export class MapView extends Map<string, Value> {
  readonly #map: GoMap
  constructor(map: GoMap) {
    super()
    this.#map = map
  }
  override get size(): number {
    return this.#map.size
  }
  override get(key: string): Value | undefined {
    return this.#map.get(key)
  }
  override has(key: string): boolean {
    return this.#map.has(key)
  }
  override set(key: string, value: Value): this {
    this.#map.set(key, value)
    return this
  }
  override delete(key: string): boolean {
    return this.#map.delete(key)
  }
  override clear(): void {
    this.#map.clear()
  }
  override keys(): MapIterator<string> {
    return this.#map.keys()
  }
  override values(): MapIterator<Value> {
    return this.#map.values()
  }
  override entries(): MapIterator<[string, Value]> {
    return this.#map.entries()
  }
  override forEach(act: (value: Value, key: string, map: GoMap) => void): void {
    this.#map.forEach((value, key) => act(value, key, this))
  }
  override [Symbol.iterator](): MapIterator<[string, Value]> {
    return this.#map.entries()
  }
}

/** Whether `value` is a function a template can call. */
export function isFunction(value: Value): value is GoFunction {
  return typeof value === 'object' && value !== null && 'call' in value && 'params' in value
}
