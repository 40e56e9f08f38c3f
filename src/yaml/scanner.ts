import { Cursor, type CursorOptions, isBlankOrEnd, isBreak } from './cursor.ts'
import { FOLDED, LITERAL, PLAIN, QUOTED } from './node.ts'
import { scanBlock } from './scan-block.ts'
import { scanPlain, scanQuoted } from './scan-scalar.ts'
import { scanAnchor, scanDirective, scanTag } from './scan-tag.ts'
import type { KeyState, Token } from './token.ts'
import * as token from './token.ts'

/** Nesting that Go refuses to exceed, for blocks and for flow collections alike. */
const MAX_DEPTH = 10_000
/** A key without `?` may be this many characters before its colon. */
const MAX_KEY = 1024

/** Characters that cannot start a plain scalar. */
const INDICATORS = ',[]{}#&*!|>\'"%@`'

/**
 * Turns a text into tokens, one at a time, as libyaml does: which keys are possible, which indentation opens and closes
 * a block, and every message are those of go-yaml v2 (scannerc.go). Throws `YamlError`.
 */
export class Scanner {
  readonly cursor: Cursor
  #queue: Token[] = []
  #head = 0
  #indent = -1
  readonly #indents: number[] = []
  #flowLevel = 0
  #keyAllowed = true
  /** The token that may start a key, one for each flow level. */
  readonly #keys: (Token | undefined)[] = [undefined]
  /** The token that opened each flow level, until a key may have started on that level. */
  readonly #openers: (Token | undefined)[] = [undefined]

  /** How many tokens behind the next one must have been scanned. */
  readonly #lookahead: number

  readonly #comments: CursorOptions['comments']

  constructor(text: string, options: CursorOptions) {
    this.cursor = new Cursor(text, options)
    this.#comments = options.comments
    this.#lookahead = options.version === 'v3' ? 2 : 0
  }

  /** The next token, not consumed. */
  peek(): Token {
    for (;;) {
      const first = this.#queue[this.#head]
      const isFar = first !== undefined && this.#head + this.#lookahead < this.#queue.length
      if (isFar && !(first.awaited && this.#isKeyPossible(first))) return first
      this.#fetch()
    }
  }

  /** Consumes the token that `peek` returned. */
  skip(): void {
    this.#head++
    if (this.#head === this.#queue.length) {
      this.#queue.length = 0
      this.#head = 0
    }
  }

  /** Appends the next token (and what it closes or opens) to the queue. */
  #fetch(): void {
    this.#skipToToken()
    const cursor = this.cursor
    this.#unroll(cursor.column)
    const code = cursor.code
    if (code === 0) return this.#fetchEnd()
    if (cursor.column === 0) {
      if (code === 37) return this.#fetchDirective()
      if ((code === 45 || code === 46) && cursor.atDocumentMark()) {
        return this.#fetchDocumentMark(code === 45 ? token.DOCUMENT_START : token.DOCUMENT_END)
      }
    }
    this.#fetchIndicator(code)
  }

  #fetchIndicator(code: number): void {
    // biome-ignore format: one row an indicator
    switch (code) {
      case 91: return this.#fetchFlowStart(token.FLOW_SEQUENCE_START)
      case 123: return this.#fetchFlowStart(token.FLOW_MAPPING_START)
      case 93: return this.#fetchFlowEnd(token.FLOW_SEQUENCE_END)
      case 125: return this.#fetchFlowEnd(token.FLOW_MAPPING_END)
      case 44: return this.#fetchFlowEntry()
      case 42: return this.#fetchAnchor(token.ALIAS)
      case 38: return this.#fetchAnchor(token.ANCHOR)
      case 33: return this.#fetchTag()
      case 39: case 34: return this.#fetchQuoted(code)
      default: break
    }
    if (this.#fetchBlockIndicator(code)) return
    if (!this.#canStartPlain(code)) this.#fail('found character that cannot start any token')
    this.#fetchPlain()
  }

  /** The indicators that may also begin plain text, or that mean something outside flow only; false when it is none. */
  #fetchBlockIndicator(code: number): boolean {
    const inBlock = this.#flowLevel === 0
    if (code === 124 || code === 62) {
      if (inBlock) this.#fetchBlockScalar()
      return inBlock
    }
    if (code !== 45 && code !== 63 && code !== 58) return false
    if ((inBlock || code === 45) && !isBlankOrEnd(this.cursor.at(1))) return false
    if (code === 45) this.#fetchBlockEntry()
    else if (code === 63) this.#fetchKey()
    else this.#fetchValue()
    return true
  }

  #canStartPlain(code: number): boolean {
    if (isBlankOrEnd(code)) return false
    if (code === 45) return this.cursor.at(1) !== 32 && this.cursor.at(1) !== 9
    if (code === 63 || code === 58) return this.#flowLevel === 0 && !isBlankOrEnd(this.cursor.at(1))
    return code > 127 || !INDICATORS.includes(String.fromCharCode(code))
  }

