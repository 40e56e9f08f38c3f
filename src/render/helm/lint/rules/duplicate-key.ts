import type { YamlNode } from '#yaml'
import type { Finding } from '../finding.ts'
import { pathText, type Rule, type SourceFile } from './context.ts'

/** A key that stands twice in one mapping: the later one wins without a word. */
export const duplicateKey: Rule = {
  name: 'duplicate-key',
  docs: 'A key that stands twice in one mapping of Chart.yaml, values.yaml or a values file: only the last one counts.',
  check: ({ chartFile, valuesFile, userFiles, origin }) => {
    const files = [chartFile, ...(valuesFile === undefined ? [] : [valuesFile]), ...userFiles]
    return files.flatMap((source) => {
      const found: Finding[] = []
      if (source.tree !== undefined) visit(source.tree, { source, origin, path: [], found, depth: 0 })
      return found
    })
  },
}

interface Place {
  readonly source: SourceFile
  readonly origin: string
  readonly path: readonly string[]
  readonly found: Finding[]
  readonly depth: number
}

const MAX_DEPTH = 100

function visit(node: YamlNode, place: Place): void {
  if (place.depth > MAX_DEPTH) return
  const lines = new Map<string, number>()
  for (const { key, position, node: content } of node.entries ?? []) {
    const path = [...place.path, key]
    const before = lines.get(key)
    if (before !== undefined)
      place.found.push(describe(path, { before, line: position.line, column: position.column }, place))
    lines.set(key, position.line)
    visit(content, { ...place, path, depth: place.depth + 1 })
  }
  for (const item of node.items ?? []) visit(item, { ...place, depth: place.depth + 1 })
}

function describe(
  path: readonly string[],
  { before, line, column }: { before: number; line: number; column: number },
  { source: { file }, origin }: Place,
): Finding {
  return {
    severity: 'warning',
    rule: 'duplicate-key',
    path: file.startsWith(`${origin}/`) ? file.slice(origin.length + 1) : file,
    message: `key ${pathText(path)} on line ${line} stands on line ${before} already: only the last one counts`,
    position: { file, line, column },
  }
}
