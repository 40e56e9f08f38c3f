import type { TemplateSyntax } from '#template'
import type { Abstract } from './abstract.ts'
import type { Usage } from './usage.ts'

/** Variables of one template, innermost block first. */
export interface Block {
  readonly variables: Map<string, Abstract>
  readonly outer: Block | undefined
}

/** Where the interpreter is. */
export interface Frame {
  readonly dot: Abstract
  readonly block: Block
  readonly syntax: TemplateSyntax
}

/** What functions may ask of the interpreter that calls them. */
export interface Machine {
  readonly usage: Usage
  /** Runs a named template on an argument; an unknown name runs all that fit. */
  call(name: string | undefined, dot: Abstract): void
  /** Runs a text that is no file's. */
  runText(text: string, dot: Abstract): void
  /** Everything in the value is used. */
  consume(value: Abstract, at: number | undefined, syntax?: TemplateSyntax): void
  /** The value itself is looked at. */
  read(value: Abstract, at: number, syntax: TemplateSyntax): void
  /** One field of a value. */
  field(value: Abstract, name: string): Abstract
}
