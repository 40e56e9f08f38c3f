import type { ParsedNode } from './grammar.ts'

/** A parser of the library, as far as this room uses it. */
export interface RawParser {
  readonly tokens: { currentStr(): string | undefined; forwardN(count: number): void }
  parseRaw: (tag?: string) => ParsedNode
  advanceAfterBlockEnd(): { readonly lineno: number; readonly colno: number }
  parseAsRoot(): ParsedNode
  fail(message: string, line: number, column: number): never
}

/** Parses a template. Throws what the parser throws: errors with `lineno` and `colno`, or `RangeError` for deep nesting. */
export type Parse = (source: string) => ParsedNode

let parse: Parse | undefined

/** The parser of nunjucks, loaded when first needed; its compiler and environment are not used. */
export async function loadParser(): Promise<Parse> {
  if (parse === undefined) {
    const { default: parsing } = await import('nunjucks/src/parser.js')
    const { default: lexing } = await import('nunjucks/src/lexer.js')
    parse = (source) => {
      const parser = new parsing.Parser(lexing.lex(source, {}))
      parser.parseRaw = (tag = 'raw') => parseRaw(parser, tag)
      return parser.parseAsRoot()
    }
  }
  return parse
}

/** `raw` and `verbatim`, in linear time: the library's own search takes hours when the end is missing. */
function parseRaw(parser: RawParser, tag: string): ParsedNode {
  const { lineno, colno } = parser.advanceAfterBlockEnd()
  const rest = parser.tokens.currentStr() ?? ''
  let level = 1
  for (const match of rest.matchAll(new RegExp(`\\{%\\s*(end)?${tag}\\s*%\\}`, 'g'))) {
    level += match[1] === undefined ? 1 : -1
    if (level > 0) continue
    parser.tokens.forwardN(match.index + match[0].length)
    const data = { typename: 'TemplateData', lineno, colno, value: rest.slice(0, match.index) }
    return { typename: 'Output', lineno, colno, children: [data] }
  }
  return parser.fail(`${tag} is not closed`, lineno, colno)
}
