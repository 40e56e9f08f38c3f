import { loadTree, type YamlNode } from '#yaml'
import { entryBlock, type PlacedText } from '../target/entry-block.ts'
import type { CauseFile } from '../target/observer.ts'
import { type FieldPath, fieldPathText, isItem } from './field-path.ts'

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
    const concrete = path.flatMap((step) => (isItem(step) ? [] : [step]))
    return this.#once(`${from.loader.root}:${fieldPathText(path)}`, () => {
      const block = entryBlock(from, concrete)
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
