import { type Cursor, hexValue, isBlank, isBlankOrEnd, isBreak } from './cursor.ts'

const SPACE = 32
const TAB = 9

/** Text of a plain scalar, and whether a line break followed it. */
export interface PlainScalar {
  readonly value: string
  readonly brokeLine: boolean
}

/** Joins the two sides of a line break: one break is a space, more are kept without the first. */
function foldBreaks(first: string, more: string): string {
  if (first === '\n') return more === '' ? ' ' : more
  return first + more
}

/** True where a plain scalar cannot go on. */
function endsPlain(cursor: Cursor, code: number, inFlow: boolean): boolean {
  if (code === 58) return isBlankOrEnd(cursor.at(1))
  return inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125)
}

/** Reads a plain scalar that may not stand left of column `indent` in block context. */
export function scanPlain(cursor: Cursor, indent: number, inFlow: boolean): PlainScalar {
  let value = ''
  let gap = ''
  let brokeLine = false
  for (;;) {
    if (cursor.atDocumentMark()) break
    let code = cursor.code
    if (code === 35) break
    const start = cursor.position
    while (!isBlankOrEnd(code) && !endsPlain(cursor, code, inFlow)) {
      cursor.position++
      code = cursor.code
    }
    if (cursor.position > start) {
      value += gap + cursor.text.slice(start, cursor.position)
      gap = ''
      brokeLine = false
    }
    if (!isBlank(code) && !isBreak(code)) break
    const taken = scanGap(cursor, indent, undefined)
    gap = taken.gap
    brokeLine = taken.brokeLine
    if (!inFlow && cursor.column < indent) break
  }
  return { value, brokeLine }
}

/**
 * Steps over blanks and breaks; the gap is what they become in the value. In a plain scalar no tab may stand left of
 * `indent`; `escaped` says that an escaped break came before, so that every further break counts.
 */
function scanGap(cursor: Cursor, indent: number, escaped: true | undefined): { gap: string; brokeLine: boolean } {
  const start = cursor.position
  let first = ''
  let more = ''
  let brokeLine = escaped === true
  let end = start
  for (let code = cursor.code; isBlank(code) || isBreak(code); code = cursor.code) {
    if (isBreak(code)) {
      if (!brokeLine) first = cursor.takeBreak()
      else more += cursor.takeBreak()
      brokeLine = true
      continue
    }
    if (brokeLine && code === TAB && cursor.column < indent) {
      cursor.fail('found a tab character that violates indentation')
    }
    cursor.position++
    if (!brokeLine) end = cursor.position
  }
  if (!brokeLine) return { gap: cursor.text.slice(start, end), brokeLine }
  return { gap: escaped ? more : foldBreaks(first, more), brokeLine }
}

/** Reads a quoted scalar; the cursor stands on the opening quote and ends behind the closing one. */
export function scanQuoted(cursor: Cursor, quote: number): string {
  cursor.position++
  let value = ''
  for (;;) {
    if (cursor.atDocumentMark()) cursor.fail('found unexpected document indicator')
    if (cursor.code === 0) cursor.fail('found unexpected end of stream')
    const part = quote === 39 ? scanSingleRun(cursor) : scanDoubleRun(cursor)
    value += part.value
    if (cursor.code === quote) break
    value += scanGap(cursor, 0, part.escapedBreak ? true : undefined).gap
  }
  cursor.position++
  return value
}

interface QuotedRun {
  readonly value: string
  readonly escapedBreak: boolean
}

function scanSingleRun(cursor: Cursor): QuotedRun {
  let value = ''
  let start = cursor.position
  for (let code = cursor.code; !isBlankOrEnd(code); code = cursor.code) {
    if (code === 39) {
      if (cursor.at(1) !== 39) break
      value += cursor.text.slice(start, cursor.position + 1)
      cursor.position += 2
      start = cursor.position
    } else {
      cursor.position++
    }
  }
  return { value: value + cursor.text.slice(start, cursor.position), escapedBreak: false }
}

function scanDoubleRun(cursor: Cursor): QuotedRun {
  let value = ''
  let start = cursor.position
  for (let code = cursor.code; !isBlankOrEnd(code) && code !== 34; code = cursor.code) {
    if (code !== 92) {
      cursor.position++
      continue
    }
    value += cursor.text.slice(start, cursor.position)
    if (isBreak(cursor.at(1))) {
      cursor.position++
      cursor.takeBreak()
      return { value, escapedBreak: true }
    }
    value += scanEscape(cursor)
    start = cursor.position
  }
  return { value: value + cursor.text.slice(start, cursor.position), escapedBreak: false }
}

/** The character that a backslash and the letter behind it stand for. */
function simpleEscape(code: number): string | undefined {
  // biome-ignore format: one row a pair of escapes
  switch (code) {
    case 48: return '\0'
    case 97: return '\u0007'
    case 98: return '\b'
    case 116: case TAB: return '\t'
    case 110: return '\n'
    case 118: return '\v'
    case 102: return '\f'
    case 114: return '\r'
    case 101: return '\u001b'
    case SPACE: return ' '
    case 34: return '"'
    case 39: return "'"
    case 92: return '\\'
    case 78: return '\u0085'
    case 95: return '\u00a0'
    case 76: return '\u2028'
    case 80: return '\u2029'
    default: return undefined
  }
}

function scanEscape(cursor: Cursor): string {
  const code = cursor.at(1)
  const simple = simpleEscape(code)
  if (simple !== undefined) {
    cursor.position += 2
    return simple
  }
  const digits = code === 120 ? 2 : code === 117 ? 4 : code === 85 ? 8 : 0
  if (digits === 0) cursor.fail('found unknown escape character')
  cursor.position += 2
  let value = 0
  for (let index = 0; index < digits; index++) {
    const digit = hexValue(cursor.at(index))
    if (digit < 0) cursor.fail('did not find expected hexdecimal number')
    value = value * 16 + digit
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    cursor.fail('found invalid Unicode character escape code')
  }
  cursor.position += digits
  return String.fromCodePoint(value)
}
