import { loadTree, type YamlNode } from '#yaml'
import type { CauseFile } from '../target/observer.ts'
import type { FieldPath } from './field-path.ts'
import { locatePath } from './locate-path.ts'

/** A text and where its first character stands. */
export interface PlacedText {
  readonly file: string
  readonly text: string
  /** Lines and columns before it. */
  readonly lines: number
  readonly columns: number
}

/** One document of a text, with positions that count from its own start. */
export interface PlacedTree extends PlacedText {
  readonly tree: YamlNode
}

/** The files of a build as trees, each read once. */
export class Texts {
  readonly #trees = new Map<string, readonly PlacedTree[]>()

  /** The documents of a file; none where it cannot be read. */
  file(path: string, { loader }: CauseFile): readonly PlacedTree[] {
    const file = loader.pathOf(path)
    return this.#once(file, () => treesOf({ file, text: loader.loadText(path), lines: 0, columns: 0 }))
  }

  /** The document of a file that starts at a line, or the one that the line lies in. */
  document(path: string, line: number, from: CauseFile): PlacedTree | undefined {
    return this.file(path, from).findLast(({ lines }) => lines < line)
  }

  /** The documents of a text that stands in a kustomization file as a block; none where it has another form. */
  inline(path: FieldPath, from: CauseFile): readonly PlacedTree[] {
    const [whole] = this.file(from.fileName, from)
    if (whole === undefined) return []
    const { line, depth } = locatePath(whole.tree, path)
    if (depth < path.length) return []
    return this.#once(`${whole.file}:${line}`, () => {
      const block = blockAt(whole, line)
      return block === undefined ? [] : treesOf(block)
    })
  }

  #once(key: string, read: () => readonly PlacedTree[]): readonly PlacedTree[] {
    let trees = this.#trees.get(key)
    if (trees === undefined) {
      try {
        trees = read()
      } catch {
        // what cannot be read has no place to show
        trees = []
      }
      this.#trees.set(key, trees)
    }
    return trees
  }
}

/** The lines of the literal block whose header stands on a line. */
function blockAt({ file, text }: PlacedText, line: number): PlacedText | undefined {
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

function treesOf({ file, text, lines, columns }: PlacedText): PlacedTree[] {
  const trees: PlacedTree[] = []
  let part: string[] = []
  let start = 0
  const all = text.split('\n')
  const finish = (): void => {
    const own = part.join('\n')
    if (own.trim() !== '') trees.push({ file, text: own, lines: lines + start, columns, tree: loadTree(own) })
  }
  for (const [index, line] of all.entries()) {
    if (!/^---(\s|$)/.test(line)) {
      part.push(line)
      continue
    }
    finish()
    // what stands behind the mark belongs to the document
    part = [line.replace(/^---/, '   ')]
    start = index
  }
  finish()
  return trees
}
