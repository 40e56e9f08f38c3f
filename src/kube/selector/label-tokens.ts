/** One piece of a label selector's text. `end` closes every list. */
export interface Token {
  readonly kind: ')' | ',' | '!' | '==' | '=' | '>' | '<' | '!=' | '(' | 'in' | 'notin' | 'word' | 'end'
  readonly text: string
}

const SYMBOLS = ['==', '!=', '=', '!', '(', ')', ',', '>', '<'] as const
const BLANK = ' \t\r\n'
const STOPS = `=!(),><${BLANK}\0`

/** The text in pieces; a NUL ends it, as upstream's lexer has it. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  for (;;) {
    while (at < text.length && BLANK.includes(text[at] as string)) at++
    if (at >= text.length || text[at] === '\0') return [...tokens, { kind: 'end', text: '' }]
    const symbol = SYMBOLS.find((candidate) => text.startsWith(candidate, at))
    const token = symbol === undefined ? wordAt(text, at) : { kind: symbol, text: symbol }
    tokens.push(token)
    at += token.text.length
  }
}

function wordAt(text: string, start: number): Token {
  let end = start
  while (end < text.length && !STOPS.includes(text[end] as string)) end++
  const word = text.slice(start, end)
  return { kind: word === 'in' || word === 'notin' ? word : 'word', text: word }
}
