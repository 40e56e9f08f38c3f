import { loadTree, locate, type YamlNode } from '#yaml'
import type { Position } from '../../resource.ts'
import type { CauseFile } from './observer.ts'

/** A path in a kustomization file: `['patches', 0]`. */
export type EntryPath = readonly (string | number)[]

/**
 * Where a path leads in the kustomization file, as far as it can be followed; undefined where not even its field is
 * there. Entries that came from a deprecated field are found in that.
 */
export function entryPosition({ loader, fileName }: CauseFile, path: EntryPath): Position | undefined {
  try {
    const tree = loadTree(loader.loadText(fileName))
    const file = loader.pathOf(fileName)
    const written = asWritten(tree, path)
    for (let length = written.length; length > 0; length--) {
      const found = locate(tree, written.slice(0, length))
      if (found !== undefined) return { file, line: found.line, column: found.column }
    }
    return undefined
  } catch {
    return undefined
  }
}

/** Fields whose entries were put behind those of another one when the file was read. */
const FORMER: Readonly<Record<string, string>> = {
  resources: 'bases',
  images: 'imageTags',
  helmCharts: 'helmChartInflationGenerator',
}

function asWritten(tree: YamlNode, path: EntryPath): EntryPath {
  const [field, entry, ...rest] = path
  const former = typeof field === 'string' && Object.hasOwn(FORMER, field) ? FORMER[field] : undefined
  if (former === undefined || typeof entry !== 'number') return path
  const own = tree.entries?.findLast(({ key }) => key === field)?.node.items?.length ?? 0
  return entry < own ? path : [former, entry - own, ...rest]
}
