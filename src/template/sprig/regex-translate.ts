/** A pattern that the engine's own regular expressions match exactly as RE2 does, and how long that may take. */
export interface Translation {
  /** For `new RegExp(source, 'u')`. */
  readonly source: string
  /** Most steps that a search through `length` characters may take. */
  cost(length: number): number
}

/** Largest number of copies of an atom that counted repetition may make. */
const MAX_SIZE = 1000

/**
 * Translates the plain part of RE2's syntax: literals, classes, groups, alternatives, anchors, and repetition of atoms
 * that leave no choice inside. Everything else, invalid patterns too, gives undefined: RE2 itself must decide.
 */
export function translate(pattern: string): Translation | undefined {
  const parser = new PatternParser(pattern)
  const piece = parser.alternatives()
  if (piece === undefined || parser.at < pattern.length) return undefined
  const { source, choices, loops, size } = piece
  return { source, cost: (length) => choices * (length + 2) ** (loops + 1) * (size + 1) }
}

/** A translated piece. Its matching explores at most `choices` times length to the power of `loops` ways. */
interface Piece {
  readonly source: string
  readonly choices: number
  readonly loops: number
  readonly size: number
  /** Least number of characters it matches. */
  readonly width: number
}

const EMPTY: Piece = { source: '', choices: 1, loops: 0, size: 0, width: 0 }

const CONTROL: Readonly<Record<string, string>> = {
  a: '\\x07',
  f: '\\f',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  v: '\\v',
}

