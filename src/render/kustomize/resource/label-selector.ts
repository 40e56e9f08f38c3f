import { quoteGo } from '#template'
import { KustomizeError } from '../error.ts'

/** Whether labels are selected. */
export type LabelMatcher = (labels: ReadonlyMap<string, string>) => boolean

/**
 * A selector such as `app=web,tier in (a, b),!legacy`; an empty one selects everything. Throws `bad-config` with the
 * text of Kubernetes' own parser.
 */
export function parseLabelSelector(text: string): LabelMatcher {
  if (text.trim() === '') return () => true
  const requirements = new Parser(text).parse()
  return (labels) => requirements.every((matches) => matches(labels))
}

const OPERATORS = new Set(['=', '==', '!=', '<', '>', 'in', 'notin'])
const SPECIAL = '!=(),<>'
const BLANK = new Set([' ', '\t', '\r', '\n'])

class Parser {
  readonly #tokens: readonly string[]
  #at = 0
  constructor(text: string) {
    this.#tokens = tokensOf(text)
  }

  parse(): LabelMatcher[] {
    const requirements: LabelMatcher[] = []
    while (this.#at < this.#tokens.length) {
      requirements.push(this.#requirement())
      const next = this.#next()
      if (next === undefined) return requirements
      if (next !== ',') throw unparsable(`found '${next}', expected: ',' or 'end of string'`)
      const after = this.#tokens[this.#at]
      if (after === undefined || !(isWord(after) || after === '!')) {
        throw unparsable(`found '${after ?? ''}', expected: identifier after ','`)
      }
    }
    return requirements
  }

  #next(): string | undefined {
    return this.#tokens[this.#at++]
  }

  #requirement(): LabelMatcher {
    const isNegated = this.#tokens[this.#at] === '!'
    if (isNegated) this.#at++
    const key = this.#next() ?? ''
    if (!isWord(key)) throw unparsable(`found '${key}', expected: identifier`)
    checkKey(key)
    const operator = this.#tokens[this.#at]
    if (isNegated || operator === undefined || operator === ',') {
      return isNegated ? (labels) => !labels.has(key) : (labels) => labels.has(key)
    }
    this.#at++
    if (!OPERATORS.has(operator)) {
      throw unparsable(`found '${operator}', expected: in, notin, =, ==, !=, gt, lt`)
    }
    return this.#comparison(key, operator)
  }

  #comparison(key: string, operator: string): LabelMatcher {
    if (operator === 'in' || operator === 'notin') {
      const values = this.#values()
      const isIn = operator === 'in'
      return (labels) => (isIn ? values.has(labels.get(key) ?? '\0') : !values.has(labels.get(key) ?? '\0'))
    }
    const value = this.#value()
    if (operator === '!=') return (labels) => labels.get(key) !== value
    if (operator !== '<' && operator !== '>') return (labels) => labels.get(key) === value
    const bound = Number(value)
    return (labels) => {
      const number = Number(labels.get(key) ?? Number.NaN)
      return operator === '<' ? number < bound : number > bound
    }
  }

  #value(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined || token === ',') return ''
    if (!isWord(token)) throw unparsable(`found '${token}', expected: identifier`)
    this.#at++
    return token
  }

  #values(): ReadonlySet<string> {
    const open = this.#next() ?? ''
    if (open !== '(') throw unparsable(`found '${open}' expected: '('`)
    const values = new Set<string>()
    for (;;) {
      values.add(this.#listValue())
      const next = this.#next() ?? ''
      if (next === ')') return values
      if (next !== ',') throw unparsable(`found '${next}', expected: ',' or ')'`)
    }
  }

  #listValue(): string {
    const token = this.#tokens[this.#at]
    if (token === undefined || !isWord(token)) return ''
    this.#at++
    return token
  }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  for (let at = 0; at < text.length; ) {
    const character = text[at] as string
    if (BLANK.has(character)) {
      at++
      continue
    }
    const end = SPECIAL.includes(character) ? at + operatorLength(text, at) : wordEnd(text, at)
    tokens.push(text.slice(at, end))
    at = end
  }
  return tokens
}

function operatorLength(text: string, at: number): number {
  const pair = text.slice(at, at + 2)
  return pair === '==' || pair === '!=' ? 2 : 1
}

function wordEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && !SPECIAL.includes(text[at] as string) && !BLANK.has(text[at] as string)) at++
  return at
}

function isWord(token: string): boolean {
  return token !== '' && !SPECIAL.includes(token[0] as string)
}

const QUALIFIED =
  /^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const NAME_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"

function checkKey(key: string): void {
  if (!QUALIFIED.test(key)) throw unparsable(`<nil>: Invalid value: ${quoteGo(key)}: ${NAME_RULE}`)
}

function unparsable(problem: string): KustomizeError {
  return new KustomizeError({ code: 'bad-config', message: `unable to parse requirement: ${problem}` })
}
