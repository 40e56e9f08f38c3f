import type { Value } from '../value/value.ts'

/** Types without parts. */
export type PlainKind =
  | 'dyn'
  | 'null'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'duration'
  | 'timestamp'
  | 'error'

/** The type of an expression. `maxSize` says how many characters, bytes, items or entries a declared value has at most. */
export type Type =
  | { readonly kind: PlainKind; readonly maxSize?: number }
  | { readonly kind: 'list'; readonly item: Type; readonly maxSize?: number }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type; readonly maxSize?: number }
  | { readonly kind: 'optional'; readonly item: Type }
  | { readonly kind: 'type'; readonly of?: Type }
  | ObjectType
  | { readonly kind: 'opaque'; readonly name: string }
  | { readonly kind: 'parameter'; readonly name: string }

/** A type with named fields; `field` gives the type of one, or undefined when there is none. */
export interface ObjectType {
  readonly kind: 'object'
  readonly name: string
  field(name: string): Type | undefined
  /** Names of all fields, for object literals. */
  fieldNames?(): readonly string[]
  /** Makes a value of an object literal's fields; a plain mapping with the type's name when absent. Throws a failure. */
  make?(fields: ReadonlyMap<string, Value>): Value
}

const plain = <K extends PlainKind>(kind: K): { readonly kind: K } => ({ kind })

/** The types without parts, by name. */
export const types = {
  dyn: plain('dyn'),
  null: plain('null'),
  bool: plain('bool'),
  int: plain('int'),
  uint: plain('uint'),
  double: plain('double'),
  string: plain('string'),
  bytes: plain('bytes'),
  duration: plain('duration'),
  timestamp: plain('timestamp'),
  error: plain('error'),
} as const

/** `list(item)`. */
export function listOf(item: Type): Type {
  return { kind: 'list', item }
}

/** `map(key, value)`. */
export function mapOf(key: Type, value: Type): Type {
  return { kind: 'map', key, value }
}

/** `optional_type(item)`. */
export function optionalOf(item: Type): Type {
  return { kind: 'optional', item }
}

/** A type known by its name alone, such as `kubernetes.Quantity`. */
export function opaque(name: string): Type {
  return { kind: 'opaque', name }
}

/** The types a type is made of: item, key and value. */
export function partsOf(type: Type): readonly Type[] {
  if (type.kind === 'list' || type.kind === 'optional') return [type.item]
  return type.kind === 'map' ? [type.key, type.value] : []
}

/** The same type with other parts. */
export function withParts(type: Type, parts: readonly Type[]): Type {
  const [first = types.dyn, second = types.dyn] = parts
  if (type.kind === 'list' || type.kind === 'optional') return { ...type, item: first }
  return type.kind === 'map' ? { ...type, key: first, value: second } : type
}

/** Whether two types are the same throughout. */
export function isSameType(a: Type, b: Type): boolean {
  if (a === b) return true
  if (a.kind !== b.kind) return false
  if ('name' in a && 'name' in b && a.name !== b.name) return false
  if (a.kind === 'type' && b.kind === 'type') {
    return a.of === b.of || (a.of !== undefined && b.of !== undefined && isSameType(a.of, b.of))
  }
  const others = partsOf(b)
  return partsOf(a).every((part, at) => isSameType(part, others[at] ?? types.error))
}

/** A type as cel-go prints it: `map(string, list(int))`. */
export function printType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `list(${printType(type.item)})`
    case 'map':
      return `map(${printType(type.key)}, ${printType(type.value)})`
    case 'optional':
      return `optional_type(${printType(type.item)})`
    case 'type':
      return type.of === undefined ? 'type' : `type(${printType(type.of)})`
    case 'object':
    case 'opaque':
    case 'parameter':
      return type.name
    case 'error':
      return '!error!'
    case 'duration':
      return 'duration'
    case 'timestamp':
      return 'timestamp'
    case 'dyn':
    case 'null':
    case 'bool':
    case 'int':
    case 'uint':
    case 'double':
    case 'string':
    case 'bytes':
      return type.kind
  }
}
