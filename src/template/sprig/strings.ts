import { byteLength, sliceBytes } from '../bytes.ts'
import { define } from '../define.ts'
import { type GoFunction, Int, type Value } from '../value.ts'
import { fromBinary, intOf, toBinary, toText } from './cast.ts'
import { quoteGo, sprintf } from './engine.ts'
import { checkBytes } from './runtime.ts'
import { isSpace, swapCase, toLower, toTitle, toUpper, trimRunes, trimSpace, untitle } from './text-case.ts'
import { joinWords, toPascalCase } from './word-case.ts'
import { wrapText } from './wrap.ts'

const VARIADIC = { variadic: true } as const

/** Functions from strings to strings and booleans; those of string lists are in string-lists.ts. */
export function stringFunctions(): GoFunction[] {
  return [
    ...caseFunctions(),
    ...trimFunctions(),
    ...searchFunctions(),
    ...cutFunctions(),
    ...printFunctions(),
    ...layoutFunctions(),
  ]
}

function caseFunctions(): GoFunction[] {
  return [
    onText('upper', toUpper),
    onText('lower', toLower),
    onText('title', toTitle),
    onText('untitle', untitle),
    onText('swapcase', swapCase),
    onText('snakecase', (text) => joinWords(text, '_')),
    onText('kebabcase', (text) => joinWords(text, '-')),
    onText('camelcase', toPascalCase),
  ]
}

