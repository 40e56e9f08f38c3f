import { emptyNull, type Json, type JsonObject } from './literal.ts'
import { canStartKey } from './quick-characters.ts'
import { MAX_DEPTH } from './quick-flow.ts'
import { UNUSUAL, unusual } from './quick-lines.ts'
import { QuickResourceScalars } from './quick-resource-scalars.ts'
import { markQuoted } from './quoted.ts'
import { isCoreText, resolveCore } from './resolve-core.ts'

/** Length of a key that is left to the complete parser. */
const MAX_KEY = 1000

/** Breaks other than LF, and all that Go refuses to read. */
const ODD = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/
const SURROGATE = /[\ud800-\udfff]/
const LONE_SURROGATE = /[\ud800-\udfff]/u

/** What the quick reader found: a value, and the line (counted from 0) where it starts. */
export interface QuickResource {
  readonly value: Json
  readonly offset: number
}

/**
 * Reads a document of resources that uses only what manifests use, as `quickRead` does for values of charts. Whatever
 * is unusual or wrong gives `UNUSUAL`, and the complete parser decides; so both always agree.
 */
export function quickReadResource(text: string): QuickResource | typeof UNUSUAL {
  if (ODD.test(text) || (SURROGATE.test(text) && LONE_SURROGATE.test(text))) return UNUSUAL
  try {
    return new ResourceReader(text).document()
  } catch {
    return UNUSUAL
  }
}

/** Adds block collections. */
class ResourceReader extends QuickResourceScalars {
  /** Whether the value of the last entry was a text in quotes or a block. */
  private isQuotedEntry = false

  document(): QuickResource {
    this.nextLine(0)
    if (this.indent === -1 && this.position < this.length) {
      this.position += 3
      this.endLine()
    }
    const offset = this.position
    if (this.indent < 0) return { value: null, offset }
    const value = this.isDash(this.position) ? this.list(this.indent) : this.object(this.indent)
    return this.indent === -1 ? { value, offset } : unusual()
  }

  private object(column: number): JsonObject {
    if (++this.depth > MAX_DEPTH) unusual()
    const object = Object.create(null) as JsonObject
    do {
      const key = this.objectKey()
      const value = this.entry(column)
      if (key in object) unusual()
      object[key] = value
      if (this.isQuotedEntry) markQuoted(object, key)
    } while (this.indent === column)
    if (this.indent > column) unusual()
    this.depth--
    return object
  }

  private objectKey(): string {
    const start = this.position
    const first = this.text.charCodeAt(start)
    if (first === 34 || first === 39) return this.quotedObjectKey(first)
    if (!canStartKey(first)) unusual()
    const colon = this.colon(start)
    if (colon < 0) unusual()
    this.position = colon + 1
    let end = colon
    while (this.text.charCodeAt(end - 1) === 32) end--
    if (end - start > MAX_KEY) unusual()
    const text = this.text.slice(start, end)
    if (isCoreText(first, end - start) || typeof resolveCore(text) === 'string') return text
    return unusual()
  }

  private quotedObjectKey(quote: number): string {
    const end = this.text.indexOf(quote === 34 ? '"' : "'", this.position + 1)
    const key = this.text.slice(this.position + 1, end)
    const after = this.text.charCodeAt(end + 2)
    if (end < 0 || key.length > MAX_KEY || key === '<<' || key.includes('\\') || key.includes('\n')) unusual()
    if (this.text.charCodeAt(end + 1) !== 58 || !(after === 32 || after === 10 || end + 2 === this.length)) unusual()
    this.position = end + 2
    return key
  }

  /** Reads what stands behind a colon (of a mapping in `column`). */
  private entry(column: number): Json {
    const text = this.text
    let at = this.position
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    const isBelow = code === 10 || at >= this.length || (code === 35 && at > this.position)
    if (!isBelow) this.position = at
    const value = isBelow ? this.entryBelow(column) : this.scalarOrFlow(column)
    this.isQuotedEntry = code === 34 || code === 39 || code === 124 || code === 62
    return value
  }

  private entryBelow(column: number): Json {
    this.endLine()
    if (this.indent > column) return this.nodeBelow(column)
    if (this.indent === column && this.isDash(this.position)) return this.list(column)
    return emptyNull
  }

  /** A node that starts on a line of its own, inside a collection in column `parent`. */
  private nodeBelow(parent: number): Json {
    if (this.isDash(this.position)) return this.list(this.indent)
    return this.startsObject() ? this.object(this.indent) : this.scalarOrFlow(parent)
  }

  private startsObject(): boolean {
    const first = this.text.charCodeAt(this.position)
    if (first === 34 || first === 39) {
      const end = this.text.indexOf(first === 34 ? '"' : "'", this.position + 1)
      return end > 0 && this.text.charCodeAt(end + 1) === 58
    }
    return canStartKey(first) && this.colon(this.position) >= 0
  }

  private list(column: number): Json[] {
    if (++this.depth > MAX_DEPTH) unusual()
    const items: Json[] = []
    do items.push(this.listItem(column))
    while (this.indent === column && this.isDash(this.position))
    if (this.indent > column) unusual()
    this.depth--
    return items
  }

  private listItem(column: number): Json {
    const text = this.text
    const dash = this.position
    let at = dash + 1
    while (text.charCodeAt(at) === 32) at++
    const code = text.charCodeAt(at)
    if (code === 10 || at >= this.length || code === 35) {
      this.position = dash + 1
      this.endLine()
      return this.indent > column ? this.nodeBelow(column) : emptyNull
    }
    this.position = at
    const inline = at - this.lineStart
    if (this.isDash(at)) return this.list(inline)
    return this.startsObject() ? this.object(inline) : this.scalarOrFlow(column)
  }
}
