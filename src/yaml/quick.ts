import { Cursor } from './cursor.ts'
import { resolvePlain } from './resolve.ts'
import { scanBlock } from './scan-block.ts'
import { scanPlain, scanQuoted } from './scan-scalar.ts'
import type { YamlMap, YamlValue } from './value.ts'

/** How much of a node is built: nothing (it is only checked), all, the head of a manifest, or its metadata. */
export const SKIP = 0
export const BUILD = 1
export const HEAD = 2
const METADATA = 3

/** The document has something this reader leaves to the complete parser. */
export const UNUSUAL: unique symbol = Symbol('unusual')

/** Nesting that is left to the complete parser. */
const MAX_DEPTH = 200
/** Length of a key that is left to the complete parser. */
const MAX_KEY = 1000

const HEAD_KEYS = ['apiVersion', 'kind', 'metadata']
const METADATA_KEYS = ['name', 'namespace', 'annotations', 'labels']

/** Breaks other than LF, and all that Go refuses to read. */
const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/

/**
 * Reads a document that uses only what manifests use: block collections, scalars of all styles, short flow collections,
 * comments. Whatever is unusual or wrong gives `UNUSUAL`, and the complete parser decides; so both always agree.
 */
export function quickRead(text: string, want: number): YamlValue | typeof UNUSUAL {
  if (ODD.test(text)) return UNUSUAL
  try {
    return new QuickReader(text).document(want)
  } catch {
    return UNUSUAL
  }
}

class QuickReader {
  readonly #text: string
  readonly #length: number
  /** Offset of the first character of the next content. */
  #position = 0
  /** Column of the next content line; -1 at the end of the document. */
  #indent = -1
  #lineStart = 0
  #depth = 0
  #cursor: Cursor | undefined

  constructor(text: string) {
    this.#text = text
    this.#length = text.length
  }

  document(want: number): YamlValue {
    this.#nextLine(0)
    if (this.#indent === -1 && this.#position < this.#length) {
      this.#position += 3
      this.#endLine()
    }
    if (this.#indent < 0) return null
    const value = this.#isDash(this.#position) ? this.#sequence(this.#indent, want) : this.#mapping(this.#indent, want)
    return this.#indent === -1 ? value : unusual()
  }

  /** Moves to the first line at or behind `start` (a line start) that has content. */
  #nextLine(start: number): void {
    const text = this.#text
    let lineStart = start
    for (;;) {
      let at = lineStart
      let code = text.charCodeAt(at)
      while (code === 32) code = text.charCodeAt(++at)
      if (code === 10) {
        lineStart = at + 1
      } else if (code === 35) {
        const end = text.indexOf('\n', at)
        if (end < 0) return this.#end(this.#length)
        lineStart = end + 1
      } else {
        if (at >= this.#length) return this.#end(this.#length)
        if (code === 9) unusual()
        this.#position = at
        this.#lineStart = lineStart
        this.#indent = at - lineStart
        if (at === lineStart && (code === 45 || code === 46) && text.charCodeAt(at + 1) === code) this.#checkMark(at)
        return
      }
    }
  }

  #end(position: number): void {
    this.#position = position
    this.#indent = -1
  }

  /** `---` ends the document; `...` is left to the complete parser. */
  #checkMark(at: number): void {
    const text = this.#text
    if (text.charCodeAt(at + 2) !== text.charCodeAt(at)) return
    const after = text.charCodeAt(at + 3)
    if (text.charCodeAt(at) === 46) unusual()
    if (after === 32 || after === 10 || at + 3 === this.#length) this.#end(at)
    else if (after === 9) unusual()
  }

  #isDash(at: number): boolean {
    if (this.#text.charCodeAt(at) !== 45) return false
    const next = this.#text.charCodeAt(at + 1)
    if (next === 9) unusual()
    return next === 32 || next === 10 || at + 1 === this.#length
  }

  /** Expects nothing but blanks and a comment behind `#position`, and moves to the next line with content. */
  #endLine(): void {
    const text = this.#text
    const start = this.#position
    let at = start
    while (text.charCodeAt(at) === 32) at++
    if (at >= this.#length) return this.#end(this.#length)
    let code = text.charCodeAt(at)
    if (code === 35 && at > start) {
      at = text.indexOf('\n', at)
      if (at < 0) return this.#end(this.#length)
      code = 10
    }
    if (code !== 10) unusual()
    this.#nextLine(at + 1)
  }

