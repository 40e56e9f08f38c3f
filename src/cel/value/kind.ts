import type { Type } from '../type/type.ts'
import { Duration, List, Mapping, Opaque, Optional, Timestamp, TypeValue, Uint, type Value } from './value.ts'

/** Whether a value may stand where a type is wanted, as far as its outermost form tells. */
export function isOfType(value: Value, type: Type): boolean {
  const test = TESTS[type.kind]
  if (!test(value)) return false
  if (type.kind === 'opaque') return value instanceof Opaque && value.type.name === type.name
  if (type.kind === 'object')
    return value === null || (value instanceof Mapping && (value.typeName ?? type.name) === type.name)
  return true
}

const always = () => true
const TESTS: Readonly<Record<Type['kind'], (value: Value) => boolean>> = {
  dyn: always,
  error: always,
  parameter: always,
  null: (value) => value === null,
  bool: (value) => typeof value === 'boolean',
  int: (value) => typeof value === 'bigint',
  uint: (value) => value instanceof Uint,
  double: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  bytes: (value) => value instanceof Uint8Array,
  duration: (value) => value instanceof Duration,
  timestamp: (value) => value instanceof Timestamp,
  type: (value) => value instanceof TypeValue,
  list: (value) => value instanceof List,
  map: (value) => value instanceof Mapping,
  optional: (value) => value instanceof Optional,
  object: always,
  opaque: (value) => value instanceof Opaque,
}

/** Name of a value's type as `type(x)` prints it. */
export function typeNameOf(value: Value): string {
  if (value instanceof Opaque) return value.type.name
  if (value instanceof Mapping) return value.typeName ?? 'map'
  return NAMES.find(([, kind]) => TESTS[kind](value))?.[0] ?? 'dyn'
}

const NAMES: readonly (readonly [string, Type['kind']])[] = [
  ['null_type', 'null'],
  ['bool', 'bool'],
  ['int', 'int'],
  ['uint', 'uint'],
  ['double', 'double'],
  ['string', 'string'],
  ['bytes', 'bytes'],
  ['google.protobuf.Duration', 'duration'],
  ['google.protobuf.Timestamp', 'timestamp'],
  ['type', 'type'],
  ['list', 'list'],
  ['optional_type', 'optional'],
]
