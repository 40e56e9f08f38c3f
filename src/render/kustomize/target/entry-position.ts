import { loadTree, locate } from '#yaml'
import type { Position } from '../../resource.ts'
import type { Target } from './target.ts'

/** Where an entry of a list stands in the kustomization file; undefined where it cannot be found. */
export function entryPosition({ loader, fileName }: Target, field: string, entry: number): Position | undefined {
  try {
    const found = locate(loadTree(loader.loadText(fileName)), [field, entry])
    return found && { file: fileName, line: found.line, column: found.column }
  } catch {
    return undefined
  }
}
