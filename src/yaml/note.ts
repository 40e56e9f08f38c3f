import type { Json, JsonObject } from './literal.ts'

/** Texts of comments by the field they belong to, and by the map or list; kept beside the values as quotes are. */
const fieldNotes = new WeakMap<object, Map<string, readonly string[]>>()
const valueNotes = new WeakMap<object, string>()
/** Most programs never read a note; then no copy looks for one. */
let isUsed = false

/** Notes the comments of a field, the one that counts first. */
export function noteField(map: JsonObject, key: string, texts: readonly string[]): void {
  isUsed = true
  const fields = fieldNotes.get(map)
  if (fields === undefined) fieldNotes.set(map, new Map([[key, texts]]))
  else fields.set(key, texts)
}

/** Notes the comment of a map or list itself: one behind a flow collection, or before an item. */
export function noteValue(value: Json, text: string): void {
  if (typeof value !== 'object' || value === null) return
  isUsed = true
  valueNotes.set(value, text)
}

/** Comments of a field that start with `{`, without their `#`; the one that counts is first. */
export function notesOfField(map: object, key: string): readonly string[] {
  return (isUsed && fieldNotes.get(map)?.get(key)) || []
}

/** The comment of a map or list itself, where it starts with `{`. */
export function noteOfValue(value: unknown): string | undefined {
  return isUsed && typeof value === 'object' && value !== null ? valueNotes.get(value) : undefined
}

/** Notes for a copy of a map or list what the comments of the original say. */
export function copyNotes(from: JsonObject | Json[], to: JsonObject | Json[]): void {
  if (!isUsed) return
  const own = valueNotes.get(from)
  if (own !== undefined) valueNotes.set(to, own)
  if (Array.isArray(from) || Array.isArray(to)) return
  const fields = fieldNotes.get(from)
  if (fields !== undefined) fieldNotes.set(to, new Map(fields))
}
