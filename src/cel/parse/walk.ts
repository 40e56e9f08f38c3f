import type { Node } from './node.ts'

/** The nodes right below a node, in the order of the text as cel-go walks it. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'select':
      return [node.operand]
    case 'call':
      return node.target === undefined ? node.arguments : [node.target, ...node.arguments]
    case 'list':
      return node.items.map(({ value }) => value)
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value])
    case 'object':
      return node.fields.map(({ value }) => value)
    case 'fold':
      return [node.range, node.start, node.condition, node.step, node.result]
    case 'constant':
    case 'name':
      return []
  }
}
