import { NunjucksError } from './error.ts'
import { FILTERS, FUNCTIONS, type NunjucksLimits, type Part, type Step, TESTS } from './program.ts'

/** A node of nunjucks' parser, as far as the grammar looks at it. Lines and columns count from 0. */
export interface ParsedNode {
  readonly typename: string
  readonly lineno: number
  readonly colno: number
  readonly [field: string]: unknown
}

const MAX_DEPTH = 150
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
const FORBIDDEN = new Set([
  ...['__proto__', 'prototype', 'constructor', '__keywords'],
  ...['__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__'],
])
const BINARY: Readonly<Record<string, string>> = {
  Or: 'or',
  And: 'and',
  Add: '+',
  Concat: '~',
  Sub: '-',
  Mul: '*',
  Div: '/',
  FloorDiv: '//',
  Mod: '%',
  Pow: '**',
  In: 'in',
}
const UNARY: Readonly<Record<string, string>> = { Not: 'not', Neg: 'neg', Pos: 'pos' }
const filters = new Set(FILTERS)
const tests = new Set(TESTS)
const functions = new Set(FUNCTIONS)

/**
 * Turns a parsed template into a program, letting through listed node types, filters, tests and functions only: no
 * include, import, extends, block, call, regular expression, or name that leads to a prototype. Throws `NunjucksError`.
 */
export function toProgram(root: ParsedNode, file: string, limits: NunjucksLimits): Step {
  return new Grammar(file, limits).program(root)
}

type Rule = (grammar: Grammar, node: ParsedNode) => Step

class Grammar {
  readonly #file: string
  readonly #limits: NunjucksLimits
  readonly macros = new Set<string>()
  #nodes = 0
  #depth = 0

  constructor(file: string, limits: NunjucksLimits) {
    this.#file = file
    this.#limits = limits
  }

  program(root: ParsedNode): Step {
    this.#collectMacros(root, 0)
    return this.step(root)
  }

