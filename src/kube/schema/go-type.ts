import type { Schema } from './schema.ts'

const SCALARS: Readonly<Record<string, string>> = {
  string: 'string',
  byte: '[]uint8',
  boolean: 'bool',
  number: 'float64',
  integer: 'int64',
  int32: 'int32',
  int64: 'int64',
  float: 'float32',
}

/** The Go type that a value of this schema is decoded into, as its errors print it: `[]v1.Container`, `int32`. */
export function goTypeOf(schema: Schema): string {
  const { type, format, items, additionalProperties, typeName } = schema
  if (schema['x-kubernetes-int-or-string'] === true) return 'int32'
  if (type === 'array') return `[]${items === undefined ? 'interface {}' : goTypeOf(items)}`
  if (typeName !== undefined && (type === 'object' || type === undefined)) return qualifiedName(typeName)
  if (type === 'object') {
    return `map[string]${typeof additionalProperties === 'object' ? goTypeOf(additionalProperties) : 'interface {}'}`
  }
  return SCALARS[format ?? ''] ?? SCALARS[type ?? ''] ?? 'interface {}'
}

/** `PodSpec` of `io.k8s.api.core.v1.PodSpec`; empty for a map. */
export function structNameOf({ typeName }: Schema): string {
  return typeName === undefined ? '' : typeName.slice(typeName.lastIndexOf('.') + 1)
}

function qualifiedName(typeName: string): string {
  return typeName.split('.').slice(-2).join('.')
}
