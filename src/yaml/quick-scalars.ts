import { canStartPlain, finite, isBlankOrEnd } from './quick-characters.ts'
import { QuickFlow } from './quick-flow.ts'
import { unusual } from './quick-lines.ts'
import { resolvePlain } from './resolve.ts'
import { scanBlock } from './scan-block.ts'
import { scanPlain, scanQuoted } from './scan-scalar.ts'
import type { YamlValue } from './value.ts'

/** How much of a node is built: nothing (it is only checked), all, the head of a manifest, or its metadata. */
export const SKIP = 0
/** All of it. */
export const BUILD = 1
/** The head of a manifest. */
export const HEAD = 2
/** The metadata of a manifest. */
export const METADATA = 3

/** Adds scalars of all styles. */
export class QuickScalars extends QuickFlow {
  /** Reads a scalar or a flow collection inside a collection in column `parent`, and moves to the next line. */
  protected scalar(parent: number, want: number): YamlValue {
    const code = this.text.charCodeAt(this.position)
    // biome-ignore format: one row a style
    switch (code) {
      case 34: case 39: return this.quoted(code)
      case 124: return this.literal(parent, want)
      case 62: return this.block(parent)
      case 91: case 123: return this.flowLine()
      default: return this.startsPlain(code) ? this.plain(parent, want) : unusual()
    }
  }

  private startsPlain(code: number): boolean {
    if (code === 58) return !isBlankOrEnd(this.text.charCodeAt(this.position + 1))
    return canStartPlain(code) && !this.isDash(this.position)
  }

  protected plain(parent: number, want: number): YamlValue {
    const { text, position: start } = this
    const first = text.charCodeAt(start)
    const stop = this.endOfPlain(start)
    const hasComment = text.charCodeAt(stop) === 35
    const lineEnd = hasComment ? text.indexOf('\n', stop) : stop
    let end = stop
    while (text.charCodeAt(end - 1) === 32) end--
    this.nextLine((lineEnd < 0 ? this.length : lineEnd) + 1)
    if (this.indent > parent) return hasComment ? unusual() : finite(resolvePlain(this.longText(start, parent)))
    const mayResolve = first < 60 || end - start < 6
    if (want === SKIP && (!mayResolve || (first !== 43 && first !== 45 && first !== 46))) return null
    const value = text.slice(start, end)
    return mayResolve ? finite(resolvePlain(value)) : value
  }

  /** Where the text of a plain scalar stops in its line: at the break, or at the `#` of a comment. */
  protected endOfPlain(start: number): number {
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
  protected longText(start: number, parent: number): string {
    const cursor = this.cursorAt(start)
    const { value, brokeLine } = scanPlain(cursor, parent + 1, false)
    if (!brokeLine) {
      this.position = cursor.position
      this.endLine()
    } else {
      this.nextLine(cursor.lineStart)
    }
    return this.indent > parent ? unusual() : value
  }

  protected quoted(quote: number): string {
    const text = this.text
    const start = this.position + 1
    for (let at = start; at < this.length; at++) {
      const code = text.charCodeAt(at)
      if (code === quote && !(quote === 39 && text.charCodeAt(at + 1) === 39)) {
        this.position = at + 1
        this.endLine()
        return text.slice(start, at)
      }
      if (code === 10 || code === 92 || code === 39) {
        if (code === 10 || quote === (code === 92 ? 34 : 39)) break
      }
    }
    const cursor = this.cursorAt(start - 1)
    const value = scanQuoted(cursor, quote)
    this.position = cursor.position
    this.endLine()
    return value
  }

  /** A block scalar, by the complete scanner. */
  protected block(parent: number): string {
    const cursor = this.cursorAt(this.position)
    const value = scanBlock(cursor, parent)
    if (cursor.position >= this.length) this.end(this.length)
    else this.nextLine(cursor.lineStart)
    if (this.indent > parent) unusual()
    return value
  }

  /** A literal whose indentation is that of its first line; anything else goes to the complete scanner. */
  protected literal(parent: number, want: number): string {
    const text = this.text
    let at = this.position + 1
    let chomping = 0
    const sign = text.charCodeAt(at)
    if (sign === 45 || sign === 43) {
      chomping = sign === 43 ? 1 : -1
      at++
    }
    if (text.charCodeAt(at) !== 10) return this.block(parent)
    const first = at + 1
    let column = 0
    while (text.charCodeAt(first + column) === 32) column++
    const code = text.charCodeAt(first + column)
    if (column <= parent || code === 10 || code === 9 || first + column >= this.length) return this.block(parent)
    return this.literalLines(first, column, want === SKIP ? undefined : chomping)
  }

  /** The lines of a literal from `first` on, indented by `indent`; without `chomping` they are only skipped. */
  protected literalLines(first: number, indent: number, chomping: number | undefined): string {
    const text = this.text
    const margin = ' '.repeat(indent)
    let value = ''
    let breaks = ''
    let start = first
    while (start < this.length) {
      let at = start
      if (text.startsWith(margin, start)) at += indent
      else while (text.charCodeAt(at) === 32) at++
      const code = text.charCodeAt(at)
      if (code === 10) {
        breaks += '\n'
        start = at + 1
        continue
      }
      if (at - start < indent || at >= this.length) {
        if (code === 9) unusual()
        break
      }
      const end = text.indexOf('\n', at)
      if (chomping !== undefined) value += breaks + text.slice(at, end < 0 ? this.length : end)
      breaks = end < 0 ? '' : '\n'
      start = end < 0 ? this.length : end + 1
    }
    this.nextLine(start)
    if (chomping === 1) return value + breaks
    return chomping === 0 && breaks !== '' ? `${value}\n` : value
  }
}
