import type { UsageNode } from '../../infer/usage.ts'
import type { Finding } from '../finding.ts'
import { defaultAt, pathText, type Rule, type RuleContext } from './context.ts'
import { isInSchema } from './schema-path.ts'

/** A value that templates read and values.yaml does not name: nobody who reads the defaults will find it. */
export const missingDefault: Rule = {
  name: 'missing-default',
  docs: "A value that the chart's own templates read and values.yaml does not name, not even in a comment.",
  check: (context) => {
    const search: Search = { context, commented: commentedKeys(context.valuesFile?.text ?? ''), found: [] }
    visit(context.usage.root, [], search)
    return search.found
  },
}

interface Search {
  readonly context: RuleContext
  readonly commented: ReadonlySet<string>
  readonly found: Finding[]
}

/** Names in front of a colon in comments: documented without being set. */
function commentedKeys(text: string): Set<string> {
  const names = new Set<string>()
  for (const line of text.split('\n')) {
    if (!line.includes('#')) continue
    for (const [, name] of line.slice(line.indexOf('#')).matchAll(/([\w.-]+)\s*:/g)) addName(name as string, names)
    for (const [, name] of line.matchAll(/@(?:param|extra)\s+(?:\S+\.)?([\w-]+)/g)) names.add(name as string)
  }
  return names
}

/** A name, and the last part of one with dots. */
function addName(name: string, names: Set<string>): void {
  names.add(name)
  names.add(name.slice(name.lastIndexOf('.') + 1))
}

function visit(node: UsageNode, path: readonly string[], search: Search): void {
  for (const [name, next] of node.children) {
    const own = [...path, name]
    if (name === '*' || next.isWritten) continue
    const value = defaultAt(search.context.defaults, own)
    if (value instanceof Map && value.size > 0) visit(next, own, search)
    else if (value === undefined && isOurs(next, own, search)) search.found.push(describe(next, own, search))
  }
}

function isOurs(node: UsageNode, path: readonly string[], { context, commented }: Search): boolean {
  const file = node.first?.file
  const { chart, schema } = context
  if (!node.isRead || path[0] === 'global' || path[0] === 'tags' || commented.has(path.at(-1) as string)) return false
  if (path.some((part) => commented.has(part) && defaultAt(context.defaults, [part]) === undefined)) return false
  return file?.startsWith(`${chart.metadata.name}/templates/`) === true && !isInSchema(schema, path)
}

function describe({ first }: UsageNode, path: readonly string[], { context }: Search): Finding {
  const file = (first as NonNullable<typeof first>).file.replace(/^[^/]+\//, '')
  return {
    severity: 'info',
    rule: 'missing-default',
    path: file,
    message: `value ${pathText(path)} is read here, but values.yaml does not name it`,
    position: first && { ...first, file: `${context.origin}/${file}` },
  }
}
