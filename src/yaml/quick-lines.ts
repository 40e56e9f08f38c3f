import { Cursor } from './cursor.ts'

/** The document has something that the quick reader leaves to the complete parser. */
export const UNUSUAL: unique symbol = Symbol('unusual')

/** Gives up: throws `UNUSUAL`. */
export function unusual(): never {
  throw UNUSUAL
}

/** The lines of a document, as far as indentation, comments and document marks go. */
export class QuickLines {
  protected readonly text: string
  protected readonly length: number
  /** Offset of the first character of the next content. */
  protected position = 0
  /** Column of the next content line; -1 at the end of the document. */
  protected indent = -1
  protected lineStart = 0
  protected depth = 0
  private cursor: Cursor | undefined

  constructor(text: string) {
    this.text = text
    this.length = text.length
  }

  /** Moves to the first line at or behind `start` (a line start) that has content. */
  protected nextLine(start: number): void {
    const text = this.text
    let lineStart = start
    for (;;) {
      let at = lineStart
      let code = text.charCodeAt(at)
      while (code === 32) code = text.charCodeAt(++at)
      if (code === 10) {
        lineStart = at + 1
      } else if (code === 35) {
        const end = text.indexOf('\n', at)
        if (end < 0) return this.end(this.length)
        lineStart = end + 1
      } else {
        if (at >= this.length) return this.end(this.length)
        if (code === 9) unusual()
        this.position = at
        this.lineStart = lineStart
        this.indent = at - lineStart
        if (at === lineStart && (code === 45 || code === 46) && text.charCodeAt(at + 1) === code) this.checkMark(at)
        return
      }
    }
  }

  protected end(position: number): void {
    this.position = position
    this.indent = -1
  }

  /** `---` ends the document; `...` is left to the complete parser. */
  protected checkMark(at: number): void {
    const text = this.text
    if (text.charCodeAt(at + 2) !== text.charCodeAt(at)) return
    const after = text.charCodeAt(at + 3)
    if (text.charCodeAt(at) === 46) unusual()
    if (after === 32 || after === 10 || at + 3 === this.length) this.end(at)
    else if (after === 9) unusual()
  }

  protected isDash(at: number): boolean {
    if (this.text.charCodeAt(at) !== 45) return false
    const next = this.text.charCodeAt(at + 1)
    if (next === 9) unusual()
    return next === 32 || next === 10 || at + 1 === this.length
  }

  /** Offset of the colon that makes a key of the text at `start`, or -1. */
  protected colon(start: number): number {
    const text = this.text
    for (let at = start; at < this.length; at++) {
      const code = text.charCodeAt(at)
      if (code > 58) continue
      if (code === 58) {
        const next = text.charCodeAt(at + 1)
        if (next === 32 || next === 10 || at + 1 === this.length) return at
        if (next === 9) unusual()
      } else if (code === 10 || (code === 35 && text.charCodeAt(at - 1) === 32)) {
        return -1
      } else if (code === 9) {
        unusual()
      }
    }
    return -1
  }

  /** Expects nothing but blanks and a comment behind `#position`, and moves to the next line with content. */
  protected endLine(): void {
    const text = this.text
    const start = this.position
    let at = start
    while (text.charCodeAt(at) === 32) at++
    if (at >= this.length) return this.end(this.length)
    let code = text.charCodeAt(at)
    if (code === 35 && at > start) {
      at = text.indexOf('\n', at)
      if (at < 0) return this.end(this.length)
      code = 10
    }
    if (code !== 10) unusual()
    this.nextLine(at + 1)
  }

  /** The complete scanner's cursor at an offset of the current line. */
  protected cursorAt(offset: number): Cursor {
    this.cursor ??= new Cursor(this.text)
    const cursor = this.cursor
    cursor.position = offset
    cursor.lineStart = this.text.lastIndexOf('\n', offset - 1) + 1
    return cursor
  }
}
