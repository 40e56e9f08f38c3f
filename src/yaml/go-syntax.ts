import { ALIAS_NODE, isMergeKey, MAPPING, type RawNode, SEQUENCE } from './node.ts'
import { formatFloat } from './number.ts'
import { parseInteger, resolvePlain } from './resolve.ts'

/** How many nodes of a value are printed in a message. */
const MAX_NODES = 1_000
/** How deep a value is printed in a message. */
const MAX_DEPTH = 100

/** What is left to print; shared by all parts of one message. */
interface Budget {
  nodes: number
  depth: number
}

/** A key or value as Go's `%#v` prints it; one that is very large is cut. */
export function goSyntax(value: string | RawNode): string {
  return typeof value === 'string' ? quoteGo(value) : nodeSyntax(value, { nodes: MAX_NODES, depth: 0 })
}

function nodeSyntax(value: RawNode, budget: Budget): string {
  if (budget.nodes-- <= 0) return '...'
  const node = targetOf(value)
  if (node.kind === SEQUENCE) {
    return `[]interface {}{${node.children.map((child) => innerSyntax(child, budget)).join(', ')}}`
  }
  if (node.kind === MAPPING) {
    const entries = new Map<string, string>()
    addEntries(node, entries, budget)
    const rows = [...entries].sort((a, b) => compareSyntax(a[0], b[0]))
    return `map[interface {}]interface {}{${rows.map((row) => row.join(':')).join(', ')}}`
  }
  return scalarSyntax(node)
}

function targetOf(node: RawNode): RawNode {
  return node.kind === ALIAS_NODE ? (node.target as RawNode) : node
}

function innerSyntax(node: RawNode, budget: Budget): string {
  if (budget.depth > MAX_DEPTH) return '...'
  budget.depth++
  const text = nodeSyntax(node, budget)
  budget.depth--
  return text === '<nil>' ? 'interface {}(nil)' : text
}

function addEntries(node: RawNode, entries: Map<string, string>, budget: Budget): void {
  for (let index = 0; index + 1 < node.children.length; index += 2) {
    const key = node.children[index] as RawNode
    const content = node.children[index + 1] as RawNode
    if (isMergeKey(key)) addMerged(targetOf(content), entries, budget)
    else entries.set(innerSyntax(key, budget), innerSyntax(content, budget))
  }
}

function addMerged(node: RawNode, entries: Map<string, string>, budget: Budget): void {
  if (budget.nodes-- <= 0 || budget.depth > MAX_DEPTH) return
  if (node.kind === MAPPING) addEntries(node, entries, budget)
  else for (const child of node.children.toReversed()) addMerged(targetOf(child), entries, budget)
}

/** Numbers by value, all else by text. */
function compareSyntax(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  return Number.isNaN(difference) ? (a < b ? -1 : 1) : difference
}

function scalarSyntax(node: RawNode): string {
  const isTyped = node.tag === '' ? node.implicit : /^tag:yaml\.org,2002:(?:int|float|bool|null)$/.test(node.tag)
  const value = isTyped ? resolvePlain(node.value) : node.value
  if (value === null) return '<nil>'
  if (typeof value === 'string') return quoteGo(value)
  if (typeof value === 'boolean') return String(value)
  const integer = parseInteger(node.value.replaceAll('_', ''))
  if (integer !== undefined) return integer > 0x7fffffffffffffffn ? `0x${integer.toString(16)}` : String(integer)
  if (Number.isFinite(value)) return formatFloat(value, 20)
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
}

const ESCAPES: Record<string, string> = {
  '\u0007': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '"': '\\"',
  '\\': '\\\\',
}
const UNPRINTABLE = /["\\]|[^ \p{L}\p{M}\p{N}\p{P}\p{S}]/gu

/** Go's `strconv.Quote`. */
export function quoteGo(text: string): string {
  return `"${text.replace(UNPRINTABLE, escape)}"`
}

function escape(character: string): string {
  const known = ESCAPES[character]
  if (known !== undefined) return known
  const code = character.codePointAt(0) as number
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
