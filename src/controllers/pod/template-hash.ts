import { loadTemplateDump } from '#kinds'
import type { JsonObject } from '#kube'

/**
 * The hash of a pod template that names what is made of it (`pod-template-hash`, names of ReplicaSets and of the
 * ControllerRevisions of a DaemonSet); `collisions` is the owner's `collisionCount`, undefined while it has none.
 * Source: kubernetes `ComputeHash` – FNV-1a over what Go prints of the typed template.
 */
export async function templateHash(template: JsonObject, collisions?: number): Promise<string> {
  const dump = await loadTemplateDump()
  let hash = fnv(FNV_START, new TextEncoder().encode(dump(template)))
  if (collisions !== undefined) {
    const count = new DataView(new ArrayBuffer(8))
    count.setUint32(0, collisions, true)
    hash = fnv(hash, new Uint8Array(count.buffer))
  }
  return safeEncode(String(hash))
}

const FNV_START = 0x811c9dc5
const FNV_PRIME = 0x01000193

function fnv(start: number, bytes: Uint8Array): number {
  let hash = start
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME)
  return hash >>> 0
}

const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

/** Letters and digits that make no words. Source: apimachinery `SafeEncodeString`. */
export function safeEncode(text: string): string {
  return [...text].map((letter) => LETTERS[(letter.codePointAt(0) ?? 0) % LETTERS.length]).join('')
}
