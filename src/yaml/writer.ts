import type { Style } from './style.ts'

/** Scalars fold at the first single space behind this column. */
const WIDTH = 80

/** Text under construction, with the column that folding needs. */
export class Writer {
  text = ''
  /** Length of `text` where the current line starts. */
  lineStart = 0

  get column(): number {
    return this.text.length - this.lineStart
  }

  /** Appends text without a line break. */
  put(text: string): void {
    this.text += text
  }

  /** Ends the line and starts the next one with `indent` spaces. */
  newLine(indent: number): void {
    this.text += '\n'
    this.lineStart = this.text.length
    this.pad(indent)
  }

  /** Fills up to column `indent`; starts a new line first if the current one has content. */
  startLine(indent: number): void {
    if (this.column > 0) this.newLine(indent)
    else this.pad(indent)
  }

  /** Fills the line with spaces up to column `indent`. */
  pad(indent: number): void {
    if (this.column < indent) this.text += ' '.repeat(indent - this.column)
  }

  /** Writes a string in a style; folded and block lines start at `indent`. Keys do not fold. */
  scalar(text: string, style: Style, layout: { readonly indent: number; readonly folds: boolean }): void {
    if (style === 'plain') this.#fold(text, '', layout)
    else if (style === 'single') this.#fold(text, "'", layout)
    else if (style === 'double') this.#double(text, layout)
    else this.#literal(text, layout.indent)
  }

  #fold(text: string, quote: string, layout: { readonly indent: number; readonly folds: boolean }): void {
    const fits = this.column + text.length <= WIDTH || !layout.folds
    const isSpecial = quote !== '' && /['\u2028\u2029]/.test(text)
    if (fits && !isSpecial) return this.put(quote + text + quote)
    this.put(quote)
    if (isSpecial || BREAK.test(text)) this.#foldRuns(text, quote, layout)
    else this.#foldWords(text, quote, layout)
    this.put(quote)
  }

  /** Folds a text without line breaks and without quotes to be doubled. */
  #foldWords(text: string, quote: string, layout: { readonly indent: number; readonly folds: boolean }): void {
    let start = 0
    for (;;) {
      const at = layout.folds ? foldAt(text, start + Math.max(WIDTH + 1 - this.column, 0), quote) : -1
      if (at < 0) return this.put(text.slice(start))
      this.put(text.slice(start, at))
      this.newLine(layout.indent)
      start = at + 1
    }
  }

  #foldRuns(text: string, quote: string, layout: { readonly indent: number; readonly folds: boolean }): void {
    let afterSpace = false
    let afterBreak = false
    for (let index = 0; index < text.length; index++) {
      const character = text[index] as string
      const isSpace = character === ' '
      if (isSpace && layout.folds && !afterSpace && this.column > WIDTH && canFold(text, index, quote)) {
        this.newLine(layout.indent)
      } else if (character === '\u2028' || character === '\u2029') {
        this.put(character)
        this.lineStart = this.text.length
        afterBreak = true
        continue
      } else {
        if (afterBreak && !isSpace) this.pad(layout.indent)
        this.put(character === "'" && quote !== '' ? "''" : character)
      }
      afterSpace = isSpace
      if (!isSpace) afterBreak = false
    }
  }

  #double(text: string, layout: { readonly indent: number; readonly folds: boolean }): void {
    this.put('"')
    const all = text.startsWith('\ufeff')
    let afterSpace = false
    for (let index = 0; index < text.length; index++) {
      const character = text[index] as string
      if (all || ESCAPED.test(character)) {
        const code = text.codePointAt(index) as number
        this.put(escape(code))
        if (code > 0xffff) index++
        afterSpace = false
      } else if (character === ' ') {
        const breaks = layout.folds && !afterSpace && this.column > WIDTH && index > 0 && index < text.length - 1
        if (breaks) this.newLine(layout.indent)
        if (!breaks) this.put(' ')
        else if (text[index + 1] === ' ') this.put('\\')
        afterSpace = true
      } else {
        this.put(character)
        afterSpace = false
      }
    }
    this.put('"')
  }

  #literal(text: string, indent: number): void {
    this.put('|')
    if (/^[ \n\u2028\u2029]/.test(text)) this.put('2')
    this.put(chompingOf(text))
    this.text += '\n'
    const margin = ' '.repeat(indent)
    let start = 0
    while (start < text.length) {
      const end = endOfLine(text, start)
      if (text[start] !== '\n' && text[start] !== '\u2028' && text[start] !== '\u2029') this.text += margin
      this.lineStart = this.text.length - (end < 0 ? margin.length : 0)
      this.text += end < 0 ? text.slice(start) : text.slice(start, end)
      if (end >= 0) this.lineStart = this.text.length
      start = end < 0 ? text.length : end
    }
    if (text === '') this.lineStart = this.text.length
  }
}

/** Offset behind the break that ends the line at `start`, or -1 if no break ends it. */
function endOfLine(text: string, start: number): number {
  for (let index = start; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code === 10 || code === 0x2028 || code === 0x2029) return index + 1
  }
  return -1
}

/** Offset of the first single space from `from` on at which a line may end, or -1. */
function foldAt(text: string, from: number, quote: string): number {
  let at = text.indexOf(' ', from)
  while (at >= 0 && (text.charCodeAt(at - 1) === 32 || !canFold(text, at, quote))) at = text.indexOf(' ', at + 1)
  return at
}

function canFold(text: string, index: number, quote: string): boolean {
  if (text[index + 1] === ' ') return false
  return quote === '' || (index > 0 && index < text.length - 1)
}

/** `-` if the text ends without a break, `+` if it ends with more than one. */
function chompingOf(text: string): string {
  const isBreakAt = (index: number): boolean => /[\n\u2028\u2029]/.test(text[index] ?? '')
  const last = text.length - 1
  if (!isBreakAt(last)) return '-'
  return last === 0 || isBreakAt(last - 1) ? '+' : ''
}

const BREAK = /[\u2028\u2029]/
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/
const NAMED: Record<number, string> = {
  0: '0',
  7: 'a',
  8: 'b',
  9: 't',
  10: 'n',
  11: 'v',
  12: 'f',
  13: 'r',
  27: 'e',
  34: '"',
  92: '\\',
  0x85: 'N',
  0xa0: '_',
  0x2028: 'L',
  0x2029: 'P',
}

function escape(code: number): string {
  const name = NAMED[code]
  if (name !== undefined) return `\\${name}`
  const digits = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}
