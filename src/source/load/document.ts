import { type ChartMetadata, type Lock, parseLock, parseMetadata, RepoError, validateMetadata } from '#repo'
import { load, type Position, YamlError, type YamlValue } from '#yaml'
import { SourceError } from '../error.ts'
import type { Compat } from './options.ts'

const decoder = new TextDecoder()

/** One YAML file of a chart. */
export interface Document {
  /** As Helm names it: `Chart.yaml`. */
  readonly name: string
  /** As positions name it: `web/charts/db/Chart.yaml`. */
  readonly file: string
  readonly data: Uint8Array
  readonly compat: Compat | undefined
}

/** Chart.yaml or requirements.yaml. Throws `bad-yaml` with Helm's text. */
export function readMetadata(document: Document): ChartMetadata {
  return withHelmText(document, (text) => parseMetadata(text, document.file, compatOption(document)))
}

/** Chart.lock or requirements.lock; undefined when it is empty. Throws `bad-yaml` with Helm's text. */
export function readLock(document: Document): Lock | undefined {
  const isEmpty = !decoder
    .decode(document.data)
    .replace(/^\s*#.*$/gm, '')
    .replace(/^---/, '')
    .trim()
  return isEmpty ? undefined : withHelmText(document, (text) => parseLock(text, document.file, compatOption(document)))
}

function compatOption({ compat }: Document): { compat?: Compat } {
  return compat === undefined ? {} : { compat }
}

function withHelmText<T>(document: Document, read: (text: string) => T): T {
  const text = decoder.decode(document.data)
  try {
    return read(text)
  } catch (error) {
    if (!(error instanceof RepoError)) throw error
    const position = error.position ?? fieldPosition(document.file, text, error.message)
    const message = `cannot load ${document.name}: ${error.message}`
    throw new SourceError('bad-yaml', message, { position, hint: error.hint, cause: error })
  }
}

/** The line of the field that Go's text names: `… Go struct field Maintainer.maintainers.name of type string`. */
function fieldPosition(file: string, text: string, message: string): Position {
  const [, field, below] = /Go struct field \w+\.([\w-]+)(?:\.([\w-]+))? of type/.exec(message) ?? []
  const generated = message.includes('Time.') || message.includes('parsing time') ? 'generated' : undefined
  const lines = text.split('\n')
  const line = Math.max(findKey(lines, field ?? generated, 0), 0)
  const inner = below === undefined ? -1 : findKey(lines, below, line)
  return { file, line: Math.max(inner, line) + 1, column: 1 }
}

function findKey(lines: readonly string[], key: string | undefined, from: number): number {
  if (key === undefined) return -1
  const pattern = new RegExp(`(?:^|[\\s{,-])["']?${key}["']?\\s*:`, 'i')
  return lines.findIndex((line, index) => index >= from && pattern.test(line))
}

/** The metadata with its texts cleaned. Throws `invalid-metadata` with Helm's text, at the line that it is about. */
export function checkMetadata(metadata: ChartMetadata, document: Document): ChartMetadata {
  const allowsDots = document.compat === 'helm3' && (metadata.name === '.' || metadata.name === '..')
  try {
    const checked = validateMetadata(allowsDots ? { ...metadata, name: 'x' } : metadata)
    return allowsDots ? { ...checked, name: metadata.name } : checked
  } catch (error) {
    if (!(error instanceof RepoError)) throw error
    const position = rulePosition(document, error.message)
    throw new SourceError('invalid-metadata', error.message, { position, hint: error.hint, cause: error })
  }
}

function rulePosition({ file, data }: Document, message: string): Position {
  const field = /chart\.metadata\.(\w+)|(maintainers|dependenc)/.exec(message)
  const lines = decoder.decode(data).split('\n')
  const line = findKey(lines, field?.[1] ?? (field?.[2] === 'dependenc' ? 'dependencies' : field?.[2]), 0)
  return { file, line: Math.max(line, 0) + 1, column: 1 }
}

/** The apiVersion alone, as Helm 4 reads it to choose a loader. Throws `bad-yaml` with Helm's text. */
export function readApiVersion(document: Document): string {
  const text = decoder.decode(document.data)
  const plain = plainApiVersion(text)
  if (plain !== undefined) return plain
  const value = parse(document, text)
  if (value === null) return ''
  const place =
    value instanceof Map ? 'Go struct field chartBase.apiVersion of type string' : 'Go value of type loader.chartBase'
  const apiVersion = value instanceof Map ? findField(value, 'apiversion') : value
  if (apiVersion === undefined || apiVersion === null) return ''
  if (value instanceof Map && typeof apiVersion !== 'object') return String(apiVersion)
  const message = `cannot load ${document.name}: ${jsonPrefix}json: cannot unmarshal ${jsonKind(apiVersion)} into ${place}`
  throw new SourceError('bad-yaml', message, { position: fieldPosition(document.file, text, message) })
}

/** The version where a single plain line gives it, as nearly always: the document is then parsed only once, later. */
function plainApiVersion(text: string): string | undefined {
  const lines = text.match(/^["']?apiversion\b.*$/gim)
  return lines?.length === 1 ? /^apiVersion: *(v[12])\s*$/.exec(lines[0] ?? '')?.[1] : undefined
}

/** What sigs.k8s.io/yaml writes before the JSON decoder's own text. */
export const jsonPrefix = 'error unmarshaling JSON: while decoding JSON: '

function findField(map: ReadonlyMap<string, YamlValue>, folded: string): YamlValue | undefined {
  const keys = [...map.keys()].filter((key) => key.toLowerCase() === folded).sort()
  return map.get(keys.at(-1) ?? folded)
}

function parse(document: Document, text: string): YamlValue {
  try {
    return load(text)
  } catch (error) {
    throw yamlError(error, { file: document.file, prefix: `cannot load ${document.name}: `, lineOffset: 0 })
  }
}

/** Where a parsed text stands: its file, the lines before it there, and what Helm writes before the reason. */
export interface TextPlace {
  readonly file: string
  readonly lineOffset: number
  readonly prefix: string
}

/** A `YamlError` as a `bad-yaml` in Helm's words; anything else as it is. */
export function yamlError(error: unknown, { file, lineOffset, prefix }: TextPlace): unknown {
  if (!(error instanceof YamlError)) return error
  const { position } = error
  const place = position && { file, line: position.line + lineOffset, column: position.column }
  const message = `${prefix}error converting YAML to JSON: ${error.message}`
  return new SourceError('bad-yaml', message, { position: place, cause: error })
}

/** What Go calls the kind of a JSON value. */
export function jsonKind(value: YamlValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