  #mapping(column: number, want: number): YamlMap {
    if (++this.#depth > MAX_DEPTH) unusual()
    const map: YamlMap = new Map()
    do {
      const key = this.#key(want)
      const inner = want < HEAD ? want : wantOf(key as string, want)
      const value = this.#content(column, inner)
      if (inner !== SKIP) {
        if (map.has(key as string)) unusual()
        map.set(key as string, value)
      }
    } while (this.#indent === column)
    if (this.#indent > column) unusual()
    this.#depth--
    return map
  }

  /** Reads a key with its colon; its text is only taken if it is wanted. */
  #key(want: number): string | undefined {
    const start = this.#position
    const first = this.#text.charCodeAt(start)
    if (first === 34 || first === 39) return this.#quotedKey(first)
    if (!canStartKey(first)) unusual()
    const colon = this.#colon(start)
    if (colon < 0) unusual()
    this.#position = colon + 1
    let end = colon
    while (this.#text.charCodeAt(end - 1) === 32) end--
    if (end - start > MAX_KEY) unusual()
    const mayResolve = (first < 65 && first !== 47) || end - start < 6
    if (want === SKIP && !mayResolve) return undefined
    const text = this.#text.slice(start, end)
    if (!mayResolve) return text
    const value = resolvePlain(text)
    if (typeof value === 'string') return text
    return typeof value === 'boolean' ? String(value) : unusual()
  }

  #quotedKey(quote: number): string {
    const end = this.#text.indexOf(quote === 34 ? '"' : "'", this.#position + 1)
    const key = this.#text.slice(this.#position + 1, end)
    const after = this.#text.charCodeAt(end + 2)
    if (end < 0 || key.length > MAX_KEY || key.includes('\\') || key.includes('\n')) unusual()
    if (this.#text.charCodeAt(end + 1) !== 58 || !(after === 32 || after === 10 || end + 2 === this.#length)) unusual()
    this.#position = end + 2
    return key
  }

  /** Offset of the colon that makes a key of the text at `start`, or -1. */
  #colon(start: number): number {
    const text = this.#text
    for (let at = start; at < this.#length; at++) {
      const code = text.charCodeAt(at)
      if (code > 58) continue
      if (code === 58) {
        const next = text.charCodeAt(at + 1)
        if (next === 32 || next === 10 || at + 1 === this.#length) return at
        if (next === 9) unusual()
      } else if (code === 10) {
        return -1
      } else if (code === 9 || (code === 35 && text.charCodeAt(at - 1) === 32)) {
        unusual()
      }
    }
    return -1
  }

  /** Reads what stands behind a colon (of a mapping in `column`). */
  #content(column: number, want: number): YamlValue {
    const text = this.#text
    let at = this.#position
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (code === 10 || at >= this.#length || (code === 35 && at > this.#position)) {
      this.#endLine()
      if (this.#indent > column) return this.#blockNode(column, want)
      if (this.#indent === column && this.#isDash(this.#position)) return this.#sequence(column, want)
      return null
    }
    this.#position = at
    return this.#scalar(column, want)
  }

  /** A node that starts on a line of its own, inside a collection in column `parent`. */
  #blockNode(parent: number, want: number): YamlValue {
    if (this.#isDash(this.#position)) return this.#sequence(this.#indent, want)
    return this.#startsMapping() ? this.#mapping(this.#indent, want) : this.#scalar(parent, want)
  }

  #startsMapping(): boolean {
    const first = this.#text.charCodeAt(this.#position)
    if (first === 34 || first === 39) {
      const end = this.#text.indexOf(first === 34 ? '"' : "'", this.#position + 1)
      return end > 0 && this.#text.charCodeAt(end + 1) === 58
    }
    return canStartKey(first) && this.#colon(this.#position) >= 0
  }

  #sequence(column: number, want: number): YamlValue[] {
    if (++this.#depth > MAX_DEPTH) unusual()
    const items: YamlValue[] = []
    const inner = want === BUILD || want === METADATA ? BUILD : SKIP
    do {
      const value = this.#item(column, inner)
      if (inner !== SKIP) items.push(value)
    } while (this.#indent === column && this.#isDash(this.#position))
    if (this.#indent > column) unusual()
    this.#depth--
    return items
  }

  #item(column: number, want: number): YamlValue {
    const text = this.#text
    const dash = this.#position
    let at = dash + 1
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (code === 10 || at >= this.#length || code === 35) {
      this.#position = dash + 1
      this.#endLine()
      return this.#indent > column ? this.#blockNode(column, want) : null
    }
    this.#position = at
    const inline = at - this.#lineStart
    if (this.#isDash(at)) return this.#sequence(inline, want)
    return this.#startsMapping() ? this.#mapping(inline, want) : this.#scalar(column, want)
  }

  /** Reads a scalar or a flow collection inside a collection in column `parent`, and moves to the next line. */
  #scalar(parent: number, want: number): YamlValue {
    const code = this.#text.charCodeAt(this.#position)
    // biome-ignore format: one row a style
    switch (code) {
      case 34: case 39: return this.#quoted(code)
      case 124: return this.#literal(parent, want)
      case 62: return this.#block(parent)
      case 91: case 123: return this.#flowLine()
      default: return canStartPlain(code) && !this.#isDash(this.#position) ? this.#plain(parent, want) : unusual()
    }
  }

  #plain(parent: number, want: number): YamlValue {
    const text = this.#text
    const start = this.#position
    const first = text.charCodeAt(start)
    let at = start
    let end = -1
    for (; at < this.#length; at++) {
      const code = text.charCodeAt(at)
      if (code > 58) continue
      if (code === 10) break
      if (code === 58) {
        const next = text.charCodeAt(at + 1)
        if (next === 32 || next === 10 || next === 9 || at + 1 === this.#length) unusual()
      } else if (code === 9) {
        unusual()
      } else if (code === 35 && text.charCodeAt(at - 1) === 32) {
        end = at
        at = text.indexOf('\n', at)
        if (at < 0) at = this.#length
        break
      }
    }
    const hasComment = end >= 0
    if (!hasComment) end = at
    while (text.charCodeAt(end - 1) === 32) end--
    this.#nextLine(at + 1)
    if (this.#indent > parent) return hasComment ? unusual() : this.#longPlain(start, parent)
    const mayResolve = first < 60 || end - start < 6
    if (want === SKIP && (!mayResolve || (first !== 43 && first !== 45 && first !== 46))) return null
    const value = text.slice(start, end)
    return mayResolve ? finite(resolvePlain(value)) : value
  }

  /** A plain scalar of several lines, by the complete scanner. */
  #longPlain(start: number, parent: number): YamlValue {
    const cursor = this.#cursorAt(start)
    const { value, brokeLine } = scanPlain(cursor, parent + 1, false)
    if (!brokeLine) {
      this.#position = cursor.position
      this.#endLine()
    } else {
      this.#nextLine(cursor.lineStart)
    }
    return this.#indent > parent ? unusual() : finite(resolvePlain(value))
  }

  #quoted(quote: number): string {
    const text = this.#text
    const start = this.#position + 1
    for (let at = start; at < this.#length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote && !(quote === 39 && text.charCodeAt(at + 1) === 39)) {
        this.#position = at + 1
        this.#endLine()
        return text.slice(start, at)
      }
      if (code === 10 || code === 92 || code === 39) {
        if (code === 10 || quote === (code === 92 ? 34 : 39)) break
      }
    }
    const cursor = this.#cursorAt(start - 1)
    const value = scanQuoted(cursor, quote)
    this.#position = cursor.position
    this.#endLine()
    return value
  }

  /** A block scalar, by the complete scanner. */
  #block(parent: number): string {
    const cursor = this.#cursorAt(this.#position)
    const value = scanBlock(cursor, parent)
    if (cursor.position >= this.#length) this.#end(this.#length)
    else this.#nextLine(cursor.lineStart)
    if (this.#indent > parent) unusual()
    return value
  }

  /** A literal whose indentation is that of its first line; anything else goes to the complete scanner. */
  #literal(parent: number, want: number): string {
    const text = this.#text
    let at = this.#position + 1
    let chomping = 0
    const sign = text.charCodeAt(at)
    if (sign === 45 || sign === 43) {
      chomping = sign === 43 ? 1 : -1
      at++
    }
    if (text.charCodeAt(at) !== 10) return this.#block(parent)
    const first = at + 1
    let column = 0
    while (text.charCodeAt(first + column) === 32) column++
    const code = text.charCodeAt(first + column)
    if (column <= parent || code === 10 || code === 9 || first + column >= this.#length) return this.#block(parent)
    return this.#literalLines(first, column, want === SKIP ? undefined : chomping)
  }

  /** The lines of a literal from `first` on, indented by `indent`; without `chomping` they are only skipped. */
  #literalLines(first: number, indent: number, chomping: number | undefined): string {
    const text = this.#text
    let value = ''
    let breaks = ''
    let start = first
    while (start < this.#length) {
      let at = start
      while (at - start < indent && text.charCodeAt(at) === 32) at++
      const code = text.charCodeAt(at)
      if (code === 10) {
        breaks += '\n'
        start = at + 1
        continue
      }
      if (at - start < indent || at >= this.#length) {
        if (code === 9) unusual()
        break
      }
      const end = text.indexOf('\n', at)
      if (chomping !== undefined) value += breaks + text.slice(at, end < 0 ? this.#length : end)
      breaks = end < 0 ? '' : '\n'
      start = end < 0 ? this.#length : end + 1
    }
    this.#nextLine(start)
    if (chomping === 1) return value + breaks
    return chomping === 0 && breaks !== '' ? `${value}\n` : value
  }

  /** An empty flow collection, or one that fills the rest of its line. */
  #flowLine(): YamlValue {
    const value = this.#flow()
    this.#endLine()
    return value
  }

  #flow(): YamlValue {
    const text = this.#text
    const open = text.charCodeAt(this.#position)
    if (++this.#depth > MAX_DEPTH) unusual()
    this.#position++
    const value = open === 91 ? this.#flowSequence() : this.#flowMapping()
    this.#depth--
    return value
  }

  #skipSpaces(): number {
    let code = this.#text.charCodeAt(this.#position)
    while (code === 32) code = this.#text.charCodeAt(++this.#position)
    return code
  }

  /** Steps over a comma; true at the closing bracket. */
  #endsFlow(close: number): boolean {
    let code = this.#skipSpaces()
    if (code === 44) {
      this.#position++
      code = this.#skipSpaces()
      if (code === 44 || code === close) unusual()
      return false
    }
    if (code !== close) unusual()
    this.#position++
    return true
  }

