import { loadTree, locate } from '#yaml'
import type { Position } from '../../resource.ts'

/** Where the value at a path of a YAML text stands; the beginning of the file when there is no such value. */
export function keyPosition(text: string, file: string, path: readonly (string | number)[]): Position {
  try {
    const found = locate(loadTree(text), path)
    if (found !== undefined && path.length > 0) return { file, line: found.line, column: found.column }
  } catch {
    // A text that cannot be read has no better place than its beginning.
  }
  return { file, line: 1, column: 1 }
}
