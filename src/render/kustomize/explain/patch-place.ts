import type { YamlNode } from '#yaml'
import type { Position } from '../../resource.ts'
import { isAddress } from '../load/address.ts'
import type { Resource } from '../resource/resource.ts'
import type { Cause, CauseFile } from '../target/observer.ts'
import { concretePath, type FieldPath } from './field-path.ts'
import { fieldText, locatePath } from './locate-path.ts'
import type { Writing } from './recorder.ts'
import type { PlacedTree, Texts } from './texts.ts'

/** What a place is looked for with. */
interface PatchContext {
  readonly texts: Texts
  readonly resource: Resource
  readonly before: Writing | undefined
}

/** The line of a patch that wrote a field; undefined where the patch's text has no lines of its own. */
export function patchPlace(writing: Writing, path: FieldPath, context: PatchContext): Position | undefined {
  let best: { readonly placed: PlacedTree; readonly found: Found } | undefined
  for (const placed of documentsOf(writing.cause, context.texts)) {
    const found =
      placed.tree.items === undefined
        ? inMerge(placed.tree, path, context.resource)
        : inOperations(placed.tree.items, path, { writing, before: context.before })
    if (found !== undefined && (best === undefined || found.depth >= best.found.depth)) best = { placed, found }
  }
  if (best === undefined) return undefined
  const { placed, found } = best
  return { file: placed.file, line: found.line + placed.lines, column: found.column + placed.columns }
}

/** A path from the start of a document: an object may be an item of a list. */
export function inObject(tree: YamlNode, path: FieldPath, resource: Resource): FieldPath {
  const items = tree.entries?.findLast(({ key }) => key === 'items')?.node.items
  if (items === undefined || fieldText(tree, 'kind')?.endsWith('List') !== true) return path
  const at = items.findIndex((item) => isOf(item, resource))
  const [item] = items.slice(at)
  return at < 0 || item === undefined ? path : ['items', at, ...inObject(item, path, resource)]
}

/** What of a step's configuration says where its patch is. */
interface PatchConfig {
  readonly path?: string
  readonly paths?: readonly string[]
}

function documentsOf({ kustomization, entry, config = {} }: Cause, texts: Texts): readonly PlacedTree[] {
  if (kustomization === undefined) return []
  const { path, paths = [] } = config as PatchConfig
  const file = path ?? paths[0]
  const isFile = file !== undefined && (isAddress(file) || !file.includes('\n'))
  return isFile ? texts.file(file, kustomization) : inlineDocuments(entry, kustomization, texts)
}

function inlineDocuments(entry: FieldPath, from: CauseFile, texts: Texts): readonly PlacedTree[] {
  const own = texts.inline([...entry, 'patch'], from)
  return own.length > 0 ? own : texts.inline(entry, from)
}

interface Found {
  readonly line: number
  readonly column: number
  readonly depth: number
}

function inMerge(tree: YamlNode, path: FieldPath, resource: Resource): Found | undefined {
  const found = locatePath(tree, path)
  // another document of the same file may be the one for this object
  return { ...found, depth: found.depth + (isOf(tree, resource) ? path.length + 1 : 0) }
}

function isOf(node: YamlNode, resource: Resource): boolean {
  const metadata = node.entries?.findLast(({ key }) => key === 'metadata')?.node
  const name = metadata && fieldText(metadata, 'name')
  const ids = [resource.id, ...resource.previousIds()]
  return ids.some((id) => id.name === name && id.gvk.kind === fieldText(node, 'kind'))
}

interface Written {
  readonly writing: Writing
  readonly before: Writing | undefined
}

/** The last operation that works on the field, on what it is in, or on a part of it. */
function inOperations(items: readonly YamlNode[], path: FieldPath, { writing, before }: Written): Found | undefined {
  const pointers = [concretePath(writing.value, path), concretePath(before?.value, path)].filter(
    (pointer) => pointer.length > 0,
  )
  const item = items.findLast((operation) => {
    const text = fieldText(operation, 'path') ?? ''
    const parts = text
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    return pointers.some((pointer) => overlaps(parts, pointer))
  })
  return item && { line: item.position.line, column: item.position.column, depth: path.length }
}

function overlaps(parts: readonly string[], pointer: readonly (string | number)[]): boolean {
  const length = Math.min(parts.length, pointer.length)
  return parts.slice(0, length).every((part, at) => part === '-' || part === String(pointer[at]))
}
