import { PatchError } from '../error.ts'
import { isMap, type Json } from '../json.ts'
import { DELETE_FROM_LIST, DIRECTIVE, ELEMENT_ORDER } from './words.ts'

/** A value of a patch without the maps that hold `$patch` (mutates it); undefined where it is one itself. */
export function withoutDirectives(value: Json): Json | undefined {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined)
  if (!isMap(value)) return value
  if (Object.hasOwn(value, DIRECTIVE)) return undefined
  for (const key of Object.keys(value)) {
    const kept = withoutDirectives(value[key] as Json)
    if (kept === undefined) delete value[key]
    else if (kept !== value[key]) value[key] = kept
  }
  return value
}

/** A value without fields that are null, at any level (mutates it). */
export function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) for (const item of value) withoutNulls(item)
  if (!isMap(value)) return value
  for (const key of Object.keys(value)) {
    if (value[key] === null) delete value[key]
    else withoutNulls(value[key] as Json)
  }
  return value
}

const MALFORMED: Readonly<Record<string, string>> = {
  [DELETE_FROM_LIST]: 'invalid patch format of primitive list',
  [ELEMENT_ORDER]: 'invalid patch format of setElementOrder list',
}

/** The list that a key such as `$setElementOrder/ports` is about. Throws `bad-patch`. */
export function listNameIn(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1)
  throw new PatchError('bad-patch', MALFORMED[prefix] ?? `no list in ${key}`, { hint: `write ${prefix}/NAME` })
}
