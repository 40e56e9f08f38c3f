import { type Document, isMap, isScalar, type Pair, parseDocument, Scalar, visit, YAMLMap, type YAMLSeq } from 'yaml'
import { compareStrings } from '#template'
import { RenderError } from './error.ts'
import { basename, trimSpace } from './go-text.ts'
import type { PostRenderer } from './options.ts'

const FILE_ANNOTATION = 'postrenderer.helm.sh/postrender-filename'

/**
 * Helm 3: the release's manifest goes through the post-renderer, hooks do not. Throws `RenderError` (`post-render`).
 */
export async function postRenderManifest(manifest: string, postRender: PostRenderer): Promise<string> {
  return run(manifest, { postRender, subject: 'files' })
}

/**
 * Helm 4: all files, hooks too, go through the post-renderer as one stream; an annotation tells which document came from
 * which file. Throws `RenderError` (`post-render`). Source: helm.sh/helm/v4 pkg/action `annotateAndMerge`.
 */
export async function postRenderFiles(
  files: ReadonlyMap<string, string>,
  postRender: PostRenderer,
): Promise<Map<string, string>> {
  const documents: Document[] = []
  for (const name of [...files.keys()].sort(compareStrings)) {
    const content = files.get(name) as string
    if (basename(name).startsWith('_') || trimSpace(content) === '') continue
    for (const document of parse(fixSeparators(content), `error merging manifests: parsing ${name}`)) {
      annotate(document, name)
      documents.push(document)
    }
  }
  return splitFiles(await run(printAll(documents), { postRender, subject: 'files' }))
}

interface Run {
  readonly postRender: PostRenderer
  readonly subject: string
}

async function run(text: string, { postRender, subject }: Run): Promise<string> {
  try {
    return await postRender(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new RenderError({
      code: 'post-render',
      message: `error while running post render on ${subject}: ${reason}`,
      cause,
    })
  }
}

function splitFiles(text: string): Map<string, string> {
  const byName = new Map<string, Document[]>()
  parse(text, 'error while parsing post rendered output: error parsing YAML').forEach((document, index) => {
    const name = takeAnnotation(document) ?? `generated-by-postrender-${index}.yaml`
    const documents = byName.get(name) ?? []
    documents.push(document)
    byName.set(name, documents)
  })
  return new Map([...byName].map(([name, documents]) => [name, printAll(documents)]))
}

/** Puts a line break behind a `---` that has text right after it. */
function fixSeparators(content: string): string {
  return content.includes('---') ? content.replace(/^---(?=[^\n\r \t])/gm, '---\n') : content
}

const SEPARATOR = /^---(?=[ \t\r\n]|$)/m
const READING = { schema: 'failsafe', merge: false, uniqueKeys: false } as const

/** The documents of a stream; ones that hold nothing but comments are dropped, and a lone list is taken apart. */
function parse(text: string, context: string): Document[] {
  const documents = text
    .split(SEPARATOR)
    .map((part) => parseDocument(part, { ...READING, customTags: ['null'] }) as Document)
  const broken = documents.find((document) => document.errors.length > 0)
  if (broken !== undefined) {
    const [cause] = broken.errors
    throw new RenderError({ code: 'post-render', message: `${context}: ${cause?.message ?? ''}`, cause })
  }
  const kept = documents.filter((document) => document.contents !== null && !isEmptyScalar(document.contents))
  const [only] = kept
  return kept.length === 1 && only !== undefined ? (listItems(only) ?? kept) : kept
}

function isEmptyScalar(node: unknown): boolean {
  return isScalar(node) && (node.value === null || node.value === '')
}

function listItems(document: Document): Document[] | undefined {
  if (!isMap(document.contents) || document.get('kind') !== 'List') return undefined
  const items = document.get('items') as YAMLSeq | undefined
  return items?.items.map((item) => {
    const copy = document.clone() as Document
    copy.contents = item as never
    return copy
  })
}

function annotate(document: Document, name: string): void {
  const annotations = mapAt(mapAt(document.contents, 'metadata'), 'annotations')
  const value = new Scalar(name)
  value.type = Scalar.QUOTE_SINGLE
  annotations?.set(FILE_ANNOTATION, value)
}

/** The map below `key`, made when it is missing. */
function mapAt(node: unknown, key: string): YAMLMap | undefined {
  if (!isMap(node)) return undefined
  const found = node.get(key, true)
  if (isMap(found)) return found as YAMLMap
  const made = new YAMLMap()
  node.set(key, made)
  return made
}

function takeAnnotation(document: Document): string | undefined {
  const metadata = isMap(document.contents) ? document.contents.get('metadata') : undefined
  const annotations = isMap(metadata) ? metadata.get('annotations') : undefined
  if (!isMap(metadata) || !isMap(annotations)) return undefined
  const name = annotations.get(FILE_ANNOTATION)
  annotations.delete(FILE_ANNOTATION)
  if (annotations.items.length === 0) metadata.delete('annotations')
  if (metadata.items.length === 0) (document.contents as YAMLMap).delete('metadata')
  return typeof name === 'string' && name !== '' ? name : undefined
}

const PRINTING = {
  indentSeq: false,
  lineWidth: 0,
  flowCollectionPadding: false,
  nullStr: 'null',
  directives: false,
} as const

function printAll(documents: readonly Document[]): string {
  return documents.map(print).join('---\n')
}

function print(document: Document): string {
  dropBlankLines(document)
  return document.toString(PRINTING)
}

/** Go's writer keeps comments, but no blank lines. */
function dropBlankLines(document: Document): void {
  visit(document, {
    Pair: (_key, pair: Pair) => clearSpace(pair.key),
    Node: (_key, node) => clearSpace(node),
  })
}

function clearSpace(node: unknown): void {
  if (typeof node === 'object' && node !== null && 'spaceBefore' in node) node.spaceBefore = false
}
