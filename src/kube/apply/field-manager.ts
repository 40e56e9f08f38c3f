import { byteLength } from '../names/regular.ts'

/** Bytes that the name of a field manager may have. */
export const MAX_MANAGER_BYTES = 128
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u

/** The name that a write is recorded under: what the client says, else what comes first in its user agent. */
export function fieldManagerOf(fieldManager: string, userAgent: string): string {
  if (fieldManager !== '') return fieldManager
  const [product = ''] = userAgent.split('/')
  let name = ''
  let size = 0
  for (const character of product) {
    if (!isPrintable(character)) continue
    size += byteLength(character)
    if (size > MAX_MANAGER_BYTES) break
    name += character
  }
  return name
}

/** Whether Go calls a character printable (unicode.IsPrint). */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character)
}
