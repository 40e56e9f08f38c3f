import { loadTree, locate, type NodePosition } from '#yaml'
import type { Position } from '../../resource.ts'
import type { Place } from '../resource/resource.ts'
import type { PlacedText } from '../target/entry-block.ts'

/** Where a patch or a replacement is written. */
export interface PatchPlace {
  /** Where the whole stands: its entry in the kustomization file, or the start of its own file. */
  readonly position: () => Position | undefined
  /** Its own file and text; undefined where it is written in the kustomization file. */
  readonly file?: { readonly name: string; readonly text: string } | undefined
  /** Its lines in the kustomization file. */
  readonly block?: (() => PlacedText | undefined) | undefined
}

/** The place of a text that was read from a file. */
export function placeInFile(name: string, text: string): PatchPlace {
  return { position: () => ({ file: name, line: 1, column: 1 }), file: { name, text } }
}

/** Where a path leads in the document that starts at a line of the patch's text; the whole's position where it leads nowhere. */
export function positionAt(place: PatchPlace, path: readonly (string | number)[], line = 1): Position | undefined {
  const placed = textOf(place)
  if (placed === undefined) return place.position()
  const start = shifted(placed, { line, column: 1 })
  try {
    const document = placed.text
      .split('\n')
      .slice(line - 1)
      .join('\n')
    const found = longest(loadTree(document), path)
    return found === undefined ? start : shifted(placed, { line: found.line + line - 1, column: found.column })
  } catch {
    return start
  }
}

/** Where something is that was found in the patch's text; the whole's position where that text has no lines of its own. */
export function positionOf(place: PatchPlace, found: Partial<Position & Place> | undefined): Position | undefined {
  const placed = textOf(place)
  if (placed === undefined || found === undefined) return place.position()
  return shifted(placed, { line: found.line ?? 1, column: found.column ?? 1 })
}

function textOf({ file, block }: PatchPlace): PlacedText | undefined {
  return file === undefined ? block?.() : { file: file.name, text: file.text, lines: 0, columns: 0 }
}

function shifted({ file, lines, columns }: PlacedText, { line, column }: Pick<Position, 'line' | 'column'>): Position {
  return { file, line: line + lines, column: column + columns }
}

/** A path may go on beyond what the patch has. */
function longest(tree: ReturnType<typeof loadTree>, path: readonly (string | number)[]): NodePosition | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = locate(tree, path.slice(0, length))
    if (found !== undefined) return found
  }
  return undefined
}
