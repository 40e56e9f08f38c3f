import { PatchError } from '../error.ts'
import { goText } from '../go-text.ts'
import { fieldOf, type Json, type JsonObject, sameJson, setField } from '../json.ts'
import type { Merging } from './merging.ts'
import { isListDirective, RETAIN_KEYS } from './words.ts'

/**
 * Takes `$retainKeys` out of a patch and every key that it does not list out of the original (mutates both). Between two
 * patches the directive moves to the first. Throws `bad-patch`.
 */
export function applyRetainKeys(original: JsonObject, patch: JsonObject, merging: Merging): void {
  const keys = fieldOf(patch, RETAIN_KEYS)
  if (keys === undefined) return
  delete patch[RETAIN_KEYS]
  if (!merging.isFinal) return passOn(original, keys)
  if (!Array.isArray(keys)) throw malformed()
  const retained = new Set(keys)
  for (const key of Object.keys(patch)) {
    if (patch[key] !== null && !isListDirective(key) && !retained.has(key)) throw malformed()
  }
  for (const key of Object.keys(original)) if (!retained.has(key)) delete original[key]
}

function passOn(original: JsonObject, keys: Json): void {
  const own = fieldOf(original, RETAIN_KEYS)
  if (own === undefined) return setField(original, RETAIN_KEYS, keys)
  if (sameJson(own, keys)) return
  const why = 'this may happen when calculating the 3-way diff patch'
  throw new PatchError('bad-patch', `${goText(own)} and ${goText(keys)} are not deep equal: ${why}`)
}

function malformed(): PatchError {
  return new PatchError('bad-patch', 'invalid patch format of retainKeys', {
    hint: '$retainKeys must list every field that the patch sets',
  })
}
