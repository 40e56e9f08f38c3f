import type { Lexer, Token } from './lexer.ts'

/** Tokens with up to three of them pushed back, as Go's parser needs to tell `$x foo` from `$x := foo`. */
export class TokenStream {
  private readonly lexer: Lexer
  /** The token that the lexer gave last, then those pushed back. */
  private readonly held: Token[] = []
  private pending = 0

  constructor(lexer: Lexer) {
    this.lexer = lexer
  }

  /** The token that the lexer gave last: errors are reported on its line. */
  get latest(): Token | undefined {
    return this.held[0]
  }

  next(): Token {
    if (this.pending > 0) this.pending--
    else this.held[0] = this.lexer.next()
    return this.held[this.pending] as Token
  }

  peek(): Token {
    if (this.pending === 0) {
      this.pending = 1
      this.held[0] = this.lexer.next()
    }
    return this.held[this.pending - 1] as Token
  }

  nextNonSpace(): Token {
    let token = this.next()
    while (token.type === 'space') token = this.next()
    return token
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace()
    this.backup()
    return token
  }

  /** Pushes the last token back. */
  backup(): void {
    this.pending++
  }

  /** Pushes `first` back, before the last token. */
  backup2(first: Token): void {
    this.held[1] = first
    this.pending = 2
  }

  /** Pushes `second`, then `first` back, before the last token: `second` comes first. */
  backup3(second: Token, first: Token): void {
    this.held[1] = first
    this.held[2] = second
    this.pending = 3
  }
}
