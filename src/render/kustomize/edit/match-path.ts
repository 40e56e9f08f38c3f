import { refuse } from './refuse.ts'

/** Go's `filepath.Match`: `*` and `?` stop at `/`, `[a-z]` and `[^a-z]` are sets. Throws `bad-config` for a bad pattern. */
export function matchesPath(pattern: string, path: string): boolean {
  return pathExpression(pattern).test(path)
}

/** True for a pattern that may name more than itself. */
export function isPattern(text: string): boolean {
  return /[*?[\\]/.test(text)
}

const expressions = new Map<string, RegExp>()

function pathExpression(pattern: string): RegExp {
  let expression = expressions.get(pattern)
  if (expression === undefined) {
    expression = new RegExp(`^(?:${expressionText(pattern)})$`, 'su')
    expressions.set(pattern, expression)
  }
  return expression
}

const PART = /\\(.)|(\*+)|(\?)|\[(\^?)((?:\\.|[^\]\\])(?:\\.|[^\]\\])*)\]|([^\\*?[])/suy

function expressionText(pattern: string): string {
  let text = ''
  PART.lastIndex = 0
  while (PART.lastIndex < pattern.length) {
    const match = PART.exec(pattern)
    if (match === null) return refuse('syntax error in pattern')
    text += partText(match)
  }
  return text
}

function partText([, escaped, stars, question, negation, set, plain]: RegExpExecArray): string {
  if (stars !== undefined) return '[^/]*'
  if (question !== undefined) return '[^/]'
  if (set !== undefined) return `[${negation === '^' ? '^' : ''}${setText(set)}]`
  return RegExp.escape(escaped ?? plain ?? '')
}

function setText(set: string): string {
  const items = [...set.matchAll(/(\\.|[^\\])(?:-(\\.|[^\\]))?/gsu)]
  return items.map(([, low, high]) => (high === undefined ? letter(low) : `${letter(low)}-${letter(high)}`)).join('')
}

function letter(text: string | undefined): string {
  const character = (text ?? '').replace(/^\\/, '')
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
