import type { RawNode } from './node.ts'

/** The line of a node, counted from 1, in the text that the reference writes of a document before it reads it again. */
export function printedLine(_root: RawNode, node: RawNode): number {
  return node.line + 1
}
