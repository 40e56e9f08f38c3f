/** An element of DER that was read: its tag, its contents, and all its bytes. */
export interface DerElement {
  readonly tag: number
  readonly contents: Uint8Array
  readonly whole: Uint8Array
}

/** Reads the elements that stand side by side in `bytes`. Throws RangeError `malformed DER` when they are cut or badly nested. */
export function readDer(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0
    const { length, start } = lengthAt(bytes, at + 1)
    const end = start + length
    if (end > bytes.length || (tag & 0x1f) === 0x1f) throw new RangeError('malformed DER')
    elements.push({ tag, contents: bytes.subarray(start, end), whole: bytes.subarray(at, end) })
    at = end
  }
  return elements
}

function lengthAt(bytes: Uint8Array, at: number): { length: number; start: number } {
  const first = bytes[at]
  if (first === undefined || first === 0x80 || first > 0x84) throw new RangeError('malformed DER')
  if (first < 0x80) return { length: first, start: at + 1 }
  const start = at + 1 + (first & 0x7f)
  let length = 0
  for (const byte of bytes.subarray(at + 1, start)) length = length * 256 + byte
  return { length, start }
}

/** The only element of `bytes`. Throws RangeError when there is none or another. */
export function readOneDer(bytes: Uint8Array): DerElement {
  const [only, ...rest] = readDer(bytes)
  if (only === undefined || rest.length > 0) throw new RangeError('malformed DER')
  return only
}

/** The dotted form of the contents of an OBJECT IDENTIFIER. */
export function readOid(contents: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  for (const byte of contents) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (arcs.length > 0) arcs.push(arc)
    else arcs.push(Math.min(Math.floor(arc / 40), 2), arc - 40 * Math.min(Math.floor(arc / 40), 2))
    arc = 0
  }
  return arcs.join('.')
}

/** An element of DER from its tag and the parts of its contents. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  const head = [tag, ...lengthBytes(length)]
  const bytes = new Uint8Array(head.length + length)
  bytes.set(head)
  let at = head.length
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return [0x80 | bytes.length, ...bytes]
}

/** SEQUENCE. */
export function derSequence(...parts: readonly Uint8Array[]): Uint8Array {
  return der(0x30, ...parts)
}

/** INTEGER from its unsigned big-endian bytes. */
export function derInteger(bytes: Uint8Array): Uint8Array {
  const zeros = bytes.findIndex((byte) => byte !== 0)
  const significant = zeros < 0 ? Uint8Array.of(0) : bytes.subarray(zeros)
  return (significant[0] ?? 0) >= 0x80 ? der(0x02, Uint8Array.of(0), significant) : der(0x02, significant)
}

/** OBJECT IDENTIFIER from `1.2.840.113549`. */
export function derOid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(0x06, Uint8Array.from(bytes))
}

/** BIT STRING; the last `unused` bits do not count. */
export function derBits(bytes: Uint8Array, unused = 0): Uint8Array {
  return der(0x03, Uint8Array.of(unused), bytes)
}

/** UTCTime for the years 1950 to 2049, else GeneralizedTime; from milliseconds since the epoch, cut to the second. */
export function derTime(timeMs: number): Uint8Array {
  const digits = new Date(timeMs).toISOString().replaceAll(/[-:T]|\..*$/g, '')
  const year = Number(digits.slice(0, 4))
  const isShort = year >= 1950 && year < 2050
  return der(isShort ? 0x17 : 0x18, new TextEncoder().encode(`${isShort ? digits.slice(2) : digits}Z`))
}

/** PrintableString where the characters allow it, else UTF8String, as Go chooses. */
export function derText(value: string): Uint8Array {
  return der(/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value) ? 0x13 : 0x0c, new TextEncoder().encode(value))
}
