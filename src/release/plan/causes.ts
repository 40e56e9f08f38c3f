import { type Cause, type FieldChange, lineOfPath, type ObjectChange } from '#plan'
import { loadTree } from '#yaml'
import type { ReleaseContent } from '../contract/content.ts'
import { documentsOf } from '../manifest/document.ts'

/** Fields of one object whose lines are looked for. */
const MAX_FIELDS = 200

/** The changes with the lines and values that made their fields, as far as the content's format can tell. */
export async function withCauses(
  changes: readonly ObjectChange[],
  content: ReleaseContent,
): Promise<readonly ObjectChange[]> {
  const { explain } = content
  if (explain === undefined) return changes
  const documents = Map.groupBy(documentsOf(content.manifest), ({ source }) => source)
  return Promise.all(
    changes.map(async (change) => {
      if (!change.fields.some(isOpen) || change.change === 'create') return change
      const found = (documents.get(change.source) ?? []).map(({ text }, number) => ({
        text,
        number,
        tree: treeOf(text),
      }))
      const document = found.find(({ tree }) => tree !== undefined && isOf(change, tree))
      if (document?.tree === undefined) return change
      const { tree, number, text } = document
      const headLines = text.startsWith('# Source: ') ? 1 : 0
      const fields = change.fields.slice(0, MAX_FIELDS).map(async (field): Promise<FieldChange> => {
        if (!isOpen(field)) return field
        const line = lineOfPath(tree, field.path) - headLines
        const { kind, namespace, name } = { ...change.gvk, ...change }
        const cause: Cause | undefined = await explain({
          source: change.source,
          document: number,
          line,
          object: { kind, namespace, name },
          path: field.path,
        })
        return cause === undefined ? field : { ...field, cause }
      })
      return { ...change, fields: [...(await Promise.all(fields)), ...change.fields.slice(MAX_FIELDS)] }
    }),
  )
}

type Tree = ReturnType<typeof loadTree>

function treeOf(text: string): Tree | undefined {
  try {
    return loadTree(text)
  } catch {
    return undefined
  }
}

function isOpen({ cause }: FieldChange): boolean {
  return cause.kind === 'unknown'
}

function isOf({ gvk, name }: ObjectChange, { value }: Tree): boolean {
  if (!(value instanceof Map) || value.get('kind') !== gvk.kind) return false
  const metadata = value.get('metadata')
  return metadata instanceof Map && metadata.get('name') === name
}
