import { byteLength } from './bytes.ts'
import { quoteGo } from './quote.ts'

/**
 * Kinds of the pieces of a template. They are numbers because most templates are read once, by the interpreter, which
 * compares numbers without a call. Those from `FIRST_OPERAND` on may begin an operand.
 */
export const [ERROR, EOF, TEXT, LEFT_DELIM, RIGHT_DELIM, RIGHT_PAREN, PIPE, ASSIGN, DECLARE, CHAR] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
]
/** Keywords that are no operands. */
export const [BLOCK, BREAK, CONTINUE, DEFINE, ELSE, END, IF, RANGE, TEMPLATE, WITH] = [
  10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
]
/** Kinds that begin an operand. */
export const [
  DOT,
  NIL,
  BOOL,
  CHAR_CONSTANT,
  COMPLEX,
  FIELD,
  IDENTIFIER,
  NUMBER,
  RAW_STRING,
  STRING,
  VARIABLE,
  LEFT_PAREN,
] = [20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31]
/** The first kind that begins an operand. */
export const FIRST_OPERAND = DOT

/** Words that are no names. */
export const KEYWORDS: ReadonlyMap<string, number> = new Map([
  ['block', BLOCK],
  ['break', BREAK],
  ['continue', CONTINUE],
  ['define', DEFINE],
  ['else', ELSE],
  ['end', END],
  ['if', IF],
  ['nil', NIL],
  ['range', RANGE],
  ['template', TEMPLATE],
  ['with', WITH],
  ['true', BOOL],
  ['false', BOOL],
])

/** A token as Go's parse errors show it: keywords and the dot in angle brackets, others quoted and cut. */
export function describeToken(kind: number, text: string): string {
  if (kind >= BLOCK && kind <= NIL) return `<${text}>`
  if (byteLength(text) <= 10) return quoteGo(text)
  return `${quoteGo([...text].slice(0, 10).join(''))}...`
}
