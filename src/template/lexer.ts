import { codeUnits } from './bytes.ts'
import {
  CLASSES,
  DIGIT,
  DOLLAR,
  DOT,
  DOUBLE_QUOTE,
  endOfWord,
  isSpace,
  LEFT_PARENTHESIS,
  LETTER,
  MINUS,
  mayEndWord,
  OTHER,
  PLUS,
  RIGHT_BRACE,
  RIGHT_PARENTHESIS,
  SPACE,
  TERMINATOR,
  trimmedEnd,
} from './characters.ts'
import { quoteGo, runeName } from './quote.ts'
import { isAlphaNumeric, isPrint } from './runes.ts'
import { scanNumber } from './scan-number.ts'
import * as token from './token.ts'

const { KEYWORDS } = token
const SLASH = 0x2f
const NO_CODES = new Uint8Array()

const TRIM_MARKER_LENGTH = 2
/** The rest of a string that says nothing but itself. */
const PLAIN_STRING = /[^"\\\n]*"/y
/** What is left of an `end` action, with the space that its marker trims: a third of all actions. */
const END_ACTION = /end(?:\}\}|[ \t\r\n]+(?:-\}\}[ \t\r\n]*|\}\}))/y
const LETTER_E = 0x65

/**
 * Cuts a template into tokens, one at a time, as Go's lexer does (text/template/parse/lex.go), but for two things: space
 * is no token (`spaced` tells of it), and the fields that follow a field or variable at once belong to its token. There
 * are no token objects: the fields of the lexer are those of the token it read last.
 */
export class Lexer {
  /** What the token is: a constant of token.ts. */
  kind = token.EOF
  /** Where it starts, in UTF-16 units, and where it ends; of a chain of fields, where the first one ends. */
  start = 0
  end = 0
  /** Whether there is space before it, inside an action. */
  spaced = false
  /** Of a name: its text. */
  word = ''
  /** Of a field: names without dots; of a variable, its name and then the fields. */
  names: string[] = []
  /** Where the second of `names` starts with its dot, or -1. */
  second = -1
  /** Of a string: whether what is between the quotes is its value. */
  isPlain = false
  /** Of an error: its text. */
  message = ''

  private readonly input: string
  private readonly codes: Uint8Array
  private readonly loopWords: boolean
  private isHeld = false
  /** How far the input was read. */
  private pos = 0
  private insideAction = false
  private parenDepth = 0

  /** With `loopWords` false, `break` and `continue` are ordinary names, because functions are called so. */
  constructor(input: string, keywords: { readonly loopWords: boolean }) {
    this.input = input
    this.codes = input.includes('{{') ? codeUnits(input) : NO_CODES
    this.loopWords = keywords.loopWords
  }

  /** Takes the next token and returns its kind; after the last, `EOF` for ever. */
  next(): number {
    if (this.isHeld) this.isHeld = false
    else if (this.insideAction) this.action()
    else this.text()
    return this.kind
  }

  /** The kind of the next token, which `next` will take. */
  peek(): number {
    if (!this.isHeld) {
      this.next()
      this.isHeld = true
    }
    return this.kind
  }

  /** Makes `next` take the same token again. */
  back(): void {
    this.isHeld = true
  }

  /** Behind a left delimiter: takes a whole `end` action up to its right delimiter, which is then the token. */
  takeEnd(): boolean {
    if (this.codes[this.pos] !== LETTER_E) return false
    END_ACTION.lastIndex = this.pos
    if (!END_ACTION.test(this.input)) return false
    this.start = this.input.indexOf('}}', this.pos)
    this.emit(token.RIGHT_DELIM, this.start + 2)
    this.pos = END_ACTION.lastIndex
    this.insideAction = false
    return true
  }

  /** The text of the token. */
  slice(): string {
    return this.input.slice(this.start, this.end)
  }

  /** The token as Go's parse errors show it. */
  describe(): string {
    if (this.kind === token.EOF) return 'EOF'
    if (this.kind === token.ERROR) return this.message
    return token.describeToken(this.kind, this.slice())
  }

  /** Makes what was read from `start` to `end` the token; reading goes on there. */
  private emit(kind: number, end = this.pos): void {
    this.kind = kind
    this.end = this.pos = end
  }

  private fail(message: string): void {
    this.kind = token.ERROR
    this.message = message
    this.pos = this.input.length
    this.insideAction = false
  }

