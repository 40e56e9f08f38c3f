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

/** The type of an expression. */
export type Type =
  | { readonly kind: PlainKind }
  | { readonly kind: 'list'; readonly item: Type }
  | { readonly kind: 'map'; readonly key: Type; readonly value: Type }
  | { readonly kind: 'optional'; readonly item: Type }
  | { readonly kind: 'type'; readonly of: Type }
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
      return type.of.kind === 'dyn' ? 'type' : `type(${printType(type.of)})`
    case 'object':
    case 'opaque':
    case 'parameter':
      return type.name
    case 'error':
      return '!error!'
    case 'duration':
      return 'google.protobuf.Duration'
    case 'timestamp':
      return 'google.protobuf.Timestamp'
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
