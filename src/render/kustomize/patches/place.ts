import { loadTree, locate, type NodePosition } from '#yaml'
import type { Position } from '../../resource.ts'

/** Where a patch or a replacement is written. */
export interface PatchPlace {
  /** Where the whole stands: its entry in the kustomization file, or the start of its own file. */
  readonly position: () => Position | undefined
  /** Its own file and text; undefined where it is written in the kustomization file. */
  readonly file?: { readonly name: string; readonly text: string } | undefined
}

/** The place of a text that was read from a file. */
export function placeInFile(name: string, text: string): PatchPlace {
  return { position: () => ({ file: name, line: 1, column: 1 }), file: { name, text } }
}

/** Where a path leads in the document that starts at a line of the patch's file; the whole's position where it leads nowhere. */
export function positionAt(place: PatchPlace, path: readonly (string | number)[], line = 1): Position | undefined {
  if (place.file === undefined) return place.position()
  const { name, text } = place.file
  const start = { file: name, line, column: 1 }
  try {
    const found = longest(
      loadTree(
        text
          .split('\n')
          .slice(line - 1)
          .join('\n'),
      ),
      path,
    )
    return found === undefined ? start : { file: name, line: found.line + line - 1, column: found.column }
  } catch {
    return start
  }
}

/** A path may go on beyond what the patch has. */
function longest(tree: ReturnType<typeof loadTree>, path: readonly (string | number)[]): NodePosition | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = locate(tree, path.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}
