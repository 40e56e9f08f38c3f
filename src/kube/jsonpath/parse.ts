/** One piece of a JSONPath template as kubectl reads them. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'range'; readonly steps: readonly Step[]; readonly body: readonly Node[] }

/** One step of a path. A slice keeps Go's meaning: absent ends are undefined. */
export type Step =
  | { readonly kind: 'root' }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descend' }
  | {
      readonly kind: 'slice'
      readonly from?: number
      readonly to?: number
      readonly by?: number
      readonly isSingle: boolean
    }
  | { readonly kind: 'union'; readonly paths: readonly (readonly Step[])[] }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator: Operator; readonly right?: Operand }

/** What a filter compares. */
export type Operand = { readonly path: readonly Step[] } | { readonly literal: string | number | boolean | null }

/** `exists` is a filter without a comparison. */
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'exists'

/** A template that cannot be read; `offset` counts characters from 0. */
export class JsonPathSyntaxError extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.name = 'JsonPathSyntaxError'
    this.offset = offset
  }
}

/** Reads a template such as `{range .items[*]}{.metadata.name}{"\n"}{end}`. Source: k8s.io/client-go/util/jsonpath. */
export function parseTemplate(template: string): Node[] {
  const stack: { steps: readonly Step[]; body: Node[] }[] = [{ steps: [], body: [] }]
  const top = (): { steps: readonly Step[]; body: Node[] } => stack.at(-1) as { steps: readonly Step[]; body: Node[] }
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{', at)
    const end = open === -1 ? template.length : open
    if (end > at) top().body.push({ kind: 'text', text: template.slice(at, end) })
    if (open === -1) break
    const close = findClose(template, open)
    const action = template.slice(open + 1, close).trim()
    if (action === 'end') endRange(stack, open)
    else if (action.startsWith('range ')) stack.push({ steps: parsePath(action.slice(6).trim()), body: [] })
    else top().body.push(parseAction(action))
    at = close + 1
  }
  if (stack.length > 1) throw new JsonPathSyntaxError('unterminated range: expected {end}', template.length)
  return top().body
}

function endRange(stack: { steps: readonly Step[]; body: Node[] }[], offset: number): void {
  const range = stack.pop()
  const outer = stack.at(-1)
  if (range === undefined || outer === undefined) throw new JsonPathSyntaxError('not in range, nothing to end', offset)
  outer.body.push({ kind: 'range', ...range })
}

function parseAction(action: string): Node {
  const quoted = /^(["'])(.*)\1$/s.exec(action)
  if (quoted) return { kind: 'text', text: unescape(quoted[2] as string) }
  return { kind: 'path', steps: parsePath(action) }
}

function findClose(text: string, open: number): number {
  let quote = ''
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at] as string
    if (quote !== '') {
      if (character === '\\') at++
      else if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '}') return at
  }
  throw new JsonPathSyntaxError('unclosed action', open)
}

/** Reads one path: `.a.b`, `$.a[0]`, `..name`, `['a.b']`, `@.x`. */
function parsePath(text: string): Step[] {
  const steps: Step[] = []
  let at = 0
  while (at < text.length) {
    const { step, end } = parseStep(text, at)
    if (step) steps.push(step)
    at = end
  }
  return steps
}

function parseStep(text: string, at: number): { step?: Step; end: number } {
  const character = text[at]
  if (character === '$') return { step: { kind: 'root' }, end: at + 1 }
  if (character === '@') return { end: at + 1 }
  if (text.startsWith('..', at)) return { step: { kind: 'descend' }, end: at + (text[at + 2] === '[' ? 2 : 1) }
  if (character === '[') return parseBracket(text, at)
  if (character === '*') return { step: { kind: 'wildcard' }, end: at + 1 }
  if (character === '.') return { end: at + 1 }
  const name = /^(?:[^\s.[\]$@{}()'"=<>!?*,\\]|\\.)+/.exec(text.slice(at))
  if (name === null) throw new JsonPathSyntaxError(`unrecognized character in action: ${character}`, at)
  return { step: { kind: 'field', name: name[0].replace(/\\(.)/g, '$1') }, end: at + name[0].length }
}

function parseBracket(text: string, open: number): { step: Step; end: number } {
  const close = closingBracket(text, open)
  const inside = text.slice(open + 1, close).trim()
  return { step: bracketStep(inside, open), end: close + 1 }
}

function closingBracket(text: string, open: number): number {
  let depth = 0
  let quote = ''
  for (let at = open; at < text.length; at++) {
    const character = text[at] as string
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '[') depth++
    else if (character === ']' && --depth === 0) return at
  }
  throw new JsonPathSyntaxError('unterminated array', open)
}

function bracketStep(inside: string, offset: number): Step {
  if (inside === '*') return { kind: 'wildcard' }
  const filter = /^\?\((.*)\)$/s.exec(inside)
  if (filter) return parseFilter(filter[1] as string)
  const quoted = /^(["'])((?:\\.|(?!\1).)*)\1$/s.exec(inside)
  if (quoted) return { kind: 'field', name: unescape(quoted[2] as string) }
  const slice = /^(-?\d+)?(?:(:)(-?\d+)?(?::(-?\d+)?)?)?$/.exec(inside)
  if (slice && inside !== '') {
    const [, from, colon, to, by] = slice
    const ends = { ...(from && { from: Number(from) }), ...(to && { to: Number(to) }), ...(by && { by: Number(by) }) }
    return { kind: 'slice', ...ends, isSingle: colon === undefined }
  }
  if (inside.includes(',')) return { kind: 'union', paths: splitUnion(inside).map((part) => unionPath(part, offset)) }
  throw new JsonPathSyntaxError(`invalid array index ${inside}`, offset)
}

function splitUnion(text: string): string[] {
  return (text.match(/(?:'[^']*'|"[^"]*"|[^,'"])+/g) ?? []).map((part) => part.trim())
}

function unionPath(part: string, offset: number): Step[] {
  return /^["'-]|^\d/.test(part) ? [bracketStep(part, offset)] : parsePath(part)
}

function parseFilter(text: string): Step {
  const found = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text)
  if (found === null) return { kind: 'filter', left: operand(text.trim()), operator: 'exists' }
  const [, left, operator, right] = found as unknown as [string, string, Operator, string]
  return { kind: 'filter', left: operand(left.trim()), operator, right: operand(right.trim()) }
}

function operand(text: string): Operand {
  const quoted = /^(["'])(.*)\1$/s.exec(text)
  if (quoted) return { literal: unescape(quoted[2] as string) }
  if (/^-?\d+(\.\d+)?$/.test(text)) return { literal: Number(text) }
  if (text === 'true' || text === 'false') return { literal: text === 'true' }
  if (text === 'null') return { literal: null }
  return { path: parsePath(text) }
}

function unescape(text: string): string {
  const names: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }
  return text.replace(/\\(.)/gs, (_, character: string) => names[character] ?? character)
}
