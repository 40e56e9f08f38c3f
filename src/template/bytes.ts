/**
 * Go strings are bytes. Here a string is a JavaScript string in which each byte that is not part of valid UTF-8 stands
 * as a lone surrogate U+DC80…U+DCFF (as Python's `surrogateescape` does): ordinary text costs nothing, and binary data
 * (`b64dec`, `randBytes`, `.Files.Get` of a picture) survives unharmed to the output.
 */

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()
const ESCAPED = /[\udc80-\udcff]/
/** Any character outside ASCII. */
const NON_ASCII = /[^\u0000-\u007f]/

/** The UTF-16 units of a text, each outside ASCII as 0x7f. */
export function codeUnits(text: string): Uint8Array {
  const codes = encoder.encode(text)
  return codes.length === text.length ? codes : encoder.encode(text.replace(/[^\u0000-\u007f]/g, '\u007f'))
}

/** The bytes of a Go string. */
export function toBytes(text: string): Uint8Array {
  if (!ESCAPED.test(text)) return encoder.encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) as number
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - 0xdc00)
    else bytes.push(...encoder.encode(character))
  }
  return Uint8Array.from(bytes)
}

/** The Go string of some bytes. */
export function fromBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    return fromInvalidBytes(bytes)
  }
}

/** Length in bytes, as Go's `len`. */
export function byteLength(text: string): number {
  return NON_ASCII.test(text) ? toBytes(text).length : text.length
}

/** `text[start:end]` in bytes; a cut rune leaves its bytes escaped, as Go would leave them invalid. */
export function sliceBytes(text: string, start: number, end: number): string {
  return NON_ASCII.test(text) ? fromBytes(toBytes(text).subarray(start, end)) : text.slice(start, end)
}

/** Go's string order: by bytes. */
export function compareStrings(a: string, b: string): number {
  if (a === b) return 0
  if (!NON_ASCII.test(a) || !NON_ASCII.test(b)) return a < b ? -1 : 1
  const left = toBytes(a)
  const right = toBytes(b)
  const shared = Math.min(left.length, right.length)
  for (let index = 0; index < shared; index++) {
    const difference = (left[index] as number) - (right[index] as number)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function fromInvalidBytes(bytes: Uint8Array): string {
  let text = ''
  let index = 0
  while (index < bytes.length) {
    const size = sequenceLength(bytes, index)
    text +=
      size === 0
        ? String.fromCharCode(0xdc00 + (bytes[index] as number))
        : decoder.decode(bytes.subarray(index, index + size))
    index += Math.max(size, 1)
  }
  return text
}

/** Length of the valid UTF-8 sequence at `index`, or 0. */
function sequenceLength(bytes: Uint8Array, index: number): number {
  const first = bytes[index] as number
  const size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (size === 0 || index + size > bytes.length) return 0
  try {
    decoder.decode(bytes.subarray(index, index + size))
    return size
  } catch {
    return 0
  }
}
