import { load, type YamlMap, type YamlValue } from '#yaml'
import { SourceError } from '../error.ts'
import { jsonKind, jsonPrefix, type TextPlace, yamlError } from './document.ts'
import type { Compat } from './options.ts'

/** Where values come from: the name in the message (`values.yaml`), the file in positions. */
export interface ValuesOrigin {
  readonly file: string
  readonly compat?: Compat | undefined
  /** Most values of the text, each as often as aliases name it. Default: a hundred times what large public charts hold. */
  readonly maxValues?: number | undefined
}

/**
 * The values of a YAML text. Helm 4 merges all its documents, a later one winning; Helm 3 reads the first. Throws
 * `bad-yaml`. Source: helm pkg/chart/v2/loader/load.go LoadValues.
 */
export function parseValues(text: string, { file, compat, maxValues = MAX_VALUES }: ValuesOrigin): YamlMap {
  if (compat === 'helm3') return parseFirst(text, { file, lineOffset: 0, prefix: '', maxValues })
  const prefix = 'cannot unmarshal yaml document: '
  let values: YamlMap | undefined
  for (const part of splitDocuments(text)) {
    const place = { file, lineOffset: part.lineOffset, prefix, maxValues }
    const document = toMap(parse(part.text, place), place)
    values = values === undefined ? document : mergeMaps(values, document)
  }
  return values ?? new Map()
}

/** A text, and what it may hold. */
interface ValuesPlace extends TextPlace {
  readonly maxValues: number
}

function parseFirst(text: string, place: ValuesPlace): YamlMap {
  return toMap(parse(text, place), place)
}

function parse(text: string, place: TextPlace): YamlValue {
  try {
    return load(text)
  } catch (error) {
    throw yamlError(error, place)
  }
}

function toMap(value: YamlValue, { file, lineOffset, prefix, maxValues }: ValuesPlace): YamlMap {
  if (value === null) return new Map()
  if (value instanceof Map) {
    if (countUpTo(value, maxValues) > maxValues) throw tooMany(file, maxValues)
    return value
  }
  const reason = `json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`
  const message = `${prefix}${jsonPrefix}${reason}`
  const hint = 'write the values as a mapping: key: value'
  throw new SourceError('bad-yaml', message, { position: { file, line: lineOffset + 1, column: 1 }, hint })
}

/** Most values of one file: a hundred times what the largest charts in public use hold. */
const MAX_VALUES = 200_000

function tooMany(file: string, maxValues: number): SourceError {
  const message = `${file}: more than ${maxValues} values – expected fewer`
  const hint = 'no flag raises this limit; an alias (*name) counts for all that it stands for'
  return new SourceError('too-large', message, { position: { file, line: 1, column: 1 }, hint })
}

/** The values inside `root`, counted no further than just past `most`: aliases may make a tree endless. */
function countUpTo(root: YamlValue, most: number): number {
  const waiting: YamlValue[] = [root]
  let count = 0
  for (let next = waiting.pop(); next !== undefined && count <= most; next = waiting.pop()) {
    const items = Array.isArray(next) ? next : next instanceof Map ? next.values() : []
    for (const item of items) {
      if (++count > most) return count
      if (typeof item === 'object' && item !== null) waiting.push(item)
    }
  }
  return count
}

interface Part {
  readonly text: string
  readonly lineOffset: number
}

const separator = /(?<=^|\n)---[ \t\r]*(?:#.*)?(?=\n|$)/g

/** A text cut at its `---` lines. Source: k8s.io/apimachinery/pkg/util/yaml YAMLReader. */
export function splitDocuments(text: string): Part[] {
  if (!text.includes('\n---') && !text.startsWith('---')) return [{ text, lineOffset: 0 }]
  const parts: Part[] = []
  let start = 0
  let lineOffset = 0
  for (const { 0: mark, index } of text.matchAll(separator)) {
    if (index === start) continue
    const part = text.slice(start, index)
    parts.push({ text: part, lineOffset })
    lineOffset += part.split('\n').length
    start = index + mark.length + 1
  }
  const rest = text.slice(start)
  if (/[^\n]/.test(rest)) parts.push({ text: rest, lineOffset })
  return parts
}

/** Two maps merged, the second one winning; maps inside are merged too. */
export function mergeMaps(base: YamlMap, over: YamlMap): YamlMap {
  const merged = new Map(base)
  for (const [key, value] of over) {
    const earlier = merged.get(key)
    const bothMaps = value instanceof Map && earlier instanceof Map
    merged.set(key, bothMaps ? mergeMaps(earlier, value) : value)
  }
  return merged
}