  private text(): void {
    this.start = this.pos
    for (;;) {
      const found = this.input.indexOf('{{', this.pos)
      if (found === -1) return this.emit(this.input.length > this.start ? token.TEXT : token.EOF, this.input.length)
      const trims = this.hasLeftTrimMarker(found + 2)
      const end = trims ? trimmedEnd(this.input, this.start, found) : found
      if (end > this.start) {
        this.emit(token.TEXT, end)
        this.pos = found
        return
      }
      this.start = found
      if (this.leftDelim(trims)) return
    }
  }

  /** Reads `{{`, which is a token, or a comment, which is none unless it is broken. */
  private leftDelim(trims: boolean): boolean {
    const inside = this.start + 2 + (trims ? TRIM_MARKER_LENGTH : 0)
    if (this.codes[inside] === SLASH && this.input.startsWith('/*', inside)) {
      this.start = inside
      return this.comment(inside)
    }
    this.emit(token.LEFT_DELIM, this.start + 2)
    this.pos = inside
    this.skipSpaces()
    if (this.pos > inside && this.input.startsWith('-}}', this.pos)) this.pos--
    this.insideAction = true
    this.parenDepth = 0
    return true
  }

  private comment(open: number): boolean {
    const close = this.input.indexOf('*/', open + 2)
    if (close === -1) return this.brokenComment('unclosed comment')
    this.pos = close + 2
    const trims = this.rightTrimAt(this.pos)
    if (!trims && !this.input.startsWith('}}', this.pos)) {
      return this.brokenComment('comment ends before closing delimiter')
    }
    this.pos += trims ? TRIM_MARKER_LENGTH + 2 : 2
    if (trims) this.skipSpaces()
    this.start = this.pos
    return false
  }

  private brokenComment(message: string): true {
    this.fail(message)
    return true
  }

  private rightDelim(at: number, trims: boolean): void {
    if (this.parenDepth !== 0) return this.fail('unclosed left paren')
    this.start = at
    this.emit(token.RIGHT_DELIM, at + 2)
    if (trims) this.skipSpaces()
    this.insideAction = false
  }

  private action(): void {
    const { codes } = this
    let at = this.pos
    let kind = CLASSES[codes[at] as number]
    this.spaced = kind === SPACE
    if (kind === SPACE) {
      do kind = CLASSES[codes[++at] as number]
      while (kind === SPACE)
      if (codes[at] === MINUS && codes[at + 1] === RIGHT_BRACE && codes[at + 2] === RIGHT_BRACE) {
        this.start = at - 1
        return this.rightDelim(at + 1, true)
      }
    }
    this.start = this.pos = at
    if (kind === LETTER) return this.identifier()
    const code = codes[at]
    if (code === DOT && CLASSES[codes[at + 1] as number] !== DIGIT) return this.field()
    if (code === DOLLAR) return this.variable()
    if (code === RIGHT_BRACE && codes[at + 1] === RIGHT_BRACE) return this.rightDelim(at, false)
    if (code === DOUBLE_QUOTE) return this.string()
    if (code === LEFT_PARENTHESIS) {
      this.parenDepth++
      return this.emit(token.LEFT_PAREN, at + 1)
    }
    if (kind === DIGIT) return this.decimal(at)
    if (code === PLUS || code === MINUS || code === DOT) return this.number()
    return this.rare(kind === OTHER)
  }

  private rare(isOther: boolean): void {
    const character = this.take()
    if (character === '') return this.fail('unclosed action')
    if (isOther && isAlphaNumeric(character)) return this.identifier()
    switch (character) {
      case ')':
        return this.rightParen()
      case '|':
        return this.emit(token.PIPE)
      case ':':
        return this.take() === '=' ? this.emit(token.DECLARE) : this.fail('expected :=')
      case '=':
        return this.emit(token.ASSIGN)
      case "'":
        return this.quoted("'", token.CHAR_CONSTANT, 'unterminated character constant')
      case '`':
        return this.rawQuoted()
    }
    if (character <= '\u007f' && isPrint(character)) return this.emit(token.CHAR)
    return this.fail(`unrecognized character in action: ${runeName(character)}`)
  }

  private rightParen(): void {
    this.parenDepth--
    if (this.parenDepth < 0) return this.fail('unexpected right paren')
    return this.emit(token.RIGHT_PAREN)
  }

