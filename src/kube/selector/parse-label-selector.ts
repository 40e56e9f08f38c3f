import { checkQualifiedName } from '../names/label.ts'
import { findingsText } from '../status/print-finding.ts'
import { SelectorError } from './error.ts'
import { type LabelOperator, type LabelRequirement, requireLabel } from './label-requirement.ts'
import { type Token, tokensOf } from './label-tokens.ts'

/** The conditions of `a=b,c in (d,e),!f`, sorted by key. Throws `bad-label-selector` with upstream's text (labels.Parse). */
export function parseRequirements(text: string): readonly LabelRequirement[] {
  const reader: Reader = { tokens: tokensOf(text), at: 0 }
  const requirements: LabelRequirement[] = []
  for (;;) {
    const { kind, text: found } = peek(reader)
    if (kind === 'end') break
    if (kind !== 'word' && kind !== '!') throw unexpected(found, ", expected: !, identifier, or 'end of string'")
    requirements.push(readRequirement(reader))
    const next = take(reader)
    if (next.kind === 'end') break
    if (next.kind !== ',') throw unexpected(next.text, ", expected: ',' or 'end of string'")
    const after = peek(reader)
    if (after.kind !== 'word' && after.kind !== '!') throw unexpected(after.text, ", expected: identifier after ','")
  }
  return requirements.sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
}

interface Reader {
  readonly tokens: readonly Token[]
  at: number
}

/** `in` and `notin` are words wherever no operator can stand. */
function peek(reader: Reader): Token {
  const token = reader.tokens[reader.at] as Token
  return token.kind === 'in' || token.kind === 'notin' ? { kind: 'word', text: token.text } : token
}

function take(reader: Reader): Token {
  const token = peek(reader)
  reader.at++
  return token
}

function readRequirement(reader: Reader): LabelRequirement {
  try {
    return readKeyAndCondition(reader)
  } catch (error) {
    if (!(error instanceof SelectorError)) throw error
    throw new SelectorError(error.code, `unable to parse requirement: ${error.message}`)
  }
}

function readKeyAndCondition(reader: Reader): LabelRequirement {
  let token = take(reader)
  const isNegated = token.kind === '!'
  if (isNegated) token = take(reader)
  if (token.kind !== 'word') throw unexpected(token.text, ', expected: identifier')
  const detail = checkQualifiedName(token.text).join('; ')
  if (detail !== '') {
    const finding = { field: '<nil>', type: 'invalid', value: token.text, detail } as const
    throw new SelectorError('bad-label-selector', findingsText([finding]))
  }
  if (isNegated) return requireLabel(token.text, '!', [])
  const next = peek(reader).kind
  if (next === 'end' || next === ',') return requireLabel(token.text, 'exists', [])
  const operator = readOperator(reader)
  const values = operator === 'in' || operator === 'notin' ? readValues(reader) : readExactValue(reader)
  return requireLabel(token.text, operator, [...new Set(values)].sort())
}

const OPERATORS: Readonly<Partial<Record<Token['kind'], LabelOperator>>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
}

function readOperator(reader: Reader): LabelOperator {
  const token = reader.tokens[reader.at++] as Token
  const operator = OPERATORS[token.kind]
  if (operator === undefined) throw unexpected(token.text, ', expected: in, notin, =, ==, !=, gt, lt')
  return operator
}

function readExactValue(reader: Reader): readonly string[] {
  const { kind } = peek(reader)
  if (kind === 'end' || kind === ',') return ['']
  const token = take(reader)
  if (token.kind !== 'word') throw unexpected(token.text, ', expected: identifier')
  return [token.text]
}

function readValues(reader: Reader): readonly string[] {
  const open = take(reader)
  if (open.kind !== '(') throw unexpected(open.text, " expected: '('")
  const first = peek(reader)
  if (first.kind === ')') {
    reader.at++
    return ['']
  }
  if (first.kind !== 'word' && first.kind !== ',') throw unexpected(first.text, ", expected: ',', ')' or identifier")
  const values = readList(reader)
  if (take(reader).kind !== ')') throw unexpected(first.text, ", expected: ')'")
  return values
}

function readList(reader: Reader): readonly string[] {
  const values: string[] = []
  for (;;) {
    const token = take(reader)
    const next = reader.at < reader.tokens.length ? peek(reader) : token
    if (token.kind === 'word') {
      values.push(token.text)
      if (next.kind === ')') return values
      if (next.kind !== ',') throw unexpected(next.text, ", expected: ',' or ')'")
    } else if (token.kind === ',') {
      if (values.length === 0 || next.kind === ')' || next.kind === ',') values.push('')
      if (next.kind === ')') return values
    } else throw unexpected(token.text, ", expected: ',', or identifier")
  }
}

function unexpected(found: string, rest: string): SelectorError {
  return new SelectorError('bad-label-selector', `found '${found}'${rest}`)
}
