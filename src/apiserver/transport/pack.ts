import type { WholeAnswer } from '../contract/http.ts'

/** A body that is ready for few, large writes. */
export type Packed = string | Uint8Array | readonly Uint8Array[]

/**
 * Joins the parts of a body: short texts become one text, which travels in one write with the headers, long ones pieces
 * of some hundred kilobytes. Bodies past `streamLimitLength` characters are not packed: undefined.
 */
export function packBody(body: WholeAnswer['body']): Packed | undefined {
  if (typeof body === 'string' || body instanceof Uint8Array) return body
  const length = lengthOf(body)
  if (length > streamLimitLength) return undefined
  if (length <= oneTextLength && body.every((part) => typeof part === 'string')) return body.join('')
  return [...pieces(body)]
}

/** The parts of a body, joined to pieces that are worth a write. */
export function* pieces(parts: readonly (string | Uint8Array)[]): Iterable<Uint8Array> {
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') text += part
    if (text !== '' && (typeof part !== 'string' || text.length >= pieceLength)) {
      yield Buffer.from(text)
      text = ''
    }
    if (typeof part !== 'string') yield part
  }
  if (text !== '') yield Buffer.from(text)
}

/** Bytes of a packed body. */
export function packedSize(packed: Packed): number {
  if (typeof packed === 'string') return Buffer.byteLength(packed)
  if (packed instanceof Uint8Array) return packed.length
  return packed.reduce((sum, piece) => sum + piece.length, 0)
}

const oneTextLength = 64 * 1024
const pieceLength = 256 * 1024
/** Larger answers are never whole in memory a second time, and share the turns of the event loop. */
const streamLimitLength = 1024 * 1024

function lengthOf(parts: readonly (string | Uint8Array)[]): number {
  let length = 0
  for (const part of parts) length += part.length
  return length
}
