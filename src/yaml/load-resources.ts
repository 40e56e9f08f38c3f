import { type CommentColumns, CommentReader, hasNotes } from './comment.ts'
import { decodeResource } from './decode-resource.ts'
import { type Position, YamlError } from './error.ts'
import { type Json, Literal } from './literal.ts'
import type { RawNode } from './node.ts'
import { Parser } from './parser.ts'
import { UNUSUAL } from './quick-lines.ts'
import { quickReadResource } from './quick-resource.ts'
import { readable } from './readable.ts'

/** How to read resources. */
export interface LoadResourcesOptions {
  /** Name for positions in errors. */
  readonly file?: string
}

/** One document of a stream. */
export interface LoadedResource {
  /** The document's value; not always a map. */
  readonly value: Json
  /** Line where the value starts, counted from 1. */
  readonly line: number
  /** Which part of the stream it is, empty ones counted, from 0. */
  readonly index: number
  /** What the reference finds wrong only when it prints the object; `message` is then all that it says. */
  readonly problem: YamlError | undefined
}

/**
 * The documents of a text as kustomize reads resources (kyaml's reader over go-yaml v3); those that are empty, null or
 * only comments are left out, and lists are not taken apart. Throws `YamlError` with the reference's whole message:
 * `MalformedYAMLError: yaml: line 2: …`.
 */
export function loadResources(text: string, options: LoadResourcesOptions = {}): LoadedResource[] {
  const documents: Document[] = []
  let line = 0
  for (const [index, part] of split(text, options).entries()) {
    const document = readDocument(part, { index, line, file: options.file })
    if (document !== undefined) documents.push(document)
    line += countBreaks(part, part.length) + 1
  }
  return documents.map(finish).filter(({ value }) => !isNull(value))
}

interface Document {
  readonly value: Json
  readonly root: RawNode | undefined
  readonly text: string
  readonly comments: CommentReader | undefined
  readonly line: number
  readonly index: number
}

interface Part {
  readonly index: number
  /** Line before the part. */
  readonly line: number
  readonly file: string | undefined
}

/** The parts between separators: lines that start with `---` and hold nothing else but a comment. */
function split(text: string, options: LoadResourcesOptions): string[] {
  const stream = text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text
  const parts: string[] = []
  let start = 0
  for (let at = stream.indexOf('\n---'); at >= 0; at = stream.indexOf('\n---', start)) {
    const end = stream.indexOf('\n', at + 1)
    if (end < 0) break
    const rest = stream.slice(at + 4, end).trim()
    if (rest !== '' && !rest.startsWith('#')) {
      const position = place({ line: countBreaks(stream, at) + 1, column: 1 }, options.file)
      throw new YamlError('syntax', `invalid document separator: ${stream.slice(at + 1, end).trim()}`, position)
    }
    parts.push(stream.slice(start, at + 1))
    start = end + 1
  }
  parts.push(stream.slice(start))
  return parts
}

function readDocument(text: string, part: Part): Document | undefined {
  const isNoted = hasNotes(text)
  const quick = isNoted ? UNUSUAL : quickReadResource(text)
  if (quick === UNUSUAL) return parseDocument(text, part, isNoted)
  if (quick.value === null) return undefined
  const line = part.line + countBreaks(text, quick.offset) + 1
  return { value: quick.value, root: undefined, text, comments: undefined, line, index: part.index }
}

function parseDocument(text: string, part: Part, isNoted: boolean): Document | undefined {
  const { text: head, unreadable } = readable(text)
  try {
    const columns: CommentColumns | undefined = isNoted ? new Map() : undefined
    const root = new Parser(head, { unreadable, version: 'v3', comments: columns }).document()
    const comments = root && columns && new CommentReader(root, text, columns)
    return root && { value: null, root, text, comments, line: part.line + root.line + 1, index: part.index }
  } catch (error) {
    throw error instanceof YamlError ? malformed(error, part) : error
  }
}

function malformed(error: YamlError, part: Part): YamlError {
  const at = error.position && { line: error.position.line + part.line, column: error.position.column }
  return new YamlError(error.code, `MalformedYAMLError: ${error.message}`, at && place(at, part.file))
}

function finish({ value, root, text, comments, line, index }: Document): LoadedResource {
  if (root === undefined) return { value, line, index, problem: undefined }
  return { ...decodeResource(root, text, comments), line, index }
}

function isNull(value: Json): boolean {
  return value === null || (value instanceof Literal && value.value === null)
}

function place(at: Position, file: string | undefined): Position {
  return file === undefined ? at : { ...at, file }
}

function countBreaks(text: string, end: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++
  return count
}
