import { celErrorOf } from '../error.ts'
import { readText } from './text.ts'
import type { Token } from './token.ts'

const SPACE = /(?:[\t\n\f\r ]+|\/\/[^\n]*)+/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const ESCAPED_NAME = /`([A-Za-z0-9_.\-/ ]+)`/y
const HEXADECIMAL = /0x([0-9a-fA-F]+)(u|U)?/y
const DOUBLE = /(?:\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+|\.\d+(?:[eE][+-]?\d+)?)/y
const INTEGER = /(\d+)(u|U)?/y
const TEXT_START = /([rR]?[bB]?|[bB][rR])("""|'''|"|')/y
const SIGN = /&&|\|\||==|!=|<=|>=|[<>()[\]{}.,?:+\-*/%!]/y

/** Takes a source apart, last token of kind `end`. Throws a CelError of code `syntax` at the first piece that is none. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  let at = skipSpace(source, 0)
  while (at < source.length) {
    const [token, end] = tokenAt(source, at)
    tokens.push(token)
    at = skipSpace(source, end)
  }
  tokens.push({ kind: 'end', at: source.length, text: '<EOF>' })
  return tokens
}

function skipSpace(source: string, at: number): number {
  return at + (matchAt(SPACE, source, at)?.[0].length ?? 0)
}

function tokenAt(source: string, at: number): readonly [Token, number] {
  const text = matchAt(TEXT_START, source, at)
  if (text !== undefined) return readText(source, at, { prefix: text[1] ?? '', quote: text[2] ?? '"' })
  for (const read of READERS) {
    const token = read(source, at)
    if (token !== undefined) return token
  }
  throw celErrorOf('syntax', source, [{ at, message: `Syntax error: token recognition error at: '${source[at]}'` }])
}

type Reader = (source: string, at: number) => readonly [Token, number] | undefined

const READERS: readonly Reader[] = [readNumber, readName, readSign]

function readNumber(source: string, at: number): readonly [Token, number] | undefined {
  const double = matchAt(DOUBLE, source, at)
  if (double !== undefined) return [{ kind: 'double', at, text: double[0] }, at + double[0].length]
  const hexadecimal = matchAt(HEXADECIMAL, source, at)
  const integer = hexadecimal ?? matchAt(INTEGER, source, at)
  if (integer === undefined) return undefined
  const text = hexadecimal === undefined ? (integer[1] ?? '') : `0x${integer[1]}`
  return [{ kind: integer[2] === undefined ? 'int' : 'uint', at, text }, at + integer[0].length]
}

function readName(source: string, at: number): readonly [Token, number] | undefined {
  const name = matchAt(NAME, source, at)
  if (name !== undefined) return [{ kind: 'name', at, text: name[0] }, at + name[0].length]
  const escaped = matchAt(ESCAPED_NAME, source, at)
  return escaped && [{ kind: 'escaped', at, text: escaped[1] ?? '' }, at + escaped[0].length]
}

function readSign(source: string, at: number): readonly [Token, number] | undefined {
  const sign = matchAt(SIGN, source, at)
  return sign && [{ kind: 'sign', at, text: sign[0] }, at + sign[0].length]
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(source) ?? undefined
}
