import { fromBytes, toBytes } from '../bytes.ts'
import { LimitError } from './runtime.ts'
import { isSpace, isUpper, lowerRune, upperRune } from './text-case.ts'

/**
 * Camel, snake and kebab case by the rules of huandu/xstrings 1.5: a text is a row of words of one class each, and
 * numbers stick to what stands before or after them.
 */
type WordClass = 'none' | 'number' | 'upper' | 'letters' | 'connector' | 'punctuation' | 'other'

interface Word {
  readonly class: WordClass
  readonly text: string
}

const NONE: Word = { class: 'none', text: '' }
const PUNCTUATION = /\p{P}$/u
const NUMBER = /\p{N}$/u
const LETTER = /\p{L}$/u
/** A character with the invalid bytes before it, which go where it goes. */
const CHARACTER = /[\udc80-\udcff]*[^\udc80-\udcff]|[\udc80-\udcff]+$/gu

/** `some_words` → `SomeWords`; leading connectors stay. */
export function toPascalCase(text: string): string {
  checkWords(text)
  const runes = Array.from(decoded(text))
  let start = 0
  while (start < runes.length && isConnector(runes[start] as string)) start++
  // As upstream: the last of nothing but connectors is written twice.
  if (start === runes.length) return runes.join('') + (runes.at(-1) ?? '')
  let result = runes.slice(0, start).join('')
  let shouting = isUpper(runes[start] as string)
  let held = upperRune(runes[start] as string)
  for (const rune of runes.slice(start + 1)) {
    const previous = held
    held = rune
    if (isConnector(rune) && isConnector(previous)) {
      result += previous
      continue
    }
    if (isConnector(previous)) {
      shouting = isUpper(rune)
      held = upperRune(rune)
      continue
    }
    shouting = shouting && isUpper(rune)
    if (shouting) held = lowerRune(rune)
    result += previous
  }
  return result + held
}

/** `FirstName` → `first_name` with `_`, `first-name` with `-` as connector. */
export function joinWords(text: string, connector: '_' | '-'): string {
  checkWords(text)
  return text === '' ? '' : new WordJoiner(text, connector).run()
}

/** Longest text that is taken apart into characters, in UTF-16 units. */
const MAX_UNITS = 1_000_000

function checkWords(text: string): void {
  if (text.length > MAX_UNITS) throw new LimitError(`text of ${text.length} bytes – expected at most ${MAX_UNITS}`)
}

/** One pass over a text; holds the word in hand and what has been written. */
class WordJoiner {
  private readonly runes: readonly string[]
  private readonly connector: string
  private position = 0
  private word: Word = NONE
  private output = ''

  constructor(text: string, connector: string) {
    this.runes = text.match(CHARACTER) ?? []
    this.connector = connector
  }

  run(): string {
    this.advance()
    while (this.hasMore()) {
      const done = this.word
      if (done.class !== 'connector') this.write(done)
      this.advance()
      if (done.class === 'number') this.afterNumber()
      else if (done.class === 'connector') this.write(done)
      else if (done.class !== 'punctuation') this.afterWord()
    }
    this.write(this.word)
    return this.output
  }

  /** Letters and digits that follow a number belong to it. */
  private afterNumber(): void {
    while (isNumberTail(this.word)) {
      this.write(this.word)
      this.advance()
    }
    if (this.word.class !== 'none') this.connect()
  }

  /** A number at the end of a word belongs to the word, unless lower-case letters follow the number. */
  private afterWord(): void {
    if (this.word.class !== 'number') {
      this.connect()
      return
    }
    if (!this.hasMore()) return
    const number = this.word
    this.advance()
    const belongs = isNumberTail(this.word)
    if (belongs) this.output += this.connector
    this.write(number)
    if (belongs) this.afterNumber()
    else this.connect()
  }

  private connect(): void {
    if (this.word.class !== 'connector' && this.word.class !== 'punctuation') this.output += this.connector
  }

  private write(word: Word): void {
    if (word.class === 'upper') for (const rune of word.text) this.output += isUpper(rune) ? lowerRune(rune) : rune
    else if (word.class === 'connector') this.output += this.connector.repeat(Array.from(word.text).length)
    else this.output += word.text
  }

  private hasMore(): boolean {
    return this.position < this.runes.length
  }

  private advance(): void {
    const start = this.position
    const kind = this.takeWord()
    this.word = start === this.position ? NONE : { class: kind, text: this.runes.slice(start, this.position).join('') }
  }

  private takeWord(): WordClass {
    const first = this.runes[this.position]
    if (first === undefined) return 'none'
    this.position++
    if (isConnector(first)) return this.takeWhile(isConnector, 'connector')
    if (PUNCTUATION.test(first)) return this.takeWhile((rune) => PUNCTUATION.test(rune), 'punctuation')
    if (isUpper(first)) return this.takeUpper()
    if (isLetter(first)) return this.takeWhile(isSmallLetter, 'letters')
    if (NUMBER.test(first)) return this.takeWhile((rune) => NUMBER.test(rune), 'number')
    return this.takeWhile(isOther, 'other')
  }

  /** `HTTPServer` is `HTTP` and `Server`; `Server` is one word. */
  private takeUpper(): WordClass {
    const next = this.runes[this.position]
    if (next === undefined) return 'upper'
    if (!isUpper(next)) return isLetter(next) ? this.takeWhile(isSmallLetter, 'upper') : 'upper'
    this.takeWhile(isUpper, 'upper')
    const after = this.runes[this.position]
    if (after !== undefined && isLetter(after)) this.position--
    return 'upper'
  }

  private takeWhile(belongs: (rune: string) => boolean, kind: WordClass): WordClass {
    while (this.hasMore() && belongs(this.runes[this.position] as string)) this.position++
    return kind
  }
}

function isNumberTail(word: Word): boolean {
  return word.class === 'letters' || word.class === 'number'
}

function isConnector(rune: string): boolean {
  return rune === '-' || rune === '_' || isSpace(rune)
}

function isLetter(rune: string): boolean {
  return LETTER.test(rune) && !isHan(rune)
}

function isSmallLetter(rune: string): boolean {
  return isLetter(rune) && !isUpper(rune)
}

function isOther(rune: string): boolean {
  return !isConnector(rune) && !isLetter(rune) && !NUMBER.test(rune) && !PUNCTUATION.test(rune)
}

/** Common and rare Han characters have no words in this sense. */
function isHan(rune: string): boolean {
  const code = rune.codePointAt(0) as number
  return (
    (code >= 0x3400 && code <= 0x4d85) || (code >= 0x4e00 && code <= 0x9fcc) || (code >= 0x20000 && code <= 0x2b81d)
  )
}

/** Invalid bytes are dropped or replaced by the original in ways nobody relies on; here they become U+FFFD. */
function decoded(text: string): string {
  return /[\udc80-\udcff]/.test(text)
    ? fromBytes(toBytes(text)).replace(/(?<![\ud800-\udbff])[\udc80-\udcff]/g, '\ufffd')
    : text
}
