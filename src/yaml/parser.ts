import type { CursorOptions } from './cursor.ts'
import { endsBlockEntry, endsBlockNode, endsFlowEntry, endsFlowPair, endsIndentlessEntry } from './empty-node.ts'
import { YamlError } from './error.ts'
import { ALIAS_NODE, BLOCK, CORE_TAG, FLOW, MAPPING, PLAIN, type RawNode, SCALAR_NODE, SEQUENCE } from './node.ts'
import { Scanner } from './scanner.ts'
import type { Token } from './token.ts'
import * as token from './token.ts'

/** Where the parser is in a collection; an open collection's state says what may come next. */
const BLOCK_SEQUENCE = 1
const INDENTLESS_SEQUENCE = 2
const BLOCK_KEY = 3
const BLOCK_VALUE = 4
const FLOW_SEQUENCE = 5
const PAIR_KEY = 6
const PAIR_VALUE = 7
const PAIR_END = 8
const FLOW_KEY = 9
const FLOW_VALUE = 10
const FLOW_EMPTY_VALUE = 11

interface Open {
  readonly node: RawNode
  state: number
  first: boolean
  /** Line of the token that opened it, for messages. */
  readonly line: number
}

/** Anchor and tag in front of a node. */
interface Properties {
  anchor: string
  tag: string
  start: Token
}

/**
 * Builds the nodes of a stream, one document at a time, by libyaml's grammar (go-yaml v2, parserc.go and decode.go).
 * It keeps its own stack, so that depth costs no call stack. Throws `YamlError`.
 */
export class Parser {
  readonly #scanner: Scanner
  readonly #open: Open[] = []
  #root: RawNode | undefined
  #started = false
  #anchors = new Map<string, RawNode>()
  #handles = new Map<string, string>()

  /** Go-yaml v3 names the line of what is being read before that of what is wrong. */
  readonly #namesContext: boolean

  constructor(text: string, options: CursorOptions) {
    this.#scanner = new Scanner(text, options)
    this.#namesContext = options.version === 'v3'
  }

  /** The root of the next document, or undefined at the end of the stream. */
  document(): RawNode | undefined {
    const scanner = this.#scanner
    let next = scanner.peek()
    while (this.#started && next.type === token.DOCUMENT_END) {
      scanner.skip()
      next = scanner.peek()
    }
    if (next.type === token.STREAM_END) return undefined
    this.#anchors = new Map()
    const implicit = !this.#started && !isDocumentOpener(next)
    this.#started = true
    this.#readDirectives()
    if (!implicit) this.#expectDocumentStart()
    this.#root = undefined
    this.#readContent(implicit)
    if (scanner.peek().type === token.DOCUMENT_END) scanner.skip()
    return this.#root
  }

