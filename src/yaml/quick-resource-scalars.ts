import type { Json, JsonObject } from './literal.ts'
import { canStartPlain, isBlankOrEnd } from './quick-characters.ts'
import { MAX_DEPTH } from './quick-flow.ts'
import { unusual } from './quick-lines.ts'
import { BUILD, QuickScalars } from './quick-scalars.ts'
import { markQuoted } from './quoted.ts'
import { refold } from './refold.ts'
import { isCoreText, resolveCore } from './resolve-core.ts'
import { scanPlain } from './scan-scalar.ts'

/** Adds scalars and short flow collections as go-yaml v3 reads them. */
export class QuickResourceScalars extends QuickScalars {
  /** Reads a scalar or a flow collection inside a collection in column `parent`, and moves to the next line. */
  protected scalarOrFlow(parent: number): Json {
    const code = this.text.charCodeAt(this.position)
    // biome-ignore format: one row a style
    switch (code) {
      case 34: case 39: return this.quoted(code)
      case 124: return spaced(this.literal(parent, BUILD))
      case 62: return spaced(refold(this.block(parent)))
      case 91: case 123: return this.flowValue()
      default: return canStartPlain(code) && !this.isDash(this.position) ? this.plainValue(parent) : unusual()
    }
  }

  private plainValue(parent: number): Json {
    const { text, position: start } = this
    const stop = this.plainEnd(start)
    const hasComment = text.charCodeAt(stop) === 35
    const lineEnd = hasComment ? text.indexOf('\n', stop) : stop
    let end = stop
    while (text.charCodeAt(end - 1) === 32) end--
    this.nextLine((lineEnd < 0 ? this.length : lineEnd) + 1)
    if (this.indent > parent) return hasComment ? unusual() : this.longValue(start, parent)
    const value = text.slice(start, end)
    return isCoreText(text.charCodeAt(start), end - start) ? value : resolveCore(value)
  }

  /** Where the text of a plain scalar stops in its line: at the break, or at the `#` of a comment. */
  private plainEnd(start: number): number {
    const { text, length } = this
    for (let at = start; at < length; at++) {
      const code = text.charCodeAt(at)
      if (code > 58) continue
      if (code === 10 || (code === 35 && text.charCodeAt(at - 1) === 32)) return at
      if (code === 9 || (code === 58 && isBlankOrEnd(text.charCodeAt(at + 1)))) unusual()
    }
    return length
  }

  /** A plain scalar of several lines, by the complete scanner. */
  private longValue(start: number, parent: number): Json {
    const cursor = this.cursorAt(start)
    const { value, brokeLine } = scanPlain(cursor, parent + 1, false)
    if (!brokeLine) {
      this.position = cursor.position
      this.endLine()
    } else {
      this.nextLine(cursor.lineStart)
    }
    return this.indent > parent ? unusual() : resolveCore(value)
  }

  private flowValue(): Json {
    const value = this.flowPart()
    this.endLine()
    return value
  }

  private flowPart(): Json {
    const open = this.text.charCodeAt(this.position)
    if (++this.depth > MAX_DEPTH) unusual()
    this.position++
    const value = open === 91 ? this.flowList() : this.flowObject()
    this.depth--
    return value
  }

  private flowList(): Json[] {
    const items: Json[] = []
    if (this.skipSpaces() === 93) {
      this.position++
      return items
    }
    do items.push(this.flowItem(false))
    while (!this.endsFlow(93))
    return items
  }

  private flowObject(): JsonObject {
    const object = Object.create(null) as JsonObject
    if (this.skipSpaces() === 125) {
      this.position++
      return object
    }
    do {
      const code = this.skipSpaces()
      if (code === 91 || code === 123) unusual()
      const key = this.flowItem(true)
      const after = this.text.charCodeAt(this.position + 1)
      if (this.text.charCodeAt(this.position) !== 58 || after !== 32) unusual()
      if (typeof key !== 'string' || key === '<<' || key in object) return unusual()
      this.position++
      const first = this.skipSpaces()
      object[key] = this.flowItem(false)
      if (first === 34 || first === 39) markQuoted(object, key)
    } while (!this.endsFlow(125))
    return object
  }

  private flowItem(isKey: boolean): Json {
    const code = this.skipSpaces()
    if (code === 91 || code === 123) return this.flowPart()
    const start = this.position
    if (code === 34 || code === 39) {
      const end = this.text.indexOf(code === 34 ? '"' : "'", start + 1)
      const value = this.text.slice(start + 1, end)
      if (end < 0 || value.includes('\n') || value.includes('\\')) unusual()
      this.position = end + 1
      return this.text.charCodeAt(end + 1) === 39 ? unusual() : value
    }
    if (!isFlowWord(code) || (code === 45 && !isFlowWord(this.text.charCodeAt(start + 1)))) unusual()
    let at = start
    while (isFlowWord(this.text.charCodeAt(at))) at++
    const next = this.text.charCodeAt(at)
    if (next !== 44 && next !== 93 && next !== 125 && !(isKey && next === 58)) unusual()
    this.position = at
    return resolveCore(this.text.slice(start, at))
  }
}

/** A block whose first line starts with a tab cannot be read again once it is written. */
function spaced(text: string): string {
  return text.charCodeAt(0) === 9 ? unusual() : text
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