  private identifier(): void {
    const end = this.wordEnd(this.pos)
    if (end === -1) return this.badCharacter()
    const word = this.input.slice(this.start, end)
    this.word = word
    const keyword = KEYWORDS.get(word)
    if (keyword === undefined || (!this.loopWords && (keyword === token.BREAK || keyword === token.CONTINUE))) {
      return this.emit(token.IDENTIFIER, end)
    }
    return this.emit(keyword, end)
  }

  private field(): void {
    const from = this.pos + 1
    const end = this.wordEnd(from)
    if (end === -1) return this.badCharacter()
    if (end === from) return this.emit(token.DOT, end)
    this.names = [this.input.slice(from, end)]
    this.emit(token.FIELD, end)
    this.chain()
  }

  private variable(): void {
    const end = this.wordEnd(this.pos + 1)
    if (end === -1) return this.badCharacter()
    this.names = [this.input.slice(this.start, end)]
    this.emit(token.VARIABLE, end)
    this.chain()
  }

  /** Takes the plain fields that follow at once; what is left is for the next token. */
  private chain(): void {
    const { codes } = this
    let at = this.pos
    this.second = -1
    while (codes[at] === DOT && CLASSES[codes[at + 1] as number] === LETTER) {
      let end = at + 2
      let kind = CLASSES[codes[end] as number] as number
      while (kind >= LETTER) kind = CLASSES[codes[++end] as number] as number
      if (kind !== SPACE && kind !== TERMINATOR && !(codes[end] === RIGHT_BRACE && codes[end + 1] === RIGHT_BRACE))
        break
      this.names.push(this.input.slice(at + 1, end))
      if (this.second === -1) this.second = at
      at = end
    }
    this.pos = at
  }

  private string(): void {
    PLAIN_STRING.lastIndex = this.pos + 1
    this.isPlain = PLAIN_STRING.test(this.input)
    if (this.isPlain) return this.emit(token.STRING, PLAIN_STRING.lastIndex)
    this.pos++
    this.quoted('"', token.STRING, 'unterminated quoted string')
  }

  private quoted(quote: string, kind: number, complaint: string): void {
    for (;;) {
      let character = this.input.charAt(this.pos++)
      if (character === quote) return this.emit(kind)
      if (character === '\\') character = this.input.charAt(this.pos++)
      if (character === '' || character === '\n') return this.fail(complaint)
    }
  }

  private rawQuoted(): void {
    const close = this.input.indexOf('`', this.pos)
    if (close === -1) return this.fail('unterminated raw quoted string')
    this.isPlain = false
    return this.emit(token.RAW_STRING, close + 1)
  }

  /** Digits alone; whatever follows them at once is for `number`. */
  private decimal(from: number): void {
    const { codes } = this
    let end = from + 1
    while (CLASSES[codes[end] as number] === DIGIT) end++
    const kind = CLASSES[codes[end] as number]
    if (kind !== SPACE && codes[end] !== RIGHT_PARENTHESIS && codes[end] !== RIGHT_BRACE) return this.number()
    return this.emit(token.NUMBER, end)
  }

  private number(): void {
    const { end, isComplex, isGood } = scanNumber(this.input, this.pos)
    this.pos = end
    if (!isGood) return this.fail(`bad number syntax: ${quoteGo(this.input.slice(this.start, end))}`)
    return this.emit(isComplex ? token.COMPLEX : token.NUMBER)
  }

  private badCharacter(): void {
    return this.fail(`bad character ${runeName(this.character())}`)
  }

  private character(): string {
    const code = this.input.codePointAt(this.pos)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  private take(): string {
    const character = this.character()
    this.pos += character.length
    return character
  }

  /** The offset behind the letters and digits from `from` on, or -1 where what follows may not end a word. */
  private wordEnd(from: number): number {
    const { codes } = this
    let end = from
    let kind = CLASSES[codes[end] as number] as number
    while (kind >= LETTER) kind = CLASSES[codes[++end] as number] as number
    if (kind === SPACE || kind === TERMINATOR) return end
    this.pos = endOfWord(this.input, end)
    return mayEndWord(this.input, this.pos) ? this.pos : -1
  }

  private hasLeftTrimMarker(at: number): boolean {
    return this.input.charCodeAt(at) === MINUS && isSpace(this.input.charCodeAt(at + 1))
  }

  private rightTrimAt(at: number): boolean {
    return (
      this.input.charCodeAt(at + 1) === MINUS &&
      isSpace(this.input.charCodeAt(at)) &&
      this.input.startsWith('}}', at + 2)
    )
  }

  private skipSpaces(): void {
    while (isSpace(this.input.charCodeAt(this.pos))) this.pos++
  }
}
