import type { UsageNode } from '../../infer/usage.ts'
import { defaultAt, type RuleContext } from './context.ts'
import { isInSchema } from './schema-path.ts'

/** What is known of a path: nothing, itself, or itself and whatever lies below. */
export type Knowledge = 'unknown' | 'known' | 'open'

/** Whether anything knows a value: defaults, templates or the schema. */
export function knowledgeOf(context: RuleContext, path: readonly string[]): Knowledge {
  if (context.usage.isOpaque) return 'open'
  const used = usedAt(context.usage.root, path)
  if (used === 'open') return 'open'
  const value = defaultAt(context.defaults, path)
  // An empty or absent default says nothing of what may stand there.
  if (value instanceof Map) return value.size === 0 && used === 'known' && !hasFields(context, path) ? 'open' : 'known'
  if (value !== undefined) return 'open'
  if (used === 'known') return hasFields(context, path) ? 'known' : 'open'
  return isInSchema(context.schema, path) ? 'known' : 'unknown'
}

function hasFields({ usage }: RuleContext, path: readonly string[]): boolean {
  let node: UsageNode | undefined = usage.root
  for (const part of path) node = node?.children.get(part)
  return node !== undefined && node.children.size > 0 && !node.children.has('*')
}

/** What templates know: a path that is used whole, or below one, is open. */
function usedAt(root: UsageNode, path: readonly string[]): Knowledge {
  let node = root
  for (const part of path) {
    const next = node.children.get(part)
    if (node.children.has('*') && next === undefined) return 'open'
    if (next === undefined) return 'unknown'
    if (next.isWhole) return 'open'
    node = next
  }
  return 'known'
}
