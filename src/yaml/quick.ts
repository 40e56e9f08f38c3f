import { canStartKey } from './quick-characters.ts'
import { MAX_DEPTH } from './quick-flow.ts'
import { UNUSUAL, unusual } from './quick-lines.ts'
import { BUILD, HEAD, METADATA, QuickScalars, SKIP } from './quick-scalars.ts'
import { resolvePlain } from './resolve.ts'
import type { YamlMap, YamlValue } from './value.ts'

export { UNUSUAL } from './quick-lines.ts'
export { BUILD, HEAD } from './quick-scalars.ts'

/** Length of a key that is left to the complete parser. */
const MAX_KEY = 1000

const HEAD_KEYS = ['apiVersion', 'kind', 'metadata']
const METADATA_KEYS = ['name', 'namespace', 'annotations', 'labels']

/** Breaks other than LF, and all that Go refuses to read. */
const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/

/** A key that is a string whatever its length, with its colon. */
const NAME = String.raw`(?!null:|Null:|NULL:)[A-Za-z_][\w./-]{0,200}:`
/** A value that ends in its line and has no parts to look at (a word, a string, an empty collection), and the next margin. */
const SIMPLE = String.raw` +(?:[A-Za-z0-9/][^\n:#\t]*(?::[^ \n:#\t][^\n:#\t]*)*|"[^"\\\n]*" *|'[^'\n]*' *|\{\} *|\[\] *)\n *`
const SIMPLE_KEY = new RegExp(String.raw`${NAME}[ \n]`, 'y')
const SIMPLE_ENTRY = new RegExp(`${NAME}${SIMPLE}`, 'y')
const SIMPLE_ITEM = new RegExp(`-${SIMPLE}`, 'y')
const SIMPLE_PARENT = new RegExp(String.raw`${NAME}\n *`, 'y')

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

/** Adds block collections. */
class QuickReader extends QuickScalars {
  document(want: number): YamlValue {
    this.nextLine(0)
    if (this.indent === -1 && this.position < this.length) {
      this.position += 3
      this.endLine()
    }
    if (this.indent < 0) return null
    const value = this.isDash(this.position) ? this.sequence(this.indent, want) : this.mapping(this.indent, want)
    return this.indent === -1 ? value : unusual()
  }

  protected mapping(column: number, want: number): YamlMap {
    if (++this.depth > MAX_DEPTH) unusual()
    const map: YamlMap = new Map()
    do {
      if (want === SKIP && (this.skipLine(SIMPLE_ENTRY, column) || this.skipParent(column))) continue
      const key = this.key(want)
      const inner = want < HEAD ? want : wantOf(key as string, want)
      const value = this.content(column, inner)
      if (inner !== SKIP) {
        if (map.has(key as string)) unusual()
        map.set(key as string, value)
      }
    } while (this.indent === column)
    if (this.indent > column) unusual()
    this.depth--
    return map
  }

  /** Moves over a line that `simple` matches, unless what follows in a deeper column belongs to it. */
  private skipLine(simple: RegExp, column: number): boolean {
    const { position, lineStart } = this
    if (!this.takeLine(simple)) return false
    if (this.indent <= column) return true
    this.position = position
    this.lineStart = lineStart
    this.indent = column
    return false
  }

  /** Moves over a key that stands alone on its line, and over what belongs to it. */
  private skipParent(column: number): boolean {
    if (!this.takeLine(SIMPLE_PARENT)) return false
    if (this.indent > column) this.blockNode(column, SKIP)
    else if (this.indent === column && this.isDash(this.position)) this.sequence(column, SKIP)
    return true
  }

  /** Moves to the next line with content if `line` matches here, up to the margin of the line that follows. */
  private takeLine(line: RegExp): boolean {
    line.lastIndex = this.position
    if (!line.test(this.text)) return false
    const at = line.lastIndex
    const lineStart = this.text.lastIndexOf('\n', at - 1) + 1
    const code = this.text.charCodeAt(at)
    if (code > 46 || (code === 45 && at > lineStart)) {
      this.position = at
      this.lineStart = lineStart
      this.indent = at - lineStart
    } else {
      this.nextLine(lineStart)
    }
    return true
  }

