import { safeEncode } from '../pod/template-hash.ts'

/**
 * The hash that names a revision: of its data as Go writes it and of how many names were taken before.
 * Source: kubernetes `HashControllerRevision` – FNV-1, 32 bits.
 */
export function revisionHash(dataText: string, collisions: number): string {
  return safeEncode(String(fnv(`${dataText}${collisions}`)))
}

/** FNV-1 multiplies before it mixes, other than FNV-1a. */
function fnv(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash, 0x01000193) ^ byte
  return hash >>> 0
}
