import type { ListNode } from './node.ts'

/** A parsed template: what stood in the file itself, or in a `define` or `block`. */
export interface Tree {
  readonly name: string
  root: ListNode
}

/** What a text held: trees by name, and the functions it calls. */
export interface ParsedText {
  readonly trees: ReadonlyMap<string, Tree>
  readonly functions: ReadonlySet<string>
}

/** What went wrong, and on which line; the caller knows the file. */
export class SyntaxFault extends Error {
  readonly line: number
  constructor(reason: string, line: number) {
    super(reason)
    this.line = line
  }
}

/** What the parser has to know of its surroundings. */
export interface ParseOptions {
  readonly hasFunction: (name: string) => boolean
  /** Lines of errors leave out the line feeds inside comments, as Go did before 1.24. */
  readonly skipsCommentLines: boolean
}
