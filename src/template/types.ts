import { Complex, containerType, GoObject, Int, isFunction, type Value } from './value.ts'

/** What Go's `%T` prints; `<nil>` for nil. */
export function goTypeName(value: Value | undefined): string {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'float64'
    case 'boolean':
      return 'bool'
    default:
      break
  }
  if (value === null || value === undefined) return '<nil>'
  if (value instanceof Map || Array.isArray(value)) return containerType(value)
  if (value instanceof Int) return value.kind
  if (value instanceof GoObject) return value.goType
  if (value instanceof Complex) return 'complex128'
  return value instanceof Uint8Array ? '[]uint8' : functionType(value)
}

/** What Go's `reflect.Kind` is called: `map`, `slice`, `int64`, `invalid` for nil. */
export function goKind(value: Value | undefined): string {
  if (value === null || value === undefined) return 'invalid'
  if (value instanceof Map) return 'map'
  if (Array.isArray(value) || value instanceof Uint8Array) return 'slice'
  if (value instanceof GoObject) return value.goKind
  return isFunction(value) ? 'func' : goTypeName(value)
}

/** The element type of a slice or map type; named types are taken to hold `interface {}`. */
export function elementType(goType: string): string {
  if (goType.startsWith('[]')) return goType.slice(2)
  return goType.startsWith('map[') ? goType.slice(goType.indexOf(']') + 1) : 'interface {}'
}

/** Go's zero value of a type; null for everything that can be nil. */
export function zeroValue(goType: string): Value {
  if (goType === 'string') return ''
  if (goType === 'bool') return false
  if (goType === 'float64' || goType === 'float32') return 0
  if (goType === '[]uint8') return new Uint8Array()
  const kind = INT_KINDS.get(goType)
  return kind === undefined ? null : kind
}

/** Whether `nil` can be of this type. */
export function canBeNil(goType: string): boolean {
  return (
    goType === 'any' ||
    goType === 'interface {}' ||
    goType === 'reflect.Value' ||
    goType === 'error' ||
    goType.startsWith('[]') ||
    goType.startsWith('map[') ||
    goType.startsWith('*') ||
    goType.startsWith('func(')
  )
}

const INT_KINDS: ReadonlyMap<string, Int> = new Map(
  (['int', 'int8', 'int16', 'int32', 'int64', 'uint', 'uint8', 'uint16', 'uint32', 'uint64', 'uintptr'] as const).map(
    (kind) => [kind, new Int(kind, 0n)],
  ),
)

/** Whether this is an integer type. */
export function isIntType(goType: string): boolean {
  return INT_KINDS.has(goType)
}

function functionType(value: { readonly params: readonly string[]; readonly variadic?: boolean }): string {
  const params = value.params.map((param) => (param === 'any' ? 'interface {}' : param))
  if (value.variadic === true) params.push(`...${params.pop()}`)
  return `func(${params.join(', ')}) interface {}`
}
