import { parseGoJson, type Value } from '#template'
import { type DocumentHead, head, headOf, load, type MetadataHead, type YamlValue } from '#yaml'
import { isSpace } from '../go-text.ts'
import type { Compat } from '../options.ts'

/** What lint looks at of a document. */
export interface LintDocument {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  /** Line of the rendered file where it begins, from 1. */
  readonly line: number
}

/** A document, nothing (a null one), or Go's text for what cannot be decoded. */
export type Decoded = LintDocument | undefined | { readonly problem: string; readonly line: number }

/**
 * The documents of a stream one after the other, as k8s.io/apimachinery's YAML-or-JSON decoder gives them to Helm's
 * lint; the first problem is the last item.
 */
export function* decodeDocuments(text: string, compat: Compat): Generator<Decoded, void> {
  const start = firstVisible(text)
  let rest = { text, line: 1 }
  if (text[start] === '{') {
    const json = readJson(text, start, compat)
    for (const document of json.documents) yield document
    if (json.problem === undefined) return
    if (compat === 'helm3' || json.documents.length > 1) {
      yield { problem: json.problem, line: 1 }
      return
    }
    rest = { text: text.slice(json.end), line: lineAt(text, json.end) }
    const [first] = yamlDocuments(rest, compat)
    if (first !== undefined && 'problem' in first) {
      yield { problem: json.problem, line: first.line }
      return
    }
  }
  yield* yamlDocuments(rest, compat)
}

function firstVisible(text: string): number {
  let at = 0
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

interface Stream {
  readonly text: string
  readonly line: number
}

function* yamlDocuments({ text, line: firstLine }: Stream, compat: Compat): Generator<Decoded, void> {
  for (const chunk of yamlChunks(text, firstLine)) {
    const decoded = 'problem' in chunk ? chunk : decodeYaml(chunk.lines, chunk.line, compat)
    yield decoded
    if (decoded !== undefined && 'problem' in decoded) return
  }
}

type Chunk =
  | { readonly lines: readonly string[]; readonly line: number }
  | { readonly problem: string; readonly line: number }

/** The texts between separators; a separator with more than a comment behind it is a problem. */
function* yamlChunks(text: string, firstLine: number): Generator<Chunk, void> {
  let lines: string[] = []
  let start = firstLine
  const source = text.endsWith('\n') ? text.slice(0, -1) : text
  for (const [index, next] of source.split('\n').entries()) {
    const line = firstLine + index
    const behind = next.startsWith('---') ? next.slice(3).trim() : undefined
    if (behind !== undefined && behind !== '' && !behind.startsWith('#')) {
      return yield { problem: `invalid Yaml document separator: ${behind}`, line }
    }
    if (behind === undefined || lines.length === 0) {
      lines.push(next.endsWith('\r') ? next.slice(0, -1) : next)
      continue
    }
    yield { lines, line: start }
    lines = []
    start = line + 1
  }
  if (lines.length > 0) yield { lines, line: start }
}

function decodeYaml(lines: readonly string[], line: number, compat: Compat): Decoded {
  try {
    const text = `${lines.join('\n')}\n`
    return decodeHead(head(text), text, { line, compat })
  } catch (error) {
    const at = (error as { position?: { line: number } }).position?.line ?? 1
    return { problem: `error converting YAML to JSON: ${(error as Error).message}`, line: line + at - 1 }
  }
}

const STRUCT: Readonly<Record<Compat, string>> = { helm3: 'K8sYamlStruct', helm4: 'k8sYamlStruct' }
const DECODING = 'error unmarshaling JSON: while decoding JSON: '

interface Place {
  readonly line: number
  readonly compat: Compat
  /** What stands before Go's text when the document came as YAML. */
  readonly prefix?: string
}

function decodeHead(found: DocumentHead, text: string, { line, compat, prefix = DECODING }: Place): Decoded {
  if (found.shape === 'empty') return undefined
  const problem = rootProblem(found, text, compat) ?? fieldProblem(found, compat)
  if (problem !== undefined) return { problem: `${prefix}json: cannot unmarshal ${problem}`, line }
  const { apiVersion, kind, metadata } = found
  const name = isFields(metadata) ? metadata.name : undefined
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
  return { apiVersion: textOf(apiVersion), kind: textOf(kind), name: textOf(name), line }
}

function rootProblem({ shape }: DocumentHead, text: string, compat: Compat): string | undefined {
  if (shape !== 'list' && shape !== 'scalar') return undefined
  return `${jsonKind(load(text))} into Go value of type rules.${STRUCT[compat]}`
}

/** The first field, in the order of their names, that has the wrong type. */
function fieldProblem({ apiVersion, kind, metadata }: DocumentHead, compat: Compat): string | undefined {
  const type = STRUCT[compat]
  const wrong = (value: YamlValue | undefined, place: string): string | undefined =>
    value === undefined || value === null || typeof value === 'string'
      ? undefined
      : `${jsonKind(value)} into Go struct field ${place} of type string`
  const own = wrong(apiVersion, `${type}.apiVersion`) ?? wrong(kind, `${type}.Kind`)
  if (own !== undefined || metadata === undefined || metadata === null) return own
  if (!isFields(metadata))
    return `${jsonKind(metadata)} into Go struct field ${type}.Metadata of type rules.k8sYamlMetadata`
  const inner = 'k8sYamlMetadata.Metadata'
  return wrong(metadata.name, `${inner}.Name`) ?? wrong(metadata.namespace, `${inner}.Namespace`)
}

function isFields(metadata: DocumentHead['metadata']): metadata is MetadataHead {
  return typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)
}

