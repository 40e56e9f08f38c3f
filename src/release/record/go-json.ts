import type { Json } from '#kube'

/** One field of a Go struct: its JSON name, whether it is left out when empty, and the struct that its value holds. */
export interface Field {
  readonly name: string
  readonly isKept?: boolean
  /** Of the value, or of each item of a list. */
  readonly struct?: Struct
  /** What is written when the field is missing; default null. */
  readonly missing?: Json
}

/** The fields of a Go struct in the order in which Go writes them. */
export type Struct = readonly Field[]

/**
 * A value as Go's `json.Marshal` prints it: structs in the order of their fields (unknown ones behind them), maps sorted by
 * key, no blanks, `<`, `>`, `&` and line separators escaped.
 */
export function goJson(value: unknown, struct?: Struct): string {
  return print(value, struct).replace(/[<>&\u2028\u2029]/g, escaped)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

function print(value: unknown, struct: Struct | undefined): string {
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed())
  if (typeof value === 'number') return numberText(value)
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return 'null'
  if (Array.isArray(value)) return `[${value.map((item) => print(item, struct)).join(',')}]`
  if ('toJSON' in value && typeof value.toJSON === 'function' && !Object.hasOwn(value, 'toJSON')) {
    return print(value.toJSON(), struct)
  }
  const entries = value instanceof Map ? (value as ReadonlyMap<string, unknown>) : new Map(Object.entries(value))
  return struct === undefined ? printMap(entries) : printStruct(entries, struct)
}

/** Numbers have the form that ECMAScript gave to JSON; only the negative zero differs. */
function numberText(value: number): string {
  if (Object.is(value, -0)) return '-0'
  return Number.isFinite(value) ? String(value) : 'null'
}

function printMap(entries: ReadonlyMap<string, unknown>): string {
  const keys = [...entries.keys()].sort(compareBytes)
  return `{${keys.map((key) => `${JSON.stringify(key.toWellFormed())}:${print(entries.get(key), undefined)}`).join(',')}}`
}

function printStruct(entries: ReadonlyMap<string, unknown>, struct: Struct): string {
  const known = new Set(struct.map(({ name }) => name))
  const parts = struct.flatMap((field) => printField(entries.get(field.name), field))
  const rest = new Map([...entries].filter(([name, value]) => !known.has(name) && value !== undefined))
  if (rest.size > 0) parts.push(printMap(rest).slice(1, -1))
  return `{${parts.join(',')}}`
}

function printField(value: unknown, { name, isKept, struct, missing }: Field): string[] {
  if (isEmpty(value) && isKept !== true) return []
  return [`"${name}":${print(value ?? missing, struct)}`]
}

/** What Go's `omitempty` leaves out. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  if (Array.isArray(value)) return value.length === 0
  if (value instanceof Map) return value.size === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** The order of UTF-8 bytes, in which Go sorts keys: surrogates stand for characters above all others. */
function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)]
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1
  }
  return a.length - b.length
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000
}
