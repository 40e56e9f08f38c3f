import { CelError, celErrorOf } from '../error.ts'
import type { Token } from './token.ts'

/** Nesting that no expression of people reaches. */
const MAX_DEPTH = 250

/** Walks the tokens of one source; knows how deep the parser stands. */
export class Cursor {
  readonly source: string
  readonly #tokens: readonly Token[]
  #next = 0
  #depth = 0
  constructor(source: string, tokens: readonly Token[]) {
    this.source = source
    this.#tokens = tokens
  }

  /** The token in front; the last one is `end`, for ever. */
  get front(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)] as Token
  }

  take(): Token {
    const token = this.front
    this.#next++
    return token
  }

  /** Takes the sign if it stands in front. */
  takes(sign: string): Token | undefined {
    return this.isAt(sign) ? this.take() : undefined
  }

  isAt(sign: string): boolean {
    return this.front.kind === 'sign' && this.front.text === sign
  }

  /** Takes the sign or throws. */
  need(sign: string): Token {
    return this.takes(sign) ?? this.refuse(`'${sign}'`)
  }

  /** Throws the syntax error for what stands in front. */
  refuse(expected: string): never {
    const { at, text } = this.front
    return this.fail(at, `Syntax error: mismatched input '${text}' expecting ${expected}`)
  }

  fail(at: number, message: string): never {
    throw celErrorOf('syntax', this.source, [{ at, message }])
  }

  /** Runs a step one level deeper. Throws a CelError `limit` when that is too deep. */
  deeper<T>(step: () => T): T {
    if (++this.#depth > MAX_DEPTH) throw new CelError('limit', `expression recursion limit exceeded: ${MAX_DEPTH}`)
    const result = step()
    this.#depth--
    return result
  }
}