function trimFunctions(): GoFunction[] {
  return [
    onText('trim', trimSpace),
    onTwoTexts('trimall', trimAll),
    onTwoTexts('trimAll', trimAll),
    onTwoTexts('trimSuffix', (suffix, text) =>
      suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text,
    ),
    onTwoTexts('trimPrefix', (prefix, text) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
    onText('nospace', removeSpace),
    onText('initials', initials),
  ]
}

function searchFunctions(): GoFunction[] {
  return [
    onTwoTexts('contains', (part, text) => text.includes(part)),
    onTwoTexts('hasPrefix', (prefix, text) => text.startsWith(prefix)),
    onTwoTexts('hasSuffix', (suffix, text) => text.endsWith(suffix)),
    define('replace', ['string', 'string', 'string'], (old, fresh, text) =>
      replaceAll(text as string, old as string, fresh as string),
    ),
    define('plural', ['string', 'string', 'int'], (one, many, count) => (intOf(count) === 1 ? one : many) as string),
  ]
}

function cutFunctions(): GoFunction[] {
  return [
    define('substr', ['int', 'int', 'string'], (start, end, text) =>
      substring(intOf(start), intOf(end), text as string),
    ),
    define('trunc', ['int', 'string'], (count, text) => truncate(intOf(count), text as string)),
    define('abbrev', ['int', 'string'], (width, text) => abbreviate(text as string, 0, intOf(width))),
    define('abbrevboth', ['int', 'int', 'string'], (left, right, text) => {
      const tooNarrow = intOf(left) > 0 && intOf(right) < 7
      return tooNarrow ? (text as string) : abbreviate(text as string, intOf(left), intOf(right))
    }),
  ]
}

function printFunctions(): GoFunction[] {
  return [
    define('toString', ['any'], (value) => toText(value ?? null)),
    joining('quote', (value) => quoteGo(toText(value))),
    joining('squote', (value) => `'${sprintf('%v', [value])}'`),
    joining('cat', (value) => sprintf('%v', [value])),
  ]
}

/** A function that writes each argument but nil, with spaces between. */
function joining(name: string, write: (value: Value) => string): GoFunction {
  return define(
    name,
    ['any'],
    (...values) => {
      const parts = values.filter((value) => value !== null).map(write)
      checkBytes(
        parts.reduce((sum, part) => sum + part.length + 1, 0),
        name,
      )
      return parts.join(' ')
    },
    VARIADIC,
  )
}

function layoutFunctions(): GoFunction[] {
  return [
    define('repeat', ['int', 'string'], (count, text) => repeat(text as string, count, 'repeat')),
    define('indent', ['int', 'string'], (spaces, text) => indent(spaces, text as string, 'indent')),
    define('nindent', ['int', 'string'], (spaces, text) => `\n${indent(spaces, text as string, 'nindent')}`),
    define('wrap', ['int', 'string'], (width, text) =>
      wrapText(text as string, { width: intOf(width), lineBreak: '', breakLongWords: false }),
    ),
    define('wrapWith', ['int', 'string', 'string'], (width, lineBreak, text) =>
      wrapText(text as string, { width: intOf(width), lineBreak: lineBreak as string, breakLongWords: true }),
    ),
  ]
}

function onText(name: string, call: (text: string) => string): GoFunction {
  return define(name, ['string'], (text) => call(text as string))
}

function onTwoTexts(name: string, call: (first: string, second: string) => Value): GoFunction {
  return define(name, ['string', 'string'], (first, second) => call(first as string, second as string))
}

function trimAll(cutset: string, text: string): string {
  const drop = new Set(cutset)
  return trimRunes(text, (rune) => drop.has(rune))
}

/** Drops white space byte by byte: once something is dropped, other bytes are read as Latin-1 (goutils does so). */
function removeSpace(text: string): string {
  const binary = toBinary(text)
  const kept = Array.from(binary).filter((byte) => !isSpace(byte))
  return kept.length === binary.length ? text : kept.join('')
}

/** The first byte, read as Latin-1, of each word. */
function initials(text: string): string {
  let result = ''
  let gap = true
  for (const byte of toBinary(text)) {
    if (isSpace(byte)) gap = true
    else if (gap) {
      result += byte
      gap = false
    }
  }
  return result
}

function replaceAll(text: string, old: string, fresh: string): string {
  const parts = old === '' ? Array.from(text) : text.split(old)
  checkBytes(byteLength(text) + parts.length * byteLength(fresh), 'replace')
  if (old !== '') return parts.join(fresh)
  return parts.length === 0 ? fresh : `${fresh}${parts.join(fresh)}${fresh}`
}

/** A negative start means from the beginning; a negative or large end means to the end. */
function substring(start: number, end: number, text: string): string {
  const length = byteLength(text)
  if (start < 0) {
    checkSlice(end < 0 || end > length, `[:${end}]`, end < 0 ? undefined : length)
    return sliceBytes(text, 0, end)
  }
  if (end < 0 || end > length) {
    checkSlice(start > length, `[${start}:${length}]`)
    return sliceBytes(text, start, length)
  }
  checkSlice(start > end, `[${start}:${end}]`)
  return sliceBytes(text, start, end)
}

/** Throws what Go's runtime says about bounds that are wrong. */
function checkSlice(wrong: boolean, ...[bounds, length]: [bounds: string, length?: number | undefined]): void {
  if (!wrong) return
  const suffix = length === undefined ? '' : ` with length ${length}`
  throw new Error(`runtime error: slice bounds out of range ${bounds}${suffix}`)
}

/** The first `count` bytes, or the last when it is negative. */
function truncate(count: number, text: string): string {
  const length = byteLength(text)
  if (count < 0) return length + count > 0 ? sliceBytes(text, length + count, length) : text
  return length > count ? sliceBytes(text, 0, count) : text
}

/** At most `width` bytes around `offset`, with dots where something was left out (goutils `AbbreviateFull`). */
function abbreviate(text: string, offset: number, width: number): string {
  const source = toBinary(text)
  if (width < 4 || source.length <= width) return text
  const room = width - 3
  let start = Math.min(offset, source.length)
  if (source.length - start < room) start = source.length - room
  if (start <= 4) return fromBinary(`${source.slice(0, room)}...`)
  if (start + room >= source.length) return fromBinary(`...${source.slice(-room)}`)
  const rest = source.slice(start)
  const inner = room < 4 ? '' : rest.length <= room ? rest : `${rest.slice(0, room - 3)}...`
  return fromBinary(`...${inner}`)
}

/** Go's `strings.Repeat`, refused when the result is larger than the limit. */
function repeat(text: string, count: Value | undefined, name: string): string {
  const times = count instanceof Int ? Number(count.value) : 0
  if (times < 0) throw new Error('strings: negative Repeat count')
  checkBytes(byteLength(text) * times, name)
  return text === '' ? '' : text.repeat(times)
}

function indent(spaces: Value | undefined, text: string, name: string): string {
  const pad = repeat(' ', spaces, name)
  const lines = text.split('\n')
  checkBytes(pad.length * lines.length + text.length, name)
  return pad + lines.join(`\n${pad}`)
}