  /** Reads a key with its colon; its text is only taken if it is wanted. */
  protected key(want: number): string | undefined {
    const start = this.position
    const first = this.text.charCodeAt(start)
    if (first === 34 || first === 39) return this.quotedKey(first)
    if (!canStartKey(first)) unusual()
    const colon = this.colon(start)
    if (colon < 0) unusual()
    this.position = colon + 1
    let end = colon
    while (this.text.charCodeAt(end - 1) === 32) end--
    if (end - start > MAX_KEY) unusual()
    const mayResolve = (first < 65 && first !== 47) || end - start < 6
    if (want === SKIP && !mayResolve) return undefined
    const text = this.text.slice(start, end)
    if (!mayResolve) return text
    const value = resolvePlain(text)
    if (typeof value === 'string') return text
    return typeof value === 'boolean' ? String(value) : unusual()
  }

  protected quotedKey(quote: number): string {
    const end = this.text.indexOf(quote === 34 ? '"' : "'", this.position + 1)
    const key = this.text.slice(this.position + 1, end)
    const after = this.text.charCodeAt(end + 2)
    if (end < 0 || key.length > MAX_KEY || key.includes('\\') || key.includes('\n')) unusual()
    if (this.text.charCodeAt(end + 1) !== 58 || !(after === 32 || after === 10 || end + 2 === this.length)) unusual()
    this.position = end + 2
    return key
  }

  /** Reads what stands behind a colon (of a mapping in `column`). */
  protected content(column: number, want: number): YamlValue {
    const text = this.text
    let at = this.position
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (code === 10 || at >= this.length || (code === 35 && at > this.position)) {
      this.endLine()
      if (this.indent > column) return this.blockNode(column, want)
      if (this.indent === column && this.isDash(this.position)) return this.sequence(column, want)
      return null
    }
    this.position = at
    return this.scalar(column, want)
  }

  /** A node that starts on a line of its own, inside a collection in column `parent`. */
  protected blockNode(parent: number, want: number): YamlValue {
    if (this.isDash(this.position)) return this.sequence(this.indent, want)
    return this.startsMapping() ? this.mapping(this.indent, want) : this.scalar(parent, want)
  }

  protected startsMapping(): boolean {
    SIMPLE_KEY.lastIndex = this.position
    if (SIMPLE_KEY.test(this.text)) return true
    const first = this.text.charCodeAt(this.position)
    if (first === 34 || first === 39) {
      const end = this.text.indexOf(first === 34 ? '"' : "'", this.position + 1)
      return end > 0 && this.text.charCodeAt(end + 1) === 58
    }
    return canStartKey(first) && this.colon(this.position) >= 0
  }

  protected sequence(column: number, want: number): YamlValue[] {
    if (++this.depth > MAX_DEPTH) unusual()
    const items: YamlValue[] = []
    const inner = want === BUILD || want === METADATA ? BUILD : SKIP
    do {
      if (inner === SKIP && this.skipLine(SIMPLE_ITEM, column)) continue
      const value = this.item(column, inner)
      if (inner !== SKIP) items.push(value)
    } while (this.indent === column && this.isDash(this.position))
    if (this.indent > column) unusual()
    this.depth--
    return items
  }

  protected item(column: number, want: number): YamlValue {
    const text = this.text
    const dash = this.position
    let at = dash + 1
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (code === 10 || at >= this.length || code === 35) {
      this.position = dash + 1
      this.endLine()
      return this.indent > column ? this.blockNode(column, want) : null
    }
    this.position = at
    const inline = at - this.lineStart
    if (this.isDash(at)) return this.sequence(inline, want)
    return this.startsMapping() ? this.mapping(inline, want) : this.scalar(column, want)
  }
}

/** How much of the value of a key belongs to a head. A key that Go takes for another by its case is unusual. */
function wantOf(key: string, want: number): number {
  const names = want === HEAD ? HEAD_KEYS : METADATA_KEYS
  const index = names.indexOf(key)
  if (index >= 0) return want === HEAD && index === 2 ? METADATA : BUILD
  const lower = key.toLowerCase()
  return names.some((name) => name.toLowerCase() === lower) ? unusual() : SKIP
}
