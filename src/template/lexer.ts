import { byteLength } from './bytes.ts'
import {
  CLASSES,
  DIGIT,
  DOT,
  endOfWord,
  isDecimalDigit,
  isSpace,
  LETTER,
  MINUS,
  mayEndWord,
  OTHER,
  PLUS,
  RIGHT_BRACE,
  SPACE,
} from './characters.ts'
import { quoteGo, runeName } from './quote.ts'
import { isAlphaNumeric, isPrint } from './runes.ts'

/** What a piece of a template is. Keywords are named as they are spelled. */
export type TokenType =
  | 'error'
  | 'bool'
  | 'char'
  | 'charConstant'
  | 'complex'
  | 'assign'
  | 'declare'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'
  | Keyword

type Keyword =
  | 'block'
  | 'break'
  | 'continue'
  | 'dot'
  | 'define'
  | 'else'
  | 'end'
  | 'if'
  | 'nil'
  | 'range'
  | 'template'
  | 'with'

/** A piece of a template; `pos` counts UTF-16 units from 0. */
export interface Token {
  readonly type: TokenType
  readonly pos: number
  readonly text: string
}

const KEYWORDS: ReadonlyMap<string, Keyword> = new Map([
  ['block', 'block'],
  ['break', 'break'],
  ['continue', 'continue'],
  ['define', 'define'],
  ['else', 'else'],
  ['end', 'end'],
  ['if', 'if'],
  ['nil', 'nil'],
  ['range', 'range'],
  ['template', 'template'],
  ['with', 'with'],
])

const SINGLE: ReadonlyMap<string, TokenType> = new Map([
  ['=', 'assign'],
  ['|', 'pipe'],
])

const DECIMAL = '0123456789_'
const TRIM_MARKER_LENGTH = 2

/** A token as Go's parse errors show it. */
export function describeToken(token: Token): string {
  if (token.type === 'eof') return 'EOF'
  if (token.type === 'error') return token.text
  if (token.type === 'dot' || KEYWORDS.has(token.type)) return `<${token.text}>`
  if (byteLength(token.text) <= 10) return quoteGo(token.text)
  return `${quoteGo([...token.text].slice(0, 10).join(''))}...`
}

/** Cuts a template into tokens, one at a time, as Go's lexer does (text/template/parse/lex.go). */
export class Lexer {
  private readonly input: string
  private readonly keywords: { readonly loopWords: boolean }
  private pos = 0
  private start = 0
  private insideAction = false
  private parenDepth = 0

  /** With `loopWords` false, `break` and `continue` are ordinary names, because functions are called so. */
  constructor(input: string, keywords: { readonly loopWords: boolean }) {
    this.input = input
    this.keywords = keywords
  }

  /** The next token; after the last, `eof` for ever. */
  next(): Token {
    return this.insideAction ? this.action() : this.text()
  }

  private emit(type: TokenType, text = this.input.slice(this.start, this.pos)): Token {
    const token = { type, pos: this.start, text }
    this.start = this.pos
    return token
  }

  private fail(message: string): Token {
    const token: Token = { type: 'error', pos: this.start, text: message }
    this.pos = this.start = this.input.length
    this.insideAction = false
    return token
  }

  private text(): Token {
    for (;;) {
      const found = this.input.indexOf('{{', this.pos)
      if (found === -1) {
        this.pos = this.input.length
        return this.emit(this.pos > this.start ? 'text' : 'eof')
      }
      const trims = this.hasLeftTrimMarker(found + 2)
      const end = trims ? this.trimmedEnd(this.start, found) : found
      if (end > this.start) {
        this.pos = end
        const token = this.emit('text')
        this.pos = this.start = found
        return token
      }
      this.pos = this.start = found
      const token = this.leftDelim(trims)
      if (token !== undefined) return token
    }
  }

  private leftDelim(trims: boolean): Token | undefined {
    this.pos += 2
    const afterMarker = this.pos + (trims ? TRIM_MARKER_LENGTH : 0)
    if (this.input.startsWith('/*', afterMarker)) {
      this.start = afterMarker
      return this.comment(afterMarker)
    }
    const token = this.emit('leftDelim', '{{')
    this.pos = afterMarker
    this.skipSpaces()
    if (this.pos > afterMarker && this.input.startsWith('-}}', this.pos)) this.pos--
    this.start = this.pos
    this.insideAction = true
    this.parenDepth = 0
    return token
  }

  private comment(open: number): Token | undefined {
    const close = this.input.indexOf('*/', open + 2)
    if (close === -1) return this.fail('unclosed comment')
    this.pos = close + 2
    const trims = this.rightTrimAt(this.pos)
    if (!trims && !this.input.startsWith('}}', this.pos)) return this.fail('comment ends before closing delimiter')
    this.pos += trims ? TRIM_MARKER_LENGTH + 2 : 2
    if (trims) this.skipSpaces()
    this.start = this.pos
    return undefined
  }

  private rightDelim(trims: boolean): Token {
    if (trims) this.start = this.pos += TRIM_MARKER_LENGTH
    this.pos += 2
    const token = this.emit('rightDelim', '}}')
    if (trims) this.skipSpaces()
    this.start = this.pos
    this.insideAction = false
    return token
  }

  private action(): Token {
    const code = this.input.charCodeAt(this.pos)
    const kind = code < 0x80 ? CLASSES[code] : OTHER
    if (kind === SPACE) return this.space()
    if (kind === LETTER) return this.identifier()
    if (code === RIGHT_BRACE && this.input.charCodeAt(this.pos + 1) === RIGHT_BRACE) {
      return this.parenDepth === 0 ? this.rightDelim(false) : this.fail('unclosed left paren')
    }
    if (kind === DIGIT || code === PLUS || code === MINUS) return this.number()
    const character = this.take()
    if (character === '') return this.fail('unclosed action')
    if (code === DOT) return this.dot()
    if (kind === OTHER && isAlphaNumeric(character)) return this.identifier()
    return this.punctuation(character)
  }

