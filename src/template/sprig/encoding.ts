import { fromBytes, toBytes } from '../bytes.ts'
import { define } from '../define.ts'
import type { GoFunction, Value } from '../value.ts'

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** A base-2ⁿ encoding: `bits` a digit, `group` digits a block. `trailing`: digits a short last block may have. */
interface Encoding {
  readonly name: 'base32' | 'base64'
  readonly alphabet: string
  readonly bits: number
  readonly group: number
  readonly trailing: readonly number[]
}

const base64: Encoding = { name: 'base64', alphabet: BASE64, bits: 6, group: 4, trailing: [2, 3] }
const base32: Encoding = { name: 'base32', alphabet: BASE32, bits: 5, group: 8, trailing: [2, 4, 5, 7] }

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
  const result = decode(encoding, toBytes(text))
  return typeof result === 'number' ? `illegal ${encoding.name} data at input byte ${result}` : fromBytes(result)
}

/** The decoded bytes, or the place of the first byte that is wrong. Line ends are skipped, as in Go. */
function decode(encoding: Encoding, source: Uint8Array): Uint8Array | number {
  const digits: number[] = []
  let index = 0
  let start = 0
  while (index < source.length) {
    const byte = source[index++] as number
    if (isLineEnd(byte)) continue
    if (digits.length % encoding.group === 0) start = index - 1
    if (byte === 0x3d) {
      const fault = checkPadding(encoding, { source, index, filled: digits.length % encoding.group, start })
      return fault === undefined ? pack(encoding, digits) : fault
    }
    const digit = encoding.alphabet.indexOf(String.fromCharCode(byte))
    if (digit < 0) return index - 1
    digits.push(digit)
  }
  return digits.length % encoding.group === 0 ? pack(encoding, digits) : index - (digits.length % encoding.group)
}

interface Padding {
  readonly source: Uint8Array
  /** Behind the first `=`. */
  readonly index: number
  /** Digits of the last block before the padding. */
  readonly filled: number
  readonly start: number
}

/** Undefined when the padding is right; otherwise the place that Go's decoder complains about. */
function checkPadding(encoding: Encoding, padding: Padding): number | undefined {
  return encoding.name === 'base64' ? checkPadding64(padding) : checkPadding32(encoding, padding)
}

function checkPadding64({ source, index, filled }: Padding): number | undefined {
  if (filled < 2) return index - 1
  let next = index
  if (filled === 2) {
    next = skipLineEnds(source, next)
    if (next === source.length) return source.length
    if (source[next] !== 0x3d) return next
    next++
  }
  next = skipLineEnds(source, next)
  return next < source.length ? next : undefined
}

function checkPadding32(encoding: Encoding, { source, index, filled }: Padding): number | undefined {
  const rest = source.subarray(index).filter((byte) => !isLineEnd(byte))
  const needed = encoding.group - filled - 1
  if (filled < 2 || rest.length < needed) return source.filter((byte) => !isLineEnd(byte)).length
  const wrong = rest.subarray(0, needed).findIndex((byte) => byte !== 0x3d)
  if (wrong >= 0) return index + wrong
  if (!encoding.trailing.includes(filled)) return index - 1
  return rest.length > needed ? index + needed : undefined
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