  #expectDocumentStart(): void {
    const next = this.#scanner.peek()
    if (next.type !== token.DOCUMENT_START) this.#fail('did not find expected <document start>', next)
    this.#scanner.skip()
  }

  #readContent(implicit: boolean): void {
    const next = this.#scanner.peek()
    const isEmpty = isDocumentOpener(next) || next.type === token.DOCUMENT_END || next.type === token.STREAM_END
    if (!implicit && isEmpty) this.#attachEmpty(next)
    else this.#readNode(true, false)
    while (this.#open.length > 0) this.#step(this.#open[this.#open.length - 1] as Open)
  }

  #readDirectives(): void {
    let version = false
    this.#handles = new Map()
    let next = this.#scanner.peek()
    for (; next.type === token.VERSION_DIRECTIVE || next.type === token.TAG_DIRECTIVE; next = this.#scanner.peek()) {
      if (next.type === token.VERSION_DIRECTIVE) {
        if (version) this.#fail('found duplicate %YAML directive', next)
        if (next.suffix !== '1.1') this.#fail('found incompatible YAML document', next)
        version = true
      } else {
        if (this.#handles.has(next.value)) this.#fail('found duplicate %TAG directive', next)
        this.#handles.set(next.value, next.suffix)
      }
      this.#scanner.skip()
    }
    if (!this.#handles.has('!')) this.#handles.set('!', '!')
    if (!this.#handles.has('!!')) this.#handles.set('!!', CORE_TAG)
  }

  /** One transition of the innermost open collection. */
  #step(open: Open): void {
    // biome-ignore format: one row a state
    switch (open.state) {
      case BLOCK_SEQUENCE: return this.#stepBlockSequence(open)
      case INDENTLESS_SEQUENCE: return this.#stepIndentless()
      case BLOCK_KEY: return this.#stepBlockKey(open)
      case BLOCK_VALUE: return this.#stepBlockValue(open)
      case FLOW_SEQUENCE: return this.#stepFlowSequence(open)
      case PAIR_KEY: return this.#stepPairKey(open)
      case PAIR_VALUE: return this.#stepPairValue(open)
      case PAIR_END: return this.#close()
      case FLOW_KEY: return this.#stepFlowKey(open)
      case FLOW_VALUE: return this.#stepFlowValue(open)
      default:
        open.state = FLOW_KEY
        return this.#attachEmpty(this.#scanner.peek())
    }
  }

  #close(): void {
    this.#open.pop()
  }

  /** Skips `mark` and reads the node behind it, or an empty one if a token of `ends` follows. */
  #readBehind(mark: Token, ends: (next: number) => boolean, indentless: boolean): void {
    this.#scanner.skip()
    const next = this.#scanner.peek()
    if (ends(next.type)) this.#attachEmpty(mark)
    else this.#readNode(true, indentless)
  }

  #stepBlockSequence(open: Open): void {
    const next = this.#scanner.peek()
    if (next.type === token.BLOCK_ENTRY) return this.#readBehind(next, endsBlockEntry, false)
    if (next.type !== token.BLOCK_END) this.#fail("did not find expected '-' indicator", next, open.line)
    this.#scanner.skip()
    this.#close()
  }

  #stepIndentless(): void {
    const next = this.#scanner.peek()
    if (next.type === token.BLOCK_ENTRY) return this.#readBehind(next, endsIndentlessEntry, false)
    this.#close()
  }

  #stepBlockKey(open: Open): void {
    const next = this.#scanner.peek()
    if (next.type === token.KEY) {
      open.state = BLOCK_VALUE
      return this.#readBehind(next, endsBlockNode, true)
    }
    if (next.type !== token.BLOCK_END) this.#fail('did not find expected key', next, open.line)
    this.#scanner.skip()
    this.#close()
  }

  #stepBlockValue(open: Open): void {
    open.state = BLOCK_KEY
    const next = this.#scanner.peek()
    if (next.type === token.VALUE) return this.#readBehind(next, endsBlockNode, true)
    this.#attachEmpty(next)
  }

  /** Steps over the comma between two entries of a flow collection; true if the collection ends here. */
  #endsFlow(open: Open, end: number, problem: string): boolean {
    let next = this.#scanner.peek()
    if (next.type !== end && !open.first) {
      if (next.type !== token.FLOW_ENTRY) this.#fail(problem, next, open.line)
      this.#scanner.skip()
      next = this.#scanner.peek()
    }
    open.first = false
    if (next.type !== end) return false
    this.#scanner.skip()
    this.#close()
    return true
  }

  #stepFlowSequence(open: Open): void {
    if (this.#endsFlow(open, token.FLOW_SEQUENCE_END, "did not find expected ',' or ']'")) return
    const next = this.#scanner.peek()
    if (next.type !== token.KEY) return this.#readNode(false, false)
    this.#start(MAPPING, PAIR_KEY, { anchor: '', tag: '', start: next })
    this.#scanner.skip()
  }

  #stepPairKey(open: Open): void {
    open.state = PAIR_VALUE
    const next = this.#scanner.peek()
    if (!endsFlowPair(next.type) && next.type !== token.VALUE) return this.#readNode(false, false)
    this.#attachEmpty(next)
    this.#scanner.skip()
  }

  #stepPairValue(open: Open): void {
    open.state = PAIR_END
    const next = this.#scanner.peek()
    if (next.type === token.VALUE) {
      this.#scanner.skip()
      if (!endsFlowPair(this.#scanner.peek().type)) return this.#readNode(false, false)
    }
    this.#attachEmpty(next)
  }

  #stepFlowKey(open: Open): void {
    if (this.#endsFlow(open, token.FLOW_MAPPING_END, "did not find expected ',' or '}'")) return
    const next = this.#scanner.peek()
    if (next.type !== token.KEY) {
      open.state = FLOW_EMPTY_VALUE
      return this.#readNode(false, false)
    }
    open.state = FLOW_VALUE
    this.#scanner.skip()
    const key = this.#scanner.peek()
    if (key.type === token.VALUE || endsFlowEntry(key.type)) this.#attachEmpty(key)
    else this.#readNode(false, false)
  }

  #stepFlowValue(open: Open): void {
    open.state = FLOW_KEY
    let next = this.#scanner.peek()
    if (next.type === token.VALUE) {
      this.#scanner.skip()
      next = this.#scanner.peek()
      if (!endsFlowEntry(next.type)) return this.#readNode(false, false)
    }
    this.#attachEmpty(next)
  }

  #readNode(block: boolean, indentless: boolean): void {
    const first = this.#scanner.peek()
    if (first.type === token.ALIAS) return this.#readAlias(first)
    const properties = this.#readProperties(first)
    const next = this.#scanner.peek()
    if (indentless && next.type === token.BLOCK_ENTRY) {
      return this.#start(SEQUENCE, INDENTLESS_SEQUENCE, properties)
    }
    if (next.type === token.SCALAR) return this.#readScalar(next, properties)
    const state = collectionState(next.type, block)
    if (state !== 0) {
      this.#start(state === BLOCK_KEY || state === FLOW_KEY ? MAPPING : SEQUENCE, state, properties)
      return this.#scanner.skip()
    }
    if (properties.anchor === '' && properties.tag === '') {
      this.#fail('did not find expected node content', next, properties.start.line)
    }
    this.#finish(scalarNode(properties.start, properties.tag, properties.tag === ''), properties.anchor)
  }

  #readProperties(first: Token): Properties {
    const properties: Properties = { anchor: '', tag: '', start: first }
    let tag: Token | undefined
    if (first.type === token.ANCHOR) {
      properties.anchor = first.value
      this.#scanner.skip()
      if (this.#scanner.peek().type === token.TAG) tag = this.#take()
    } else if (first.type === token.TAG) {
      tag = this.#take()
      if (this.#scanner.peek().type === token.ANCHOR) properties.anchor = this.#take().value
    }
    if (tag !== undefined) {
      this.#scanner.peek()
      properties.tag = this.#tagOf(tag, first.line)
    }
    return properties
  }

  #take(): Token {
    const taken = this.#scanner.peek()
    this.#scanner.skip()
    return taken
  }

  #tagOf(tag: Token, contextLine: number): string {
    if (tag.value === '') return tag.suffix
    const prefix = this.#handles.get(tag.value)
    const full = prefix === undefined ? '' : prefix + tag.suffix
    if (full === '') this.#fail('found undefined tag handle', tag, contextLine)
    return full
  }

  #readAlias(alias: Token): void {
    const target = this.#anchors.get(alias.value)
    if (target === undefined) {
      const position = this.#scanner.cursor.place(alias.line, alias.column)
      throw new YamlError('unknown-anchor', `yaml: unknown anchor '${alias.value}' referenced`, position)
    }
    const { line, column, offset, value } = alias
    this.#scanner.skip()
    this.#attach({
      kind: ALIAS_NODE,
      line,
      column,
      offset,
      tag: '',
      value,
      style: PLAIN,
      implicit: false,
      children: [],
      target,
    })
  }

  #readScalar(scalar: Token, properties: Properties): void {
    const { tag, start, anchor } = properties
    const implicit = (tag === '' && scalar.style === PLAIN) || tag === '!'
    const { line, column, offset } = start
    const node = { kind: SCALAR_NODE, line, column, offset, tag, value: scalar.value, style: scalar.style, implicit }
    this.#scanner.skip()
    this.#finish({ ...node, children: NONE, target: undefined }, anchor)
  }

  #start(kind: number, state: number, properties: Properties): void {
    const { line, column, offset } = properties.start
    const node: RawNode = {
      kind,
      line,
      column,
      offset,
      tag: '',
      value: '',
      style: state === FLOW_SEQUENCE || state === FLOW_KEY || state === PAIR_KEY ? FLOW : BLOCK,
      implicit: false,
      children: [],
      target: undefined,
    }
    this.#finish(node, properties.anchor)
    this.#open.push({ node, state, first: true, line: this.#scanner.peek().line })
  }

  #finish(node: RawNode, anchor: string): void {
    if (anchor !== '') this.#anchors.set(anchor, node)
    this.#attach(node)
  }

  #attach(node: RawNode): void {
    const parent = this.#open[this.#open.length - 1]
    if (parent === undefined) this.#root = node
    else parent.node.children.push(node)
  }

  #attachEmpty(at: Token): void {
    this.#attach(scalarNode(at, '', true))
  }

  /** Throws Go's parser error: its line is one less than the real one, as Go has it. */
  #fail(problem: string, at: Token, contextLine = 0): never {
    const line = this.#namesContext ? contextLine || at.line : at.line || contextLine
    const where = line === 0 ? '' : `line ${line}: `
    throw new YamlError('syntax', `yaml: ${where}${problem}`, this.#scanner.cursor.place(at.line, at.column))
  }
}

const NONE: RawNode[] = []

function scalarNode(at: Token, tag: string, implicit: boolean): RawNode {
  const { line, column, offset } = at
  return {
    kind: SCALAR_NODE,
    line,
    column,
    offset,
    tag,
    value: '',
    style: PLAIN,
    implicit,
    children: NONE,
    target: undefined,
  }
}

function isDocumentOpener(next: Token): boolean {
  return (
    next.type === token.DOCUMENT_START || next.type === token.VERSION_DIRECTIVE || next.type === token.TAG_DIRECTIVE
  )
}

function collectionState(type: number, block: boolean): number {
  if (type === token.FLOW_SEQUENCE_START) return FLOW_SEQUENCE
  if (type === token.FLOW_MAPPING_START) return FLOW_KEY
  if (block && type === token.BLOCK_SEQUENCE_START) return BLOCK_SEQUENCE
  if (block && type === token.BLOCK_MAPPING_START) return BLOCK_KEY
  return 0
}