/** What RE2's classes mean, to stand between brackets. Its `\s` has no vertical tab. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '0-9',
  D: '\\D',
  w: '0-9A-Za-z_',
  W: '\\W',
  s: '\\t\\n\\f\\r ',
  S: '\\x00-\\x08\\x0b\\x0e-\\x1f!-\\u{10ffff}',
}

const POSIX: Readonly<Record<string, string>> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\t\\n\\v\\f\\r ',
  blank: '\\t ',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
  cntrl: '\\x00-\\x1f\\x7f',
  graph: '!-~',
  print: ' -~',
  punct: '!-\\/:-@\\[-`\\{-~',
}

const ANCHORS: Readonly<Record<string, string>> = { A: '^', z: '$', b: '\\b', B: '\\B' }
const SYNTAX = /[\^$\\.*+?()[\]{}|/-]/
const REPEAT = /\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\}/y

class PatternParser {
  readonly pattern: string
  at = 0
  constructor(pattern: string) {
    this.pattern = pattern
  }

  alternatives(): Piece | undefined {
    let piece = this.sequence()
    while (piece !== undefined && this.take('|')) {
      const next = this.sequence()
      if (next === undefined) return undefined
      piece = {
        source: `${piece.source}|${next.source}`,
        choices: piece.choices + next.choices,
        loops: Math.max(piece.loops, next.loops),
        size: piece.size + next.size,
        width: Math.min(piece.width, next.width),
      }
    }
    return piece
  }

  sequence(): Piece | undefined {
    let piece: Piece = EMPTY
    while (this.at < this.pattern.length && !'|)'.includes(this.peek())) {
      const atom = this.atom()
      const next = atom && this.repeated(atom)
      if (next === undefined) return undefined
      piece = {
        source: piece.source + next.source,
        choices: piece.choices * next.choices,
        loops: piece.loops + next.loops,
        size: piece.size + next.size,
        width: piece.width + next.width,
      }
    }
    return piece
  }

  atom(): Piece | undefined {
    const character = this.next()
    switch (character) {
      case '(':
        return this.group()
      case '[':
        return this.bracket()
      case '.':
        return one('[^\\n]')
      case '^':
      case '$':
        return { ...EMPTY, source: character }
      case '\\':
        return this.escape()
      case '*':
      case '+':
      case '?':
      case '{':
        return undefined
      default:
        return one(literal(character))
    }
  }

  group(): Piece | undefined {
    const opening = this.take('?:') ? '(?:' : '('
    if (this.peek() === '?') return undefined
    const inner = this.alternatives()
    if (inner === undefined || !this.take(')')) return undefined
    return { ...inner, source: `${opening}${inner.source})` }
  }

  escape(): Piece | undefined {
    const anchor = ANCHORS[this.peek()]
    if (anchor !== undefined) {
      this.at++
      return { ...EMPTY, source: anchor }
    }
    const set = CLASSES[this.peek()]
    if (set !== undefined) {
      this.at++
      return one(`[${set}]`)
    }
    const text = this.escapedCharacter()
    return text === undefined ? undefined : one(text)
  }

  /** The character after a backslash, ready for a pattern. */
  escapedCharacter(): string | undefined {
    const character = this.next()
    if (character === '' || character > '~') return undefined
    if (CONTROL[character] !== undefined) return CONTROL[character]
    return /[0-9A-Za-z]/.test(character) ? undefined : literal(character)
  }

  bracket(): Piece | undefined {
    let source = this.take('^') ? '[^' : '['
    if (this.peek() === ']') return undefined
    while (!this.take(']')) {
      const item = this.bracketItem()
      if (item === undefined) return undefined
      source += item
    }
    return one(`${source}]`)
  }

  bracketItem(): string | undefined {
    const posix = /^\[:([a-z]+):\]/.exec(this.pattern.slice(this.at, this.at + 12))
    if (posix !== null) {
      this.at += posix[0].length
      return POSIX[posix[1] as string]
    }
    if (this.pattern.startsWith('[:', this.at)) return undefined
    const set = this.peek() === '\\' ? CLASSES[this.pattern.charAt(this.at + 1)] : undefined
    if (set !== undefined) {
      this.at += 2
      return set
    }
    return this.bracketRange()
  }

  bracketRange(): string | undefined {
    const low = this.bracketCharacter()
    const isRange = this.peek() === '-' && this.pattern.charAt(this.at + 1) !== ']'
    if (low === undefined || !isRange) return low
    this.at++
    const high = this.bracketCharacter()
    if (high === undefined || !/^[0-9A-Za-z]{2}$/.test(low + high) || low > high) return undefined
    return `${low}-${high}`
  }

  bracketCharacter(): string | undefined {
    const character = this.next()
    if (character === '') return undefined
    return character === '\\' ? this.escapedCharacter() : literal(character)
  }

  /** Applies the repetition that follows, if any. */
  repeated(atom: Piece): Piece | undefined {
    const range = this.range()
    if (range === undefined) return atom
    const { min, max, source } = range
    const isLazy = this.take('?')
    if ('*+?{'.includes(this.peek() || ' ')) return undefined
    const hasChoice = atom.choices > 1 || atom.loops > 0
    const size = atom.size * Math.max(min, max ?? 1, 1)
    if (atom.width === 0 || size > MAX_SIZE || (hasChoice && max !== 1)) return undefined
    return {
      source: atom.source + source + (isLazy ? '?' : ''),
      choices: max === undefined ? atom.choices : atom.choices * (max - min + 1),
      loops: atom.loops + (max === undefined ? 1 : 0),
      size,
      width: atom.width * min,
    }
  }

  range(): { min: number; max: number | undefined; source: string } | undefined {
    if (this.take('*')) return { min: 0, max: undefined, source: '*' }
    if (this.take('+')) return { min: 1, max: undefined, source: '+' }
    if (this.take('?')) return { min: 0, max: 1, source: '?' }
    REPEAT.lastIndex = this.at
    const counted = REPEAT.exec(this.pattern)
    if (counted === null) return undefined
    const [source, low, comma, high] = counted as unknown as [string, string, string | undefined, string | undefined]
    const min = Number(low)
    const max = comma === undefined ? min : high === '' ? undefined : Number(high)
    if (max === 0 || min > MAX_SIZE || (max !== undefined && max < min)) return undefined
    this.at += source.length
    return { min, max, source }
  }

  peek(): string {
    return this.pattern.charAt(this.at)
  }
  next(): string {
    const code = this.pattern.codePointAt(this.at)
    if (code === undefined) return ''
    const character = String.fromCodePoint(code)
    this.at += character.length
    return character
  }
  take(text: string): boolean {
    if (!this.pattern.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }
}

function one(source: string): Piece {
  return { source, choices: 1, loops: 0, size: 1, width: 1 }
}

/** A character standing for itself, in and out of brackets. */
function literal(character: string): string {
  if (character === '-') return '\\x2d'
  return SYNTAX.test(character) ? `\\${character}` : character
}
