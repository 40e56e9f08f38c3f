import { ALIAS_NODE, FLOW, FOLDED, isMergeKey, LITERAL, MAPPING, PLAIN, type RawNode, SCALAR_NODE } from './node.ts'
import { canBeBlock, foldedLines } from './refold.ts'

/** How many nodes are looked at, aliases counted wherever they are used; lines behind them are only guessed. */
const MAX_NODES = 200_000
/** How deep a document is followed. */
const MAX_DEPTH = 1000

/** Longest key that is written before its colon. */
const MAX_SIMPLE_KEY = 128

/**
 * Lines of nodes, counted from 1, in the text that the reference writes of a document before it reads it again: scalars
 * and flow collections take one line, comments stay, empty lines stay only behind comments.
 */
export class PrintedLines {
  /** How many lines of content come before a node. */
  readonly #before = new Map<RawNode, number>()
  /** Source lines that belong to scalars. */
  readonly #owned = new Set<number>()
  readonly #sourceLines: string[]
  #count = 0
  #last = NOTHING
  #budget = MAX_NODES
  #depth = 0

  constructor(root: RawNode, text: string) {
    this.#sourceLines = text.split('\n')
    this.#lay(root, -1)
    this.#endScalar(this.#sourceLines.length)
  }

  /** The line of a key or value. */
  lineOf(node: RawNode): number {
    return 1 + (this.#before.get(node) ?? 0) + this.#commentsBefore(node.line)
  }

  /** The line behind the last one of a mapping. */
  lineBehind(mapping: RawNode): number {
    let last = mapping
    while (last.children.length > 0) last = last.children[last.children.length - 1] as RawNode
    return this.lineOf(last) + 1
  }

  #lay(given: RawNode, column: number): void {
    const node = given.kind === ALIAS_NODE ? (given.target as RawNode) : given
    if (!this.#before.has(given)) this.#before.set(given, this.#count)
    if (given.line > this.#last.line) this.#endScalar(given.line)
    if (--this.#budget < 0 || this.#depth > MAX_DEPTH) return
    if (node.kind === SCALAR_NODE) return this.#layScalar(node, column)
    this.#depth++
    const isFlow = node.style === FLOW
    const isMapping = node.kind === MAPPING
    const children = isMapping ? expanded(node) : node.children
    for (let index = 0; index < children.length; index += isMapping ? 2 : 1) {
      if (index > 0 && !isFlow) this.#count++
      const child = children[index] as RawNode
      this.#lay(child, node.column)
      if (isMapping && !isFlow && isLongKey(child)) this.#count++
      if (isMapping) this.#layValue(children[index + 1] as RawNode, node.column, isFlow)
    }
    this.#depth--
  }

  #layValue(value: RawNode, column: number, isFlow: boolean): void {
    const target = value.kind === ALIAS_NODE ? (value.target as RawNode) : value
    if (!isFlow && target.kind !== SCALAR_NODE && target.style !== FLOW) this.#count++
    this.#lay(value, column)
  }

  #layScalar(node: RawNode, column: number): void {
    const { style, value } = node
    // a plain text of paragraphs is written as a literal
    const isLiteral = style === LITERAL || (style === PLAIN && value.includes('\n'))
    if (canBeBlock(value) && style === FOLDED) this.#count += foldedLines(value)
    else if (canBeBlock(value) && isLiteral) this.#count += literalLines(value)
    this.#last = { line: node.line, column, isBlock: style === LITERAL || style === FOLDED }
  }

  /** Gives the last scalar the lines up to the next node that belong to it. */
  #endScalar(nextLine: number): void {
    const { line, column, isBlock } = this.#last
    this.#last = NOTHING
    for (let at = line + 1; at < nextLine; at++) {
      const text = this.#sourceLines[at] as string
      const indent = text.search(/\S/)
      const isOutside = isBlock ? indent >= 0 && indent <= column : isComment(text.trim())
      if (isOutside) return
      this.#owned.add(at)
    }
  }

  /** How many lines of comment, and empty ones behind them, come before each source line. */
  #comments: number[] | undefined

  #commentsBefore(line: number): number {
    this.#comments ??= this.#countComments()
    return this.#comments[line] ?? 0
  }

  #countComments(): number[] {
    const counts: number[] = []
    let count = 0
    let followsComment = false
    for (const [at, source] of this.#sourceLines.entries()) {
      counts.push(count)
      if (this.#owned.has(at)) continue
      const text = source.trim()
      if (isComment(text) || (text === '' && followsComment)) count++
      followsComment = text.startsWith('#')
    }
    return counts
  }
}

/** True for a line of comment; one behind a dash alone goes to a line of its own. */
function isComment(text: string): boolean {
  return text.startsWith('#') || /^(?:- +)*- +#/.test(text)
}

const NOTHING = { line: Number.POSITIVE_INFINITY, column: 0, isBlock: false }

/** True for a key whose value starts on the next line, behind a colon. */
function isLongKey(key: RawNode): boolean {
  const target = key.kind === ALIAS_NODE ? (key.target as RawNode) : key
  return target.kind !== SCALAR_NODE || target.value.length > MAX_SIMPLE_KEY || target.value.includes('\n')
}

/** Keys and values of a mapping, those that are merged into it behind its own. */
function expanded(mapping: RawNode): readonly RawNode[] {
  if (!mapping.children.some((child, index) => index % 2 === 0 && isMergeKey(child))) return mapping.children
  const own: RawNode[] = []
  const merged: RawNode[] = []
  for (let index = 0; index + 1 < mapping.children.length; index += 2) {
    const key = mapping.children[index] as RawNode
    const content = mapping.children[index + 1] as RawNode
    if (isMergeKey(key)) merged.push(...sources(content).flatMap(expanded))
    else own.push(key, content)
  }
  for (let index = 0; index + 1 < merged.length; index += 2) {
    const key = merged[index] as RawNode
    const isKnown = own.some((other, at) => at % 2 === 0 && other.value === key.value)
    if (!isKnown) own.push(key, merged[index + 1] as RawNode)
  }
  return own
}

function sources(content: RawNode): readonly RawNode[] {
  const target = content.kind === ALIAS_NODE ? (content.target as RawNode) : content
  return target.kind === MAPPING ? [target] : target.children.flatMap(sources)
}

function literalLines(value: string): number {
  return value.split('\n').length - (value.endsWith('\n') ? 1 : 0)
}
