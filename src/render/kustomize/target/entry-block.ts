import { loadTree, locate } from '#yaml'
import type { EntryPath } from './entry-position.ts'
import type { CauseFile } from './observer.ts'

/** A text that stands in a file, and what stands before it. */
export interface PlacedText {
  readonly file: string
  readonly text: string
  /** Lines above it, and columns left of it. */
  readonly lines: number
  readonly columns: number
}

/** The literal block that an entry of the kustomization file holds; undefined where its text is written in another form. */
export function entryBlock({ loader, fileName }: CauseFile, path: EntryPath): PlacedText | undefined {
  try {
    const text = loader.loadText(fileName)
    const found = locate(loadTree(text), path)
    return found && blockAt({ file: loader.pathOf(fileName), text }, found.line)
  } catch {
    return undefined
  }
}

/** The lines of the literal block whose header stands on a line. */
function blockAt({ file, text }: Pick<PlacedText, 'file' | 'text'>, line: number): PlacedText | undefined {
  const all = text.split('\n')
  if (!/[|>][-+0-9]*\s*(?:#.*)?$/.test(all[line - 1] ?? '')) return undefined
  let start = line
  while (start < all.length && all[start]?.trim() === '') start++
  const columns = /^ */.exec(all[start] ?? '')?.[0].length ?? 0
  const lines: string[] = []
  for (const each of all.slice(start)) {
    if (each.trim() !== '' && !each.startsWith(' '.repeat(columns))) break
    lines.push(each.slice(columns))
  }
  return { file, text: lines.join('\n'), lines: start, columns }
}