  /** Macros may be called before they are defined, inside other macros. */
  #collectMacros(value: unknown, depth: number): void {
    if (depth > 4 * MAX_DEPTH) return
    if (Array.isArray(value)) for (const item of value) this.#collectMacros(item, depth + 1)
    if (!isNode(value)) return
    if (value.typename === 'Macro') this.macros.add(this.name(value['name']))
    for (const key of Object.keys(value)) {
      const field = value[key]
      if (typeof field === 'object' && field !== null) this.#collectMacros(field, depth + 1)
    }
  }

  step(value: unknown): Step {
    const node = value as ParsedNode
    if (!isNode(node)) throw new NunjucksError('grammar', this.#file, { reason: 'an empty expression is not allowed' })
    if (++this.#nodes > this.#limits.nodes) this.refuse(node, `more than ${this.#limits.nodes} nodes`, 'limit')
    if (++this.#depth > MAX_DEPTH) this.refuse(node, `nested more than ${MAX_DEPTH} deep`, 'limit')
    const rule = Object.hasOwn(RULES, node.typename) ? RULES[node.typename] : undefined
    if (rule === undefined) this.refuse(node, `${node.typename.toLowerCase()} is not allowed`)
    const step = rule(this, node)
    this.#depth--
    return step
  }

  steps(value: unknown): Step[] {
    const list = isNode(value) ? value['children'] : value
    return Array.isArray(list) ? list.map((item) => this.step(item)) : []
  }

  optional(value: unknown): Step | null {
    return value === null || value === undefined ? null : this.step(value)
  }

  /** A plain name. Throws for anything that could reach a prototype. */
  name(value: unknown): string {
    const node = value as ParsedNode
    const name = isNode(node) ? node['value'] : undefined
    if (typeof name !== 'string' || !NAME.test(name)) this.refuse(node, 'a plain name is expected')
    if (FORBIDDEN.has(name)) this.refuse(node, `name ${name} is not allowed`)
    return name
  }

  refuse(node: unknown, reason: string, code: 'grammar' | 'limit' = 'grammar'): never {
    const place = isNode(node) ? { line: node.lineno + 1, column: node.colno + 1 } : {}
    throw new NunjucksError(code, this.#file, { reason, ...place })
  }
}

function isNode(value: unknown): value is ParsedNode {
  return typeof value === 'object' && value !== null && 'typename' in value
}

function at(node: ParsedNode, kind: string, ...rest: readonly Part[]): Step {
  return [kind, node.lineno + 1, node.colno + 1, ...rest]
}

const sequence: Rule = (grammar, node) => at(node, 'all', grammar.steps(node))

const literal: Rule = (grammar, node) => {
  const value = node['value']
  if (value instanceof RegExp) return grammar.refuse(node, 'regular expressions are not allowed')
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return at(node, 'value', value)
  if (typeof value === 'number' && Number.isFinite(value)) return at(node, 'value', value)
  return grammar.refuse(node, 'this literal is not allowed')
}

const output: Rule = (grammar, node) => {
  const children = Array.isArray(node['children']) ? (node['children'] as ParsedNode[]) : []
  return at(
    node,
    'all',
    children.map((child) => {
      if (child.typename === 'TemplateData') return at(child, 'text', String(child['value']))
      return at(child, 'print', grammar.step(child))
    }),
  )
}

const group: Rule = (grammar, node) => {
  const items = grammar.steps(node)
  return items.length === 1 ? (items[0] as Step) : grammar.refuse(node, 'one expression in parentheses is expected')
}

function pairs(grammar: Grammar, node: ParsedNode): Part[] {
  const children = Array.isArray(node['children']) ? (node['children'] as ParsedNode[]) : []
  return children.map((pair) => {
    const key = pair['key'] as ParsedNode
    const isText = isNode(key) && key.typename === 'Literal' && typeof key['value'] === 'string'
    const name = isText ? String(key['value']) : grammar.name(key)
    if (FORBIDDEN.has(name)) grammar.refuse(key, `name ${name} is not allowed`)
    return [name, grammar.step(pair['value'])]
  })
}

const lookUp: Rule = (grammar, node) => {
  const key = node['val'] as ParsedNode
  if (isNode(key) && key.typename === 'Literal' && FORBIDDEN.has(String(key['value']))) {
    grammar.refuse(node, `name ${String(key['value'])} is not allowed`)
  }
  return at(node, 'member', grammar.step(node['target']), grammar.step(key))
}

/** Positional arguments, then named ones. */
function callArguments(grammar: Grammar, value: unknown): readonly Part[] {
  const children = isNode(value) && Array.isArray(value['children']) ? (value['children'] as ParsedNode[]) : []
  const named = children.filter((child) => child.typename === 'KeywordArgs')
  const positional = children.filter((child) => child.typename !== 'KeywordArgs')
  return [positional.map((child) => grammar.step(child)), named.flatMap((child) => pairs(grammar, child))]
}

const call: Rule = (grammar, node) => {
  const callee = node['name'] as ParsedNode
  const name = isNode(callee) && callee.typename === 'Symbol' ? grammar.name(callee) : ''
  if (!functions.has(name) && !grammar.macros.has(name)) {
    grammar.refuse(node, `only macros and ${FUNCTIONS.join(', ')} can be called`)
  }
  return at(node, grammar.macros.has(name) ? 'macro-call' : 'call', name, ...callArguments(grammar, node['args']))
}

const filter: Rule = (grammar, node) => {
  const name = grammar.name(node['name'])
  if (!filters.has(name)) grammar.refuse(node, `filter ${name} is not allowed`)
  return at(node, 'filter', name, ...callArguments(grammar, node['args']))
}

const test: Rule = (grammar, node) => {
  const right = node['right'] as ParsedNode
  if (isNode(right) && right.typename === 'Literal' && right['value'] === null) {
    return at(node, 'test', 'none', grammar.step(node['left']))
  }
  if (!isNode(right) || right.typename !== 'Symbol') return grammar.refuse(node, 'a test without arguments is expected')
  const name = grammar.name(right)
  if (!tests.has(name)) grammar.refuse(node, `test ${name} is not allowed`)
  return at(node, 'test', name, grammar.step(node['left']))
}

const compare: Rule = (grammar, node) => {
  const operands = (node['ops'] as ParsedNode[]).map((operand): Part => {
    return [String(operand['type']), grammar.step(operand['expr'])]
  })
  return at(node, 'compare', grammar.step(node['expr']), operands)
}

const branch: Rule = (grammar, node) => {
  return at(node, 'if', grammar.step(node['cond']), grammar.step(node['body']), grammar.optional(node['else_']))
}

const loop: Rule = (grammar, node) => {
  const target = node['name'] as ParsedNode
  const isSeveral = isNode(target) && target.typename === 'Array'
  const names = isSeveral
    ? (target['children'] as ParsedNode[]).map((name) => grammar.name(name))
    : [grammar.name(target)]
  return at(node, 'for', names, grammar.step(node['arr']), grammar.step(node['body']), grammar.optional(node['else_']))
}

const assign: Rule = (grammar, node) => {
  const names = (node['targets'] as ParsedNode[]).map((target) => grammar.name(target))
  return at(node, 'set', names, grammar.step(node['value'] ?? node['body']))
}

const macro: Rule = (grammar, node) => {
  const names: string[] = []
  let defaults: Part[] = []
  for (const argument of (node['args'] as ParsedNode)['children'] as ParsedNode[]) {
    if (argument.typename === 'KeywordArgs' || argument.typename === 'Dict') defaults = pairs(grammar, argument)
    else names.push(grammar.name(argument))
  }
  return at(node, 'macro', grammar.name(node['name']), names, defaults, grammar.step(node['body']))
}

const choose: Rule = (grammar, node) => {
  const cases = (node['cases'] as ParsedNode[]).map((one): Part => {
    return [grammar.step(one['cond']), grammar.step(one['body'])]
  })
  return at(node, 'switch', grammar.step(node['expr']), cases, grammar.optional(node['default']))
}

const binary: Rule = (grammar, node) => {
  return at(node, BINARY[node.typename] as string, grammar.step(node['left']), grammar.step(node['right']))
}
const unary: Rule = (grammar, node) => at(node, UNARY[node.typename] as string, grammar.step(node['target']))

/** Everything that is allowed. */
const RULES: Readonly<Record<string, Rule>> = {
  Root: sequence,
  NodeList: sequence,
  Output: output,
  Literal: literal,
  Symbol: (grammar, node) => at(node, 'name', grammar.name(node)),
  Group: group,
  Array: (grammar, node) => at(node, 'list', grammar.steps(node)),
  Dict: (grammar, node) => at(node, 'map', pairs(grammar, node)),
  LookupVal: lookUp,
  FunCall: call,
  Filter: filter,
  Is: test,
  Compare: compare,
  If: branch,
  InlineIf: branch,
  For: loop,
  Set: assign,
  Capture: (grammar, node) => at(node, 'capture', grammar.step(node['body'])),
  Macro: macro,
  Switch: choose,
  ...Object.fromEntries(Object.keys(BINARY).map((name) => [name, binary])),
  ...Object.fromEntries(Object.keys(UNARY).map((name) => [name, unary])),
}