function jsonKind(value: YamlValue): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

interface JsonStream {
  readonly documents: Decoded[]
  readonly problem: string | undefined
  /** Where the first thing that is no JSON begins. */
  readonly end: number
}

/** A stream of JSON values. */
function readJson(text: string, from: number, compat: Compat): JsonStream {
  const documents: Decoded[] = []
  let at = from
  while (at < text.length) {
    const end = jsonEnd(text, at)
    const part = text.slice(at, end)
    try {
      const value = parseGoJson(part) as Value
      documents.push(decodeHead(headOf(value as YamlValue), part, { line: lineAt(text, at), compat, prefix: '' }))
    } catch (error) {
      return { documents, problem: syntaxProblem(text, at, error as Error), end: at }
    }
    at = end + firstVisible(text.slice(end))
  }
  return { documents, problem: undefined, end: at }
}

const CUT_SHORT = 'unexpected end of JSON input'

/** Go's text with the number of bytes read when it stopped. */
function syntaxProblem(text: string, from: number, { message }: Error): string {
  if (message === CUT_SHORT || isCutShort(text.slice(from))) return 'unexpected EOF'
  let good = from
  let bad = text.length
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isCutShort(text.slice(from, middle))) good = middle
    else bad = middle
  }
  return `json: offset ${Buffer.byteLength(text.slice(0, bad))}: ${message}`
}

function isCutShort(text: string): boolean {
  try {
    parseGoJson(text)
    return false
  } catch (error) {
    return (error as Error).message === CUT_SHORT
  }
}

/** The end of the value that begins at an offset: where its brackets are closed. */
function jsonEnd(text: string, from: number): number {
  let depth = 0
  let isText = false
  for (let at = from; at < text.length; at++) {
    const unit = text[at]
    if (isText && unit === '\\') at++
    else if (unit === '"') isText = !isText
    else if (!isText && (unit === '{' || unit === '[')) depth++
    else if (!isText && (unit === '}' || unit === ']') && --depth <= 0) return at + 1
    else if (depth === 0 && !isText && (unit === '\n' || unit === ',')) return at === from ? at + 1 : at
  }
  return text.length
}
