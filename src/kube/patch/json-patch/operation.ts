import { PatchError } from '../error.ts'
import { fieldOf, isMap, isNull, type Json, type JsonObject } from '../json.ts'

/** One step of a JSON patch as its document has it; nothing is checked before it runs. */
export type Operation = JsonObject

/**
 * The operations of a JSON patch that was read from a text; null is a patch without any. Throws `bad-patch` with the text
 * of the Go library for what is no list of maps.
 */
export function readOperations(value: Json): Operation[] {
  if (isNull(value)) return []
  if (!Array.isArray(value)) throw notReadable(value, 'jsonpatch.Patch')
  return value.map((item) => {
    if (isNull(item)) return {}
    if (!isMap(item)) throw notReadable(item, 'jsonpatch.Operation')
    return item
  })
}

/** The word of an operation; `unknown` where there is none. */
export function kindOf(operation: Operation): string {
  const kind = fieldOf(operation, 'op')
  return typeof kind === 'string' ? kind : 'unknown'
}

/** The path or the source of an operation; throws `bad-patch` where it is missing or no text. */
export function pointerOf(operation: Operation, field: 'path' | 'from'): string {
  const pointer = fieldOf(operation, field)
  if (typeof pointer === 'string') return pointer
  if (pointer === undefined || isNull(pointer)) throw new PatchError('bad-patch', `${MISSING[field]}: missing value`)
  throw notReadable(pointer, 'string')
}

const MISSING = { path: 'operation missing path field', from: 'operation, missing from field' } as const

/** The failure where Go cannot decode a value into one of its types. */
export function notReadable(value: Json, type: string): PatchError {
  return new PatchError('bad-patch', `json: cannot unmarshal ${jsonName(value)} into Go value of type ${type}`)
}

function jsonName(value: Json): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  return isMap(value) ? 'object' : 'number'
}
