/** Joins byte strings. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** An element of DER: tag, length, contents. */
export function element(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const body = joinBytes(contents)
  return joinBytes([Uint8Array.from([tag, ...lengthBytes(body.length)]), body])
}

function lengthBytes(length: number): number[] {
  if (length < 0x80) return [length]
  const bytes: number[] = []
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff)
  return [0x80 | bytes.length, ...bytes]
}

/** SEQUENCE. */
export function sequence(...contents: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...contents)
}

/** INTEGER that is not negative. */
export function integer(value: bigint): Uint8Array {
  const hex = value.toString(16)
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return (bytes[0] as number) >= 0x80 ? element(0x02, Uint8Array.of(0), bytes) : element(0x02, bytes)
}

/** OBJECT IDENTIFIER from `1.2.840.113549`. */
export function objectId(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]]
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return element(0x06, Uint8Array.from(bytes))
}

/** BIT STRING; `unused` bits at the end do not count. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return element(0x03, Uint8Array.of(unused), bytes)
}

/** OCTET STRING. */
export function octetString(bytes: Uint8Array): Uint8Array {
  return element(0x04, bytes)
}

/** BOOLEAN true. */
export function booleanTrue(): Uint8Array {
  return element(0x01, Uint8Array.of(0xff))
}

/** NULL. */
export function derNull(): Uint8Array {
  return element(0x05)
}

/** PrintableString where the characters allow it, otherwise UTF8String, as Go chooses. */
export function text(value: string): Uint8Array {
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value)
  return element(isPrintable ? 0x13 : 0x0c, Buffer.from(value, 'utf8'))
}

/** UTCTime for 1950–2049, otherwise GeneralizedTime; from milliseconds since the epoch, to the second. */
export function time(milliseconds: number): Uint8Array {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\..*$/g, '')
  const year = Number(digits.slice(0, 4))
  const isShort = year >= 1950 && year < 2050
  return element(isShort ? 0x17 : 0x18, Buffer.from(`${isShort ? digits.slice(2) : digits}Z`, 'latin1'))
}

/** An element that was read: its tag, its contents, and all its bytes. */
export interface DerElement {
  readonly tag: number
  readonly contents: Uint8Array
  readonly whole: Uint8Array
}

/** The elements that stand side by side in `bytes`. Throws `malformed DER` when the bytes are cut or badly nested. */
export function readElements(bytes: Uint8Array): DerElement[] {
  const elements: DerElement[] = []
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] as number
    const { length, start } = readLength(bytes, at + 1)
    const end = start + length
    if (end > bytes.length || (tag & 0x1f) === 0x1f) throw new Error('malformed DER')
    elements.push({ tag, contents: bytes.subarray(start, end), whole: bytes.subarray(at, end) })
    at = end
  }
  return elements
}

function readLength(bytes: Uint8Array, at: number): { length: number; start: number } {
  const first = bytes[at]
  if (first === undefined || first === 0x80 || first > 0x84) throw new Error('malformed DER')
  if (first < 0x80) return { length: first, start: at + 1 }
  const start = at + 1 + (first & 0x7f)
  let length = 0
  for (const byte of bytes.subarray(at + 1, start)) length = length * 256 + byte
  return { length, start }
}

/** The dotted form of an OBJECT IDENTIFIER's contents. */
export function readObjectId(contents: Uint8Array): string {
  const arcs: number[] = []
  let arc = 0
  for (const byte of contents) {
    arc = arc * 128 + (byte & 0x7f)
    if (byte >= 0x80) continue
    if (arcs.length === 0) arcs.push(Math.min(Math.floor(arc / 40), 2), arc - Math.min(Math.floor(arc / 40), 2) * 40)
    else arcs.push(arc)
    arc = 0
  }
  return arcs.join('.')
}
