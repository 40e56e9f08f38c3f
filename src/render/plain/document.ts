import { dump, load, loadTree, locate, YamlError, type YamlMap, type YamlValue } from '#yaml'
import { splitDocuments } from '../helm/documents.ts'
import { RenderError } from '../helm/error.ts'
import type { Position } from '../resource.ts'

/** A text of manifests with the name that its errors carry. */
export interface PlainFile {
  /** Path or address, relative to what the user named. */
  readonly name: string
  readonly text: string
}

/** One object of a file, as text and as value. */
export interface PlainDocument {
  readonly text: string
  readonly value: YamlMap
  /** Where it begins. */
  readonly position: Position
  /** Taken from a list: its text is no part of the file. */
  readonly isUnfolded?: boolean
}

/** Deepest nesting of lists in lists. */
const MAX_LISTS = 8

/**
 * The objects of a file: documents that hold nothing are left out, lists (`kind: List`, `ConfigMapList`) are taken apart.
 * Throws RenderError `manifest` with its place for what is no YAML or no object.
 */
export function documentsOf({ name, text }: PlainFile): readonly PlainDocument[] {
  const documents: PlainDocument[] = []
  let from = 0
  for (const part of splitDocuments(text.replace(/^\uFEFF/, ''))) {
    const offset = text.indexOf(part, from)
    from = offset + part.length
    const line = text.slice(0, offset).split('\n').length
    const place = { file: name, line, column: 1 }
    const value = read(part, place)
    if (value === null) continue
    if (!(value instanceof Map)) throw notAnObject(place, Array.isArray(value) ? 'a list' : 'a plain value')
    documents.push(...unfold({ text: part, value, position: place }, 0))
  }
  return documents
}

function read(text: string, place: Position): YamlValue {
  try {
    return load(text)
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause
    const { line = 1, column = 1 } = cause.position ?? {}
    // what ends too early is found behind the last line
    const within = Math.min(line, text.split('\n').length)
    const position = { file: place.file, line: place.line + within - 1, column }
    const reason = cause.message.replace(/^(yaml: )line \d+: /, '$1')
    throw new RenderError({ code: 'manifest', message: `${placeText(position)}: ${reason}`, position, cause })
  }
}

function notAnObject(position: Position, found: string): RenderError {
  return new RenderError({
    code: 'manifest',
    message: `${placeText(position)}: ${found} – expected an object with apiVersion, kind and metadata`,
    position,
  })
}

function unfold(document: PlainDocument, depth: number): readonly PlainDocument[] {
  const { value, position } = document
  const items = value.get('items')
  const kind = value.get('kind')
  const isList = Array.isArray(items) && typeof kind === 'string' && kind.endsWith('List')
  if (!isList) return [checked(document)]
  if (depth >= MAX_LISTS) throw notAnObject(position, `lists in lists, ${MAX_LISTS} deep,`)
  return items.flatMap((item, index) => {
    const place = placeOf(document, ['items', index])
    if (!(item instanceof Map)) throw notAnObject(place, `item ${index} of a ${kind} is no object`)
    const whole = item.has('kind') ? item : typedItem(item, { kind, apiVersion: value.get('apiVersion') })
    return unfold({ text: dump(whole).trimEnd(), value: whole, position: place, isUnfolded: true }, depth + 1)
  })
}

/** Items of a `ConfigMapList` need not say what they are. */
function typedItem(
  item: YamlMap,
  list: { readonly kind: string; readonly apiVersion: YamlValue | undefined },
): YamlMap {
  const kind = list.kind.slice(0, -'List'.length)
  return kind === '' ? item : new Map([['apiVersion', list.apiVersion ?? ''], ['kind', kind], ...item])
}

function checked(document: PlainDocument): PlainDocument {
  const metadata = document.value.get('metadata')
  const name = metadata instanceof Map ? metadata.get('name') : undefined
  for (const field of ['apiVersion', 'kind'] as const) {
    if (!isText(document.value.get(field))) throw lacking(document, field)
  }
  if (!isText(name)) throw lacking(document, 'metadata.name')
  return document
}

function isText(value: YamlValue | undefined): boolean {
  return typeof value === 'string' && value !== ''
}

function lacking(document: PlainDocument, field: string): RenderError {
  const position = placeOf(document, field.split('.'))
  const isGenerated = field === 'metadata.name' && hasGeneratedName(document.value)
  return new RenderError({
    code: 'manifest',
    message: `${placeText(position)}: ${field} is missing – an object of a release needs it`,
    position,
    hint: isGenerated ? 'a release has to know its objects: give a name in place of generateName' : undefined,
  })
}

function hasGeneratedName(value: YamlMap): boolean {
  const metadata = value.get('metadata')
  return metadata instanceof Map && metadata.has('generateName')
}

/** Where the value at a path of the document stands, or what is left of it. */
function placeOf({ text, position, isUnfolded }: PlainDocument, path: readonly (string | number)[]): Position {
  if (isUnfolded) return position
  const tree = loadTree(text)
  const found = [path, path.slice(0, -1)].map((each) => (each.length === 0 ? undefined : locate(tree, each)))
  const { line, column } = found.find((place) => place !== undefined) ?? { line: 1, column: 1 }
  return { file: position.file, line: position.line + line - 1, column }
}

/** `file:line:column`. */
export function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`
}