  #flowSequence(): YamlValue[] {
    const items: YamlValue[] = []
    if (this.#skipSpaces() === 93) {
      this.#position++
      return items
    }
    do items.push(this.#flowNode(false))
    while (!this.#endsFlow(93))
    return items
  }

  #flowMapping(): YamlMap {
    const map: YamlMap = new Map()
    if (this.#skipSpaces() === 125) {
      this.#position++
      return map
    }
    do {
      const code = this.#skipSpaces()
      if (code === 91 || code === 123) unusual()
      const key = this.#flowNode(true)
      const after = this.#text.charCodeAt(this.#position + 1)
      if (this.#text.charCodeAt(this.#position) !== 58 || after !== 32) unusual()
      if (typeof key !== 'string' || map.has(key)) unusual()
      this.#position++
      map.set(key as string, this.#flowNode(false))
    } while (!this.#endsFlow(125))
    return map
  }

  #flowNode(isKey: boolean): YamlValue {
    const code = this.#skipSpaces()
    if (code === 91 || code === 123) return this.#flow()
    const start = this.#position
    if (code === 34 || code === 39) {
      const end = this.#text.indexOf(code === 34 ? '"' : "'", start + 1)
      const value = this.#text.slice(start + 1, end)
      if (end < 0 || value.includes('\n') || value.includes('\\')) unusual()
      this.#position = end + 1
      return this.#text.charCodeAt(end + 1) === 39 ? unusual() : value
    }
    if (!isFlowWord(code) || (code === 45 && !isFlowWord(this.#text.charCodeAt(start + 1)))) unusual()
    let at = start
    while (isFlowWord(this.#text.charCodeAt(at))) at++
    const next = this.#text.charCodeAt(at)
    if (next !== 44 && next !== 93 && next !== 125 && !(isKey && next === 58)) unusual()
    this.#position = at
    return finite(resolvePlain(this.#text.slice(start, at)))
  }

  /** The complete scanner's cursor at an offset of the current line. */
  #cursorAt(offset: number): Cursor {
    this.#cursor ??= new Cursor(this.#text)
    const cursor = this.#cursor
    cursor.position = offset
    cursor.lineStart = this.#text.lastIndexOf('\n', offset - 1) + 1
    return cursor
  }
}

function unusual(): never {
  throw UNUSUAL
}

function finite(value: null | boolean | number | string): YamlValue {
  return typeof value === 'number' && !Number.isFinite(value) ? unusual() : value
}

/** Letters, digits, `_`, `.`, `/`, `$` and everything beyond ASCII. */
function canStartKey(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 46 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  )
}

function canStartPlain(code: number): boolean {
  return (
    canStartKey(code) ||
    code === 45 ||
    code === 43 ||
    code === 40 ||
    code === 60 ||
    code === 61 ||
    code === 126 ||
    code === 94 ||
    code === 92
  )
}

/** Characters of a word in a flow collection that mean nothing else. */
function isFlowWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 57) ||
    code === 95 ||
    code === 36
  )
}

/** How much of the value of a key belongs to a head. A key that Go takes for another by its case is unusual. */
function wantOf(key: string, want: number): number {
  const names = want === HEAD ? HEAD_KEYS : METADATA_KEYS
  const index = names.indexOf(key)
  if (index >= 0) return want === HEAD && index === 2 ? METADATA : BUILD
  const lower = key.toLowerCase()
  return names.some((name) => name.toLowerCase() === lower) ? unusual() : SKIP
}
