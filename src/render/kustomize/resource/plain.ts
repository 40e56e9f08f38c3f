import { isLiteral, isObject, type Json } from './json.ts'

/** A value without boxed scalars, as a JSON reader would have it. */
export function plainValue(value: Json): unknown {
  if (Array.isArray(value)) return value.map(plainValue)
  if (isLiteral(value)) return typeof value.value === 'bigint' ? Number(value.value) : value.value
  if (!isObject(value)) return value
  const plain = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(value)) plain[key] = plainValue(value[key] as Json)
  return plain
}
