import type { YamlEntry, YamlNode } from '#yaml'
import type { UsageNode } from '../../infer/usage.ts'
import type { Finding } from '../finding.ts'
import { pathText, type Rule, type SourceFile } from './context.ts'

/** A default that no template reads. */
export const unusedValue: Rule = {
  name: 'unused-value',
  docs: 'A default in values.yaml that no template of the chart or its subcharts reads: changing it changes nothing.',
  check: ({ valuesFile, usage }) => {
    if (valuesFile?.tree === undefined || usage.isOpaque) return []
    const search: Search = { file: valuesFile, lines: valuesFile.text.split('\n'), found: [] }
    for (const entry of valuesFile.tree.entries ?? []) visit(entry, { node: usage.root, path: [], search })
    return search.found
  },
}

interface Search {
  readonly file: SourceFile
  readonly lines: readonly string[]
  readonly found: Finding[]
}

interface Place {
  readonly node: UsageNode
  readonly path: readonly string[]
  readonly search: Search
}

function visit(entry: YamlEntry, { node, path, search }: Place): void {
  const own = [...path, entry.key]
  const used = node.children.get(entry.key) ?? node.children.get('*')
  if (used === undefined) {
    if (!isExempt(entry, own, search)) search.found.push(describe(entry, own, search))
    return
  }
  if (used.isWhole || isLeaf(entry.node) || !hasUse(used)) return
  // Without a use below it, the value is only tested or handed on: what lies in it may matter there.
  if (used.children.size === 0) return
  for (const below of entry.node.entries ?? []) visit(below, { node: used, path: own, search })
}

function hasUse(node: UsageNode): boolean {
  return node.isRead || node.isWritten || node.children.size > 0
}

function isLeaf({ entries }: YamlNode): boolean {
  return entries === undefined || entries.length === 0
}

/** Keys that only carry anchors, extension keys, and what a parent chart reads: globals and the condition `enabled`. */
function isExempt(entry: YamlEntry, path: readonly string[], { lines }: Search): boolean {
  if (entry.key.startsWith('x-') || path[0] === 'global' || path.join('.') === 'enabled') return true
  const line = lines[entry.position.line - 1] ?? ''
  return /:\s*&\S/.test(line)
}

function describe(entry: YamlEntry, path: readonly string[], { file }: Search): Finding {
  const { line, column } = entry.position
  return {
    severity: 'warning',
    rule: 'unused-value',
    path: 'values.yaml',
    message: `unused value ${pathText(path)}: no template reads it`,
    position: { file: file.file, line, column },
  }
}
