/**
 * What Go's encoding/json says of a text that is no JSON: the first character that cannot stand where it does, or the end
 * of input. Used only once a text is known to be bad.
 */
export function goSyntaxError(text: string): string {
  const at = new Scanner(text).value()
  if (at !== undefined) return at
  return 'unexpected end of JSON input'
}

/** Walks a JSON text without recursion; every method gives a complaint, or undefined when the input ended. */
class Scanner {
  readonly #text: string
  #at = 0
  constructor(text: string) {
    this.#text = text
  }
  value(): string | undefined {
    const open: ('{' | '[')[] = []
    let expects = 'value' as Expectation
    for (;;) {
      this.#skipSpace()
      const character = this.#text[this.#at]
      if (character === undefined) return undefined
      const step = this.#step(character, expects, open)
      if ('problem' in step) return step.problem
      expects = step.expects
    }
  }
  #step(character: string, expects: Expectation, open: ('{' | '[')[]): Step {
    const top = open.at(-1)
    if (expects === 'end') return { problem: invalid(character, 'after top-level value') }
    if (expects === 'value' || (expects === 'value-or-close' && character !== ']'))
      return this.#beginValue(character, open)
    if (expects === 'key' || (expects === 'key-or-close' && character !== '}')) return this.#key(character)
    if (expects === 'colon') return this.#one(character, ':', 'value', 'after object key')
    if (character === (top === '{' ? '}' : ']')) return this.#close(open)
    const where = top === '{' ? 'after object key:value pair' : 'after array element'
    return this.#one(character, ',', top === '{' ? 'key' : 'value', where)
  }
  #one(character: string, wanted: string, next: Expectation, where: string): Step {
    if (character !== wanted) return { problem: invalid(character, where) }
    this.#at++
    return { expects: next }
  }
  #close(open: ('{' | '[')[]): Step {
    this.#at++
    open.pop()
    return { expects: open.length === 0 ? 'end' : 'more' }
  }
  #beginValue(character: string, open: ('{' | '[')[]): Step {
    const after: Expectation = open.length === 0 ? 'end' : 'more'
    if (character === '{' || character === '[') {
      open.push(character)
      this.#at++
      return { expects: character === '{' ? 'key-or-close' : 'value-or-close' }
    }
    if (character === '"') return this.#string(after)
    const scalar = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y
    scalar.lastIndex = this.#at
    const match = scalar.exec(this.#text)
    if (match === null) return { problem: invalid(character, 'looking for beginning of value') }
    this.#at += match[0].length
    return { expects: after }
  }
  #key(character: string): Step {
    return character === '"'
      ? this.#string('colon')
      : { problem: invalid(character, 'looking for beginning of object key string') }
  }
  #string(after: Expectation): Step {
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at] ?? ''
      if (character < ' ') return { problem: invalid(character, 'in string literal') }
      if (character === '\\') this.#at++
      else if (character === '"') {
        this.#at++
        return { expects: after }
      }
    }
    return { problem: 'unexpected end of JSON input' }
  }
  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at++
  }
}

type Expectation = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'more' | 'end'

type Step = { readonly problem: string } | { readonly expects: Expectation }

function invalid(character: string, where: string): string {
  const shown = character === "'" ? `'\\''` : `'${character}'`
  return `invalid character ${shown} ${where}`
}
