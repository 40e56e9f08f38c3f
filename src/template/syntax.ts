import type { BranchNode, ListNode } from './node.ts'
import * as token from './token.ts'

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

const COMMENT = /\{\{(?:-\s)?\/\*.*?\*\/(?:\s-)?\}\}/gs

/** The line, from 1, on which `pos` stands; some versions of Go do not count the lines of comments. */
export function lineAt(text: string, pos: number, { skipsCommentLines }: ParseOptions): number {
  const before = text.slice(0, pos)
  const counted = skipsCommentLines ? before.replace(COMMENT, '{{}}') : before
  return counted.split('\n').length
}

/** Words of the statements that have a body. */
export const BRANCHES: ReadonlyMap<number, BranchNode['kind']> = new Map([
  [token.IF, 'if'],
  [token.RANGE, 'range'],
  [token.WITH, 'with'],
])
