import type { Json, JsonObject } from './literal.ts'
import { canStartPlain } from './quick-characters.ts'
import { MAX_DEPTH } from './quick-flow.ts'
import { unusual } from './quick-lines.ts'
import { BUILD, QuickScalars } from './quick-scalars.ts'
import { markQuoted } from './quoted.ts'
import { refold } from './refold.ts'
import { isCoreText, resolveCore } from './resolve-core.ts'

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
    const stop = this.endOfPlain(start)
    const hasComment = text.charCodeAt(stop) === 35
    const lineEnd = hasComment ? text.indexOf('\n', stop) : stop
    let end = stop
    while (text.charCodeAt(end - 1) === 32) end--
    this.nextLine((lineEnd < 0 ? this.length : lineEnd) + 1)
    if (this.indent > parent) return hasComment ? unusual() : resolveCore(this.longText(start, parent))
    const value = text.slice(start, end)
    return isCoreText(text.charCodeAt(start), end - start) ? value : resolveCore(value)
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
    return code === 34 || code === 39 ? this.flowQuoted(code) : resolveCore(this.flowWord(code, isKey))
  }
}

/** A block whose first line starts with a tab cannot be read again once it is written. */
function spaced(text: string): string {
  return text.charCodeAt(0) === 9 ? unusual() : text
}
