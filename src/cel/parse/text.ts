import { celErrorOf } from '../error.ts'
import type { Token } from './token.ts'

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '`': '`',
  '?': '?',
}
/** Escapes by number: digits that follow and their base. */
const NUMBERED: Readonly<Record<string, readonly [digits: number, base: 8 | 16]>> = {
  x: [2, 16],
  X: [2, 16],
  u: [4, 16],
  U: [8, 16],
}

/** How a text literal begins: `r`, `b` or both, and its quote. */
interface Opening {
  readonly prefix: string
  readonly quote: string
}

/** Reads the text or bytes literal at an offset; gives the token and the offset behind it. Throws a CelError `syntax`. */
export function readText(source: string, at: number, { prefix, quote }: Opening): readonly [Token, number] {
  const isRaw = /r/i.test(prefix)
  const start = at + prefix.length + quote.length
  const end = endOf(source, { at, start, quote, isRaw })
  const body = source.slice(start, end)
  const after = end + quote.length
  if (!/b/i.test(prefix))
    return [{ kind: 'string', at, text: isRaw ? body : unescape(source, start, body).text }, after]
  const bytes = isRaw ? new TextEncoder().encode(body) : unescape(source, start, body).bytes
  return [{ kind: 'bytes', at, text: body, bytes }, after]
}

function endOf(
  source: string,
  { at, start, quote, isRaw }: { at: number; start: number; quote: string; isRaw: boolean },
): number {
  for (let here = start; here < source.length; here++) {
    if (source.startsWith(quote, here)) return here
    if (source[here] === '\\' && !isRaw) here++
    else if (source[here] === '\n' && quote.length === 1) break
  }
  throw celErrorOf('syntax', source, [
    { at, message: `Syntax error: token recognition error at: '${source.slice(at, at + 20)}'` },
  ])
}

/** Both readings of a body with escapes: `\xff` is a character of a text and a byte of bytes. */
function unescape(source: string, start: number, body: string): { readonly text: string; readonly bytes: Uint8Array } {
  let text = ''
  const bytes: number[] = []
  const encoder = new TextEncoder()
  for (let here = 0; here < body.length; ) {
    const { value, isByte, length } = body[here] === '\\' ? escapeAt(source, start, body, here) : plainAt(body, here)
    text += value
    bytes.push(...(isByte ? [value.codePointAt(0) ?? 0] : encoder.encode(value)))
    here += length
  }
  return { text, bytes: Uint8Array.from(bytes) }
}

interface Piece {
  readonly value: string
  readonly isByte: boolean
  readonly length: number
}

function plainAt(body: string, here: number): Piece {
  const value = String.fromCodePoint(body.codePointAt(here) ?? 0)
  return { value, isByte: false, length: value.length }
}

function escapeAt(source: string, start: number, body: string, here: number): Piece {
  const letter = body[here + 1] ?? ''
  const simple = SIMPLE[letter]
  if (simple !== undefined) return { value: simple, isByte: false, length: 2 }
  const [digits, base] = NUMBERED[letter] ?? [3, 8]
  const from = here + (base === 8 ? 1 : 2)
  const written = body.slice(from, from + digits)
  const code = Number.parseInt(written, base)
  const pattern = base === 8 ? /^[0-3][0-7]{2}$/ : /^[0-9a-fA-F]+$/
  const isValid =
    written.length === digits && pattern.test(written) && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  if (!isValid) throw celErrorOf('syntax', source, [{ at: start + here, message: 'unable to unescape string' }])
  return { value: String.fromCodePoint(code), isByte: digits <= 3, length: from - here + digits }
}