  private punctuation(character: string): Token {
    switch (character) {
      case ':':
        return this.take() === '=' ? this.emit('declare') : this.fail('expected :=')
      case '"':
        return this.quoted('"', 'string', 'unterminated quoted string')
      case "'":
        return this.quoted("'", 'charConstant', 'unterminated character constant')
      case '`':
        return this.rawQuoted()
      case '$':
        return this.fieldOrVariable('variable')
      case '(':
        this.parenDepth++
        return this.emit('leftParen', '(')
      case ')':
        return this.rightParen()
    }
    const single = SINGLE.get(character)
    if (single !== undefined) return this.emit(single)
    if (character <= '\u007f' && isPrint(character)) return this.emit('char')
    return this.fail(`unrecognized character in action: ${runeName(character)}`)
  }

  private rightParen(): Token {
    this.parenDepth--
    if (this.parenDepth < 0) return this.fail('unexpected right paren')
    return this.emit('rightParen')
  }

  private space(): Token {
    this.skipSpaces()
    if (this.rightTrimAt(this.pos - 1)) {
      this.pos--
      if (this.pos === this.start)
        return this.parenDepth === 0 ? this.rightDelim(true) : this.fail('unclosed left paren')
    }
    return this.emit('space', ' ')
  }

  private identifier(): Token {
    if (!this.skipWord()) return this.badCharacter()
    const word = this.input.slice(this.start, this.pos)
    const keyword = KEYWORDS.get(word)
    if (keyword !== undefined && (this.keywords.loopWords || (keyword !== 'break' && keyword !== 'continue'))) {
      return this.emit(keyword, word)
    }
    return this.emit(word === 'true' || word === 'false' ? 'bool' : 'identifier', word)
  }

  private dot(): Token {
    const following = this.input.charAt(this.pos)
    return isDecimalDigit(following) ? this.number() : this.fieldOrVariable('field')
  }

  private fieldOrVariable(type: 'field' | 'variable'): Token {
    const from = this.pos
    if (!this.skipWord()) return this.badCharacter()
    return this.emit(type === 'field' && this.pos === from ? 'dot' : type)
  }

  private quoted(quote: string, type: TokenType, complaint: string): Token {
    const close = this.input.indexOf(quote, this.pos)
    if (close !== -1 && !/[\\\n]/.test(this.input.slice(this.pos, close))) {
      this.pos = close + 1
      return this.emit(type)
    }
    for (;;) {
      let character = this.input.charAt(this.pos++)
      if (character === quote) return this.emit(type)
      if (character === '\\') character = this.input.charAt(this.pos++)
      if (character === '' || character === '\n') return this.fail(complaint)
    }
  }

  private rawQuoted(): Token {
    const close = this.input.indexOf('`', this.pos)
    if (close === -1) return this.fail('unterminated raw quoted string')
    this.pos = close + 1
    return this.emit('rawString')
  }

  private number(): Token {
    this.pos = this.start
    if (!this.scanNumber()) return this.badNumber()
    const sign = this.input.charAt(this.pos)
    if (sign !== '+' && sign !== '-') return this.emit('number')
    if (!this.scanNumber() || this.input.charAt(this.pos - 1) !== 'i') return this.badNumber()
    return this.emit('complex')
  }

  private scanNumber(): boolean {
    this.accept('+-')
    const digits = this.scanPrefix()
    this.acceptRun(digits)
    if (this.accept('.')) this.acceptRun(digits)
    if (digits === DECIMAL && this.accept('eE')) this.scanExponent()
    if (digits.length === 23 && this.accept('pP')) this.scanExponent()
    this.accept('i')
    const after = this.peek()
    if (after === '' || !isAlphaNumeric(after)) return true
    this.take()
    return false
  }

  private scanPrefix(): string {
    if (!this.accept('0')) return DECIMAL
    if (this.accept('xX')) return '0123456789abcdefABCDEF_'
    if (this.accept('oO')) return '01234567_'
    return this.accept('bB') ? '01_' : DECIMAL
  }

  private scanExponent(): void {
    this.accept('+-')
    this.acceptRun(DECIMAL)
  }

  private badNumber(): Token {
    return this.fail(`bad number syntax: ${quoteGo(this.input.slice(this.start, this.pos))}`)
  }

  private badCharacter(): Token {
    return this.fail(`bad character ${runeName(this.peek())}`)
  }

  private accept(valid: string): boolean {
    const character = this.input.charAt(this.pos)
    if (character === '' || !valid.includes(character)) return false
    this.pos++
    return true
  }

  private acceptRun(valid: string): void {
    while (this.accept(valid));
  }

  private peek(): string {
    const code = this.input.codePointAt(this.pos)
    return code === undefined ? '' : String.fromCodePoint(code)
  }

  private take(): string {
    const character = this.peek()
    this.pos += character.length
    return character
  }

  /** Steps over letters and digits; whether something that may end a word follows. */
  private skipWord(): boolean {
    this.pos = endOfWord(this.input, this.pos)
    return mayEndWord(this.input, this.pos)
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

  private trimmedEnd(from: number, to: number): number {
    let end = to
    while (end > from && isSpace(this.input.charCodeAt(end - 1))) end--
    return end
  }

  private skipSpaces(): void {
    while (isSpace(this.input.charCodeAt(this.pos))) this.pos++
  }
}
