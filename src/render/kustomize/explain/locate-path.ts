import type { YamlNode } from '#yaml'
import { type FieldPath, isItem, type PathStep } from './field-path.ts'

/** A place in a text, and how many steps of the path led there. */
export interface Located {
  readonly line: number
  readonly column: number
  readonly depth: number
}

/** Where a path leads in a document: the key of a map's entry or the item of a list, as far as the document goes. */
export function locatePath(root: YamlNode, path: FieldPath): Located {
  let node = root
  let { line, column } = root.position
  let depth = 0
  for (const step of path) {
    const entry = isItem(step) ? undefined : node.entries?.findLast(({ key }) => key === String(step))
    const next = entry?.node ?? itemOf(node, step)
    if (next === undefined) break
    ;({ line, column } = entry?.position ?? next.position)
    node = next
    depth++
  }
  return { line, column, depth }
}

function itemOf({ items }: YamlNode, step: PathStep): YamlNode | undefined {
  if (items === undefined) return undefined
  if (!isItem(step)) return items[Number(step)]
  return items.find((item) => fieldText(item, step.field) === step.value)
}

/** The text of a scalar field; undefined where the node has no such field. */
export function fieldText(node: YamlNode, field: string): string | undefined {
  const found = node.entries?.findLast(({ key }) => key === field)?.node.value
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'boolean'
    ? String(found)
    : undefined
}
