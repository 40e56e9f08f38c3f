import type { TemplatePosition } from './error.ts'
import type { ListNode } from './node.ts'
import { parseTemplate } from './parser.ts'
import { locate } from './position.ts'

export type {
  BranchNode,
  CommandNode,
  ListNode,
  OperandNode,
  PipeNode,
  StatementNode,
  VariableNode,
} from './node.ts'

/** A text's syntax, to be read by those who ask what templates refer to and never run them. */
export interface TemplateSyntax {
  /** What the text itself holds, and every `define` and `block`, by name. */
  readonly trees: ReadonlyMap<string, ListNode>
  /** Where a node's `pos` is; lines and columns count from 1. */
  locate(pos: number): TemplatePosition
}

/** Parses a text, whatever functions it calls; undefined when it is no template. */
export function readSyntax(file: string, text: string): TemplateSyntax | undefined {
  try {
    const hasFunction = (name: string): boolean => name !== 'break' && name !== 'continue'
    const { trees } = parseTemplate(file, text, { hasFunction, skipsCommentLines: false })
    const roots = new Map(Array.from(trees, ([name, { root }]) => [name, root]))
    return { trees: roots, locate: (pos) => locate({ file, text }, pos) }
  } catch {
    return undefined
  }
}
