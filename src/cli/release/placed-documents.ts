import { splitDocuments } from '#render'
import { loadTree } from '#yaml'

/** An object of a text of several documents. */
export interface PlacedDocument {
  /** Where it begins in the text, from 1. */
  readonly line: number
  readonly tree: ReturnType<typeof loadTree>
  readonly kind: unknown
  readonly name: unknown
}

/** The objects of a text, with where they begin; what is no YAML is left out. */
export function placedDocuments(text: string): readonly PlacedDocument[] {
  const documents: PlacedDocument[] = []
  let from = 0
  for (const part of splitDocuments(text)) {
    const at = text.indexOf(part, from)
    if (at < 0) continue
    from = at + part.length
    const tree = treeOf(part)
    if (!(tree?.value instanceof Map)) continue
    const metadata = tree.value.get('metadata')
    const name = metadata instanceof Map ? metadata.get('name') : undefined
    documents.push({ line: text.slice(0, at).split('\n').length, tree, kind: tree.value.get('kind'), name })
  }
  return documents
}

/** The object of a kind and name; the only one of its kind where names are made up. */
export function findDocument(
  documents: readonly PlacedDocument[],
  kind: string,
  name: string,
): PlacedDocument | undefined {
  const found = documents.filter((document) => document.kind === kind)
  return found.find((one) => one.name === name) ?? (found.length === 1 ? found[0] : undefined)
}

function treeOf(text: string): ReturnType<typeof loadTree> | undefined {
  try {
    return loadTree(text)
  } catch {
    return undefined
  }
}
