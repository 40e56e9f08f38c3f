import type { Json, JsonObject } from '#kube'

/** A text; a missing one and null are empty. Throws `Error` in Go's words for anything else. */
export function textOf(value: Json | undefined, field: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') throw mismatch(value, field, 'string')
  return value
}

/** A whole number; a missing one and null are 0. Throws `Error` in Go's words for anything else. */
export function numberOf(value: Json | undefined, field: string): number {
  if (value === undefined || value === null) return 0
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw mismatch(value, field, 'int')
  return value
}

/** A list; a missing one and null are empty. Throws `Error` in Go's words for anything else. */
export function listOf(value: Json | undefined, field: string): readonly Json[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw mismatch(value, field, 'list')
  return value
}

/** A map. Throws `Error` in Go's words for anything else. */
export function objectOf(value: Json | undefined, field: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, field, 'map')
  return value as JsonObject
}

function mismatch(value: Json | undefined, field: string, wanted: string): Error {
  const found = value === null || value === undefined ? 'null' : Array.isArray(value) ? 'array' : typeof value
  return new Error(`json: cannot unmarshal ${found} into Go struct field ${field} of type ${wanted}`)
}
