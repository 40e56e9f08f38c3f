import { type Cursor, hexValue, isBlank, isBlankOrEnd, isBreak, isWord } from './cursor.ts'
import { TAG_DIRECTIVE, VERSION_DIRECTIVE } from './token.ts'

/** A directive line: `%YAML 1.1` or `%TAG ! prefix`. */
export interface Directive {
  readonly type: number
  readonly value: string
  readonly suffix: string
}

/** A tag in two parts, the handle still to be looked up. */
export interface TagParts {
  readonly handle: string
  readonly suffix: string
}

/** Reads a directive with its line break; the cursor stands on `%`. */
export function scanDirective(cursor: Cursor): Directive {
  cursor.position++
  const name = takeWord(cursor)
  if (name === '') cursor.fail('could not find expected directive name')
  if (!isBlankOrEnd(cursor.code)) cursor.fail('found unexpected non-alphabetical character')
  if (name !== 'YAML' && name !== 'TAG') cursor.fail('found unknown directive name')
  skipBlanks(cursor)
  const directive = name === 'YAML' ? scanVersion(cursor) : scanTagDirective(cursor)
  skipBlanks(cursor)
  let code = cursor.code
  if (code === 35) {
    for (; code !== 0 && !isBreak(code); code = cursor.code) cursor.position++
  }
  if (code !== 0) {
    if (!isBreak(code)) cursor.fail('did not find expected comment or line break')
    cursor.takeBreak()
  }
  return directive
}

/** Reads the name of an anchor or alias; the cursor stands on `&` or `*`. */
export function scanAnchor(cursor: Cursor): string {
  cursor.position++
  const name = takeWord(cursor)
  const code = cursor.code
  if (name === '' || !(isBlankOrEnd(code) || '?:,]}%@`'.includes(String.fromCharCode(code)))) {
    cursor.fail('did not find expected alphabetic or numeric character')
  }
  return name
}

/** Reads a tag; the cursor stands on `!`. */
export function scanTag(cursor: Cursor): TagParts {
  const parts = cursor.at(1) === 60 ? scanVerbatim(cursor) : scanShorthand(cursor)
  if (!isBlankOrEnd(cursor.code)) cursor.fail('did not find expected whitespace or line break')
  return parts
}

function scanVerbatim(cursor: Cursor): TagParts {
  cursor.position += 2
  const suffix = scanUri(cursor, '')
  if (cursor.code !== 62) cursor.fail("did not find the expected '>'")
  cursor.position++
  return { handle: '', suffix }
}

function scanShorthand(cursor: Cursor): TagParts {
  const handle = scanHandle(cursor, false)
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: scanUri(cursor, '') }
  const suffix = scanUri(cursor, handle)
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix }
}

function scanHandle(cursor: Cursor, directive: boolean): string {
  if (cursor.code !== 33) cursor.fail("did not find expected '!'")
  const start = cursor.position
  cursor.position++
  takeWord(cursor)
  if (cursor.code === 33) cursor.position++
  else if (directive && cursor.position > start + 1) cursor.fail("did not find expected '!'")
  return cursor.text.slice(start, cursor.position)
}

function isUriCharacter(code: number): boolean {
  return isWord(code) || (code > 32 && code < 127 && ";/?:@&=+$,.!~*'()[]%".includes(String.fromCharCode(code)))
}

function scanUri(cursor: Cursor, head: string): string {
  let uri = head.slice(1)
  const start = cursor.position
  while (isUriCharacter(cursor.code)) {
    if (cursor.code === 37) uri += scanUriEscape(cursor)
    else uri += cursor.text[cursor.position++]
  }
  if (head === '' && cursor.position === start) cursor.fail('did not find expected tag URI')
  return uri
}

function utf8Width(octet: number): number {
  return octet < 0x80
    ? 1
    : octet >= 0xc0 && octet < 0xe0
      ? 2
      : octet >= 0xe0 && octet < 0xf0
        ? 3
        : octet >= 0xf0 && octet < 0xf8
          ? 4
          : 0
}

function scanUriEscape(cursor: Cursor): string {
  const octets: number[] = []
  let width = 1
  while (octets.length < width) {
    const octet = hexValue(cursor.at(1)) * 16 + hexValue(cursor.at(2))
    if (cursor.code !== 37 || hexValue(cursor.at(1)) < 0 || hexValue(cursor.at(2)) < 0) {
      cursor.fail('did not find URI escaped octet')
    }
    if (octets.length === 0) {
      width = utf8Width(octet)
      if (width === 0) cursor.fail('found an incorrect leading UTF-8 octet')
    } else if ((octet & 0xc0) !== 0x80) {
      cursor.fail('found an incorrect trailing UTF-8 octet')
    }
    octets.push(octet)
    cursor.position += 3
  }
  return new TextDecoder().decode(Uint8Array.from(octets))
}

function scanVersion(cursor: Cursor): Directive {
  const major = scanVersionNumber(cursor)
  if (cursor.code !== 46) cursor.fail("did not find expected digit or '.' character")
  cursor.position++
  const minor = scanVersionNumber(cursor)
  return { type: VERSION_DIRECTIVE, value: '', suffix: `${Number(major)}.${Number(minor)}` }
}

function scanVersionNumber(cursor: Cursor): string {
  const start = cursor.position
  while (cursor.code >= 48 && cursor.code <= 57) {
    if (cursor.position - start === 2) cursor.fail('found extremely long version number')
    cursor.position++
  }
  if (cursor.position === start) cursor.fail('did not find expected version number')
  return cursor.text.slice(start, cursor.position)
}

function scanTagDirective(cursor: Cursor): Directive {
  const value = scanHandle(cursor, true)
  if (!isBlank(cursor.code)) cursor.fail('did not find expected whitespace')
  skipBlanks(cursor)
  const suffix = scanUri(cursor, '')
  if (!isBlankOrEnd(cursor.code)) cursor.fail('did not find expected whitespace or line break')
  return { type: TAG_DIRECTIVE, value, suffix }
}

function takeWord(cursor: Cursor): string {
  const start = cursor.position
  while (isWord(cursor.code)) cursor.position++
  return cursor.text.slice(start, cursor.position)
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(cursor.code)) cursor.position++
}
