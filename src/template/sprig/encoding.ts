import { fromBytes, toBytes } from '../bytes.ts'
import { define } from '../define.ts'
import type { GoFunction, Value } from '../value.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const PAD = 0x3d

/** A base-2ⁿ encoding of `bits` a digit. */
interface Encoding {
  readonly name: 'base32' | 'base64'
  readonly bits: number
}

const base64: Encoding = { name: 'base64', bits: 6 }
const base32: Encoding = { name: 'base32', bits: 5 }

/** `b64enc`, `b64dec`, `b32enc`, `b32dec`. A text that is not encoded decodes to Go's error message, as in Sprig. */
export function encodingFunctions(): GoFunction[] {
  return [
    define('b64enc', ['string'], (text) => Buffer.from(toBytes(text as string)).toString('base64')),
    define('b64dec', ['string'], (text) => decodeOrExplain(base64, text)),
    define('b32enc', ['string'], (text) => encodeBase32(toBytes(text as string))),
    define('b32dec', ['string'], (text) => decodeOrExplain(base32, text)),
  ]
}

function encodeBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += BASE32[(held >> bits) & 31]
    }
    held &= 31
  }
  if (bits > 0) text += BASE32[(held << (5 - bits)) & 31]
  return text + '='.repeat((8 - (text.length % 8)) % 8)
}

const CLEAN_BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function decodeOrExplain(encoding: Encoding, value: Value | undefined): string {
  const text = value as string
  if (encoding === base64 && CLEAN_BASE64.test(text)) return fromBytes(Buffer.from(text, 'base64'))
  const result = encoding === base64 ? decodeBase64(toBytes(text)) : decodeBase32(toBytes(text))
  return typeof result === 'number' ? `illegal ${encoding.name} data at input byte ${result}` : fromBytes(result)
}

/** The decoded bytes, or the place of the first byte that is wrong. Line ends are skipped, as in Go. */
function decodeBase64(source: Uint8Array): Uint8Array | number {
  const digits: number[] = []
  for (let index = 0; index < source.length; index++) {
    const byte = source[index] as number
    if (isLineEnd(byte)) continue
    if (byte === PAD) return checkPadding(source, index, digits.length % 4) ?? pack(base64, digits)
    const digit = BASE64.indexOf(String.fromCharCode(byte))
    if (digit < 0) return index
    digits.push(digit)
  }
  return digits.length % 4 === 0 ? pack(base64, digits) : source.length - (digits.length % 4)
}

/** Undefined when the padding that begins at `start` is right; otherwise the place that Go complains about. */
function checkPadding(source: Uint8Array, start: number, filled: number): number | undefined {
  if (filled < 2) return start
  let next = skipLineEnds(source, start + 1)
  if (filled === 2) {
    if (next === source.length) return source.length
    if (source[next] !== PAD) return next - 1
    next = skipLineEnds(source, next + 1)
  }
  return next < source.length ? next : undefined
}

/** As `decodeBase64`; places count without line ends, and up to seven bytes behind the padding go unseen, as in Go. */
function decodeBase32(lines: Uint8Array): Uint8Array | number {
  const source = lines.filter((byte) => !isLineEnd(byte))
  const digits: number[] = []
  for (const [index, byte] of source.entries()) {
    const filled = digits.length % 8
    const after = source.length - index - 1
    if (byte === PAD && filled >= 2 && after < 8) {
      return checkPadding32(source, index, filled) ?? pack(base32, digits)
    }
    const digit = BASE32.indexOf(String.fromCharCode(byte))
    if (digit < 0) return index
    digits.push(digit)
  }
  return digits.length % 8 === 0 ? pack(base32, digits) : source.length - (digits.length % 8)
}

function checkPadding32(source: Uint8Array, start: number, filled: number): number | undefined {
  const needed = 7 - filled
  if (source.length - start - 1 < needed) return source.length
  const wrong = source.subarray(start + 1, start + 1 + needed).findIndex((byte) => byte !== PAD)
  if (wrong >= 0) return start + wrong
  return filled === 3 || filled === 6 ? start : undefined
}

function skipLineEnds(source: Uint8Array, index: number): number {
  let next = index
  while (next < source.length && isLineEnd(source[next] as number)) next++
  return next
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}

function pack({ bits }: Encoding, digits: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * bits) / 8))
  let held = 0
  let count = 0
  let written = 0
  for (const digit of digits) {
    held = ((held << bits) | digit) & 0xffff
    count += bits
    if (count < 8) continue
    count -= 8
    bytes[written++] = (held >> count) & 0xff
  }
  return bytes
}
