/** Characters that Go's reader refuses; a lone U+DC80…U+DCFF stands for a byte that is not UTF-8. */
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ud800-\udfff\ufffe\uffff]/u
/** Go decodes the input in pieces of this many bytes, and refuses a piece as a whole. */
const CHUNK = 512

/** The part of a text that Go's scanner gets to see, and what its reader says about the rest. */
export interface Readable {
  readonly text: string
  readonly unreadable: string | undefined
}

/** Looks for the first character that Go refuses to read. */
export function readable(text: string): Readable {
  const index = text.search(REFUSED)
  if (index < 0) return { text, unreadable: undefined }
  return { text: text.slice(0, chunkStart(text, index)), unreadable: problemAt(text, index) }
}

function chunkStart(text: string, index: number): number {
  let bytes = 0
  let start = 0
  for (let at = 0; at < index; at++) {
    const code = text.charCodeAt(at)
    const isLowHalf = code >= 0xdc00 && code <= 0xdfff
    const width = code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code <= 0xdfff ? 2 : 3
    const before = Math.floor(bytes / CHUNK)
    bytes += width
    if (Math.floor(bytes / CHUNK) > before) start = isLowHalf ? at + 1 : bytes % CHUNK === 0 ? at + 1 : at
  }
  return start
}

function problemAt(text: string, index: number): string {
  const code = text.charCodeAt(index)
  if (code < 0xd800 || code > 0xdfff) return 'control characters are not allowed'
  const octet = code - 0xdc00
  if (octet < 0xc0 || octet >= 0xf8) return 'invalid leading UTF-8 octet'
  const width = octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4
  for (let step = 1; step < width; step++) {
    const next = text.charCodeAt(index + step)
    if (Number.isNaN(next)) return 'incomplete UTF-8 octet sequence'
    if (next < 0xdc80 || next > 0xdcbf) return 'invalid trailing UTF-8 octet'
  }
  const second = text.charCodeAt(index + 1) - 0xdc00
  const isOverlong = octet < 0xc2 || (octet === 0xe0 && second < 0xa0) || (octet === 0xf0 && second < 0x90)
  return isOverlong ? 'invalid length of a UTF-8 sequence' : 'invalid Unicode character'
}