  #push(type: number, key: KeyState = 0): Token {
    const created = this.#create(type, key)
    this.#queue.push(created)
    return created
  }

  #create(type: number, key: KeyState): Token {
    const { line, column, position } = this.cursor
    this.cursor.tokenLine = line
    return { type, line, column, offset: position, value: '', suffix: '', style: PLAIN, key, awaited: key !== 0 }
  }

  /** A token of no width that stands where `at` stands, queued before it (or last, as Go does, if `at` is gone). */
  #insertBefore(at: Token, type: number): Token {
    const created: Token = { ...at, type, value: '', suffix: '', style: PLAIN, key: 0, awaited: false }
    const index = this.#queue.indexOf(at, this.#head)
    this.#queue.splice(index < 0 ? this.#queue.length : index, 0, created)
    return created
  }

  #isKeyPossible(candidate: Token): boolean {
    if (candidate.key === 0) return false
    const cursor = this.cursor
    if (candidate.line < cursor.line || candidate.offset + MAX_KEY < cursor.position) {
      if (candidate.key === 2) this.#fail("could not find expected ':'", candidate.line)
      candidate.key = 0
      return false
    }
    return true
  }

  /** What the token that starts here is as a key; forgets the candidate before it. */
  #startKey(): KeyState {
    const required = this.#flowLevel === 0 && this.#indent === this.cursor.column
    if (!this.#keyAllowed) return 0
    this.#dropKey()
    return required ? 2 : 1
  }

  #dropKey(): void {
    const last = this.#keys.length - 1
    const candidate = this.#keys[last]
    if (candidate !== undefined && candidate.key !== 0) {
      if (candidate.key === 2) this.#fail("could not find expected ':'", candidate.line)
      candidate.key = 0
    }
    this.#keys[last] = undefined
  }

  #remember(candidate: Token): void {
    if (candidate.key === 0) return
    this.#keys[this.#keys.length - 1] = candidate
    this.#openers[this.#openers.length - 1] = undefined
  }

  /** Opens a block at `column` if it is deeper than the current one. */
  #roll(column: number, type: number, before: Token | undefined): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return
    this.#indents.push(this.#indent)
    this.#indent = column
    if (this.#indents.length > MAX_DEPTH) this.#fail(`exceeded max depth of ${MAX_DEPTH}`, this.cursor.line, 'limit')
    if (before === undefined) this.#push(type)
    else this.#insertBefore(before, type)
  }

  /** Closes the blocks that are deeper than `column`. */
  #unroll(column: number): void {
    if (this.#flowLevel > 0) return
    while (this.#indent > column) {
      this.#push(token.BLOCK_END)
      this.#indent = this.#indents.pop() ?? -1
    }
  }

  #fetchEnd(): void {
    const cursor = this.cursor
    if (cursor.column !== 0) {
      cursor.lineStart = cursor.position
      cursor.line++
    }
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    this.#push(token.STREAM_END)
  }

  #fetchDirective(): void {
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    const { line, column, position } = this.cursor
    this.cursor.tokenLine = line
    const directive = scanDirective(this.cursor)
    this.#queue.push({ ...directive, line, column, offset: position, style: PLAIN, key: 0, awaited: false })
  }

  #fetchDocumentMark(type: number): void {
    this.#unroll(-1)
    this.#dropKey()
    this.#keyAllowed = false
    this.#push(type)
    this.cursor.position += 3
  }

  #fetchFlowStart(type: number): void {
    const created = this.#create(type, this.#startKey())
    this.#remember(created)
    this.#keys.push(undefined)
    this.#openers.push(created)
    this.#flowLevel++
    if (this.#flowLevel > MAX_DEPTH) this.#fail(`exceeded max depth of ${MAX_DEPTH}`, this.cursor.line, 'limit')
    this.#keyAllowed = true
    this.#queue.push(created)
    this.cursor.position++
  }

  #fetchFlowEnd(type: number): void {
    this.#dropKey()
    if (this.#flowLevel > 0) {
      this.#flowLevel--
      this.#keys.pop()
      this.#release(this.#openers.pop())
    }
    this.#keyAllowed = false
    this.#push(type)
    this.cursor.position++
  }

  /** go-yaml forgets that an empty flow collection may be a key, and so hands it out at once. */
  #release(opener: Token | undefined): void {
    if (opener !== undefined) opener.awaited = false
  }

  #fetchFlowEntry(): void {
    this.#dropKey()
    this.#keyAllowed = true
    this.#push(token.FLOW_ENTRY)
    this.cursor.position++
  }

  #fetchBlockEntry(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) this.#fail('block sequence entries are not allowed in this context')
      this.#roll(this.cursor.column, token.BLOCK_SEQUENCE_START, undefined)
    }
    this.#dropKey()
    this.#keyAllowed = true
    this.#push(token.BLOCK_ENTRY)
    this.cursor.position++
  }

  #fetchKey(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) this.#fail('mapping keys are not allowed in this context')
      this.#roll(this.cursor.column, token.BLOCK_MAPPING_START, undefined)
    }
    this.#dropKey()
    this.#keyAllowed = this.#flowLevel === 0
    this.#push(token.KEY)
    this.cursor.position++
  }

  #fetchValue(): void {
    const candidate = this.#keys[this.#keys.length - 1]
    if (candidate !== undefined && this.#isKeyPossible(candidate)) {
      this.#keyAllowed = false
      candidate.key = 0
      const key = this.#insertBefore(candidate, token.KEY)
      this.#roll(
        candidate.column,
        token.BLOCK_MAPPING_START,
        this.#queue.includes(candidate, this.#head) ? key : undefined,
      )
    } else {
      this.#fetchComplexValue()
    }
    this.#push(token.VALUE)
    this.cursor.position++
  }

  /** A colon whose key was announced by `?`. */
  #fetchComplexValue(): void {
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) this.#fail('mapping values are not allowed in this context')
      this.#roll(this.cursor.column, token.BLOCK_MAPPING_START, undefined)
    }
    this.#keyAllowed = this.#flowLevel === 0
  }

  #fetchAnchor(type: number): void {
    const created = this.#startScalar(type)
    created.value = scanAnchor(this.cursor)
    this.#queue.push(created)
  }

  #fetchTag(): void {
    const created = this.#startScalar(token.TAG)
    const parts = scanTag(this.cursor)
    created.value = parts.handle
    created.suffix = parts.suffix
    this.#queue.push(created)
  }

  #fetchQuoted(quote: number): void {
    const created = this.#startScalar(token.SCALAR)
    created.value = scanQuoted(this.cursor, quote)
    created.style = QUOTED
    this.#queue.push(created)
  }

  #fetchPlain(): void {
    const created = this.#startScalar(token.SCALAR)
    const scalar = scanPlain(this.cursor, this.#indent + 1, this.#flowLevel > 0)
    created.value = scalar.value
    this.#queue.push(created)
    if (scalar.brokeLine) this.#keyAllowed = true
  }

  #fetchBlockScalar(): void {
    this.#dropKey()
    this.#keyAllowed = true
    const created = this.#create(token.SCALAR, 0)
    created.style = this.cursor.code === 62 ? FOLDED : LITERAL
    created.value = scanBlock(this.cursor, this.#indent)
    this.#queue.push(created)
  }

  /** A token that may be a key and behind which no key may start. */
  #startScalar(type: number): Token {
    const key = this.#startKey()
    this.#keyAllowed = false
    const created = this.#create(type, key)
    this.#remember(created)
    return created
  }

  /** Throws an error about what began in `line`. */
  #fail(problem: string, line = this.cursor.line, code: 'syntax' | 'limit' = 'syntax'): never {
    this.cursor.tokenLine = line
    this.cursor.fail(problem, code)
  }

  /** Eats blanks, comments and breaks. A tab is a blank only where no key can start. */
  #skipToToken(): void {
    const cursor = this.cursor
    for (;;) {
      let code = cursor.code
      while (code === 32 || (code === 9 && (this.#flowLevel > 0 || !this.#keyAllowed))) {
        cursor.position++
        code = cursor.code
      }
      if (code === 35) {
        this.#comments?.set(cursor.line, cursor.column)
        do {
          cursor.position++
          code = cursor.code
        } while (code !== 0 && !isBreak(code))
      }
      if (!isBreak(code)) return
      cursor.takeBreak()
      if (this.#flowLevel === 0) this.#keyAllowed = true
    }
  }
}
