import { type Position, YamlError } from './error.ts'

/** Line feed, the break that matters. */
const LF = 10
const CR = 13

/** True for a character that ends a line in YAML 1.1: LF, CR, NEL, LS, PS. */
export function isBreak(code: number): boolean {
  return code === LF || code === CR || code === 0x85 || code === 0x2028 || code === 0x2029
}

/** True for a space or a tab. */
export function isBlank(code: number): boolean {
  return code === 32 || code === 9
}

/** True for a space, a tab, a line break or the end of the text (0). */
export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === LF || code === 0 || code === 9 || isBreak(code)
}

/** True for the characters of an anchor or of a tag handle: letters, digits, `_` and `-`. */
export function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 45
  )
}

/** Value of a hexadecimal digit, or -1. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48
  if (code >= 65 && code <= 70) return code - 55
  return code >= 97 && code <= 102 ? code - 87 : -1
}

/** What a text needs besides its characters. */
export interface CursorOptions {
  readonly file?: string | undefined
  /** What to report when the scanner reads past `text`: a character that Go's reader refuses follows there. */
  readonly unreadable?: string | undefined
  /** Whose errors are thrown: go-yaml v3 names the line where the unit began that is wrong, and looks further ahead. */
  readonly version?: 'v2' | 'v3' | undefined
  /** Filled with the column of each comment, by its line. */
  readonly comments?: Map<number, number> | undefined
}

/** A place in a text that moves forward. Lines and columns count from 0; columns are UTF-16 units. */
export class Cursor {
  readonly text: string
  readonly length: number
  readonly file: string | undefined
  position = 0
  line = 0
  /** Offset of the first character of the current line. */
  lineStart = 0
  /** Line where the current token starts. */
  tokenLine = 0
  readonly #unreadable: string | undefined
  readonly #namesToken: boolean

  constructor(text: string, options: CursorOptions = {}) {
    this.text = text
    this.length = text.length
    this.file = options.file
    this.#unreadable = options.unreadable
    this.#namesToken = options.version === 'v3'
    if (text.charCodeAt(0) === 0xfeff) this.position = this.lineStart = 1
  }

  /** Column of the cursor. */
  get column(): number {
    return this.position - this.lineStart
  }

  /** Code of the character `ahead` places on; 0 at the end of the text. */
  at(ahead: number): number {
    const index = this.position + ahead
    return index < this.length ? this.text.charCodeAt(index) : this.pastEnd()
  }

  /** Code of the current character; 0 at the end of the text. */
  get code(): number {
    return this.position < this.length ? this.text.charCodeAt(this.position) : this.pastEnd()
  }

  /** Steps over one line break (CR LF counts as one) and returns it as Go keeps it: LF, or LS and PS as they are. */
  takeBreak(): string {
    const code = this.code
    this.position += code === CR && this.at(1) === LF ? 2 : 1
    this.line++
    this.lineStart = this.position
    return code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n'
  }

  /** True at `---` or `...` in column 0, followed by a blank or the end. */
  atDocumentMark(): boolean {
    if (this.position !== this.lineStart) return false
    const code = this.code
    return (code === 45 || code === 46) && this.at(1) === code && this.at(2) === code && isBlankOrEnd(this.at(3))
  }

  /** Throws Go's scanner error for the current place; its line is left out on the first line, as Go does. */
  fail(problem: string, code: 'syntax' | 'limit' = 'syntax'): never {
    const line = (this.#namesToken && this.tokenLine) || this.line
    const where = line === 0 ? '' : `line ${line + 1}: `
    throw new YamlError(code, `yaml: ${where}${problem}`, this.place(this.line, this.column))
  }

  /** A place for an error, from a line and a column that count from 0. */
  place(line: number, column: number): Position {
    const at = { line: line + 1, column: column + 1 }
    return this.file === undefined ? at : { file: this.file, ...at }
  }

  private pastEnd(): number {
    if (this.#unreadable !== undefined) {
      throw new YamlError('syntax', `yaml: ${this.#unreadable}`, this.place(this.line, this.column))
    }
    return 0
  }
}
