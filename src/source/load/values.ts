import { load, type YamlMap, type YamlValue } from '#yaml'
import { SourceError } from '../error.ts'
import { jsonKind, jsonPrefix, type TextPlace, yamlError } from './document.ts'
import type { Compat } from './options.ts'

/** Where values come from: the name in the message (`values.yaml`), the file in positions. */
export interface ValuesOrigin {
  readonly file: string
  readonly compat?: Compat | undefined
}

/**
 * The values of a YAML text. Helm 4 merges all its documents, a later one winning; Helm 3 reads the first. Throws
 * `bad-yaml`. Source: helm pkg/chart/v2/loader/load.go LoadValues.
 */
export function parseValues(text: string, { file, compat }: ValuesOrigin): YamlMap {
  if (compat === 'helm3') return parseFirst(text, { file, lineOffset: 0, prefix: '' })
  const prefix = 'cannot unmarshal yaml document: '
  let values: YamlMap | undefined
  for (const part of splitDocuments(text)) {
    const place = { file, lineOffset: part.lineOffset, prefix }
    const document = toMap(parse(part.text, place), place)
    values = values === undefined ? document : mergeMaps(values, document)
  }
  return values ?? new Map()
}

function parseFirst(text: string, place: TextPlace): YamlMap {
  return toMap(parse(text, place), place)
}

function parse(text: string, place: TextPlace): YamlValue {
  try {
    return load(text)
  } catch (error) {
    throw yamlError(error, place)
  }
}

function toMap(value: YamlValue, { file, lineOffset, prefix }: TextPlace): YamlMap {
  if (value === null) return new Map()
  if (value instanceof Map) return value
  const reason = `json: cannot unmarshal ${jsonKind(value)} into Go value of type map[string]interface {}`
  const message = `${prefix}${jsonPrefix}${reason}`
  const hint = 'write the values as a mapping: key: value'
  throw new SourceError('bad-yaml', message, { position: { file, line: lineOffset + 1, column: 1 }, hint })
}

interface Part {
  readonly text: string
  readonly lineOffset: number
}

const separator = /^---[ \t\r]*(?:#.*)?$/

/** A text cut at its `---` lines. Source: k8s.io/apimachinery/pkg/util/yaml YAMLReader. */
export function splitDocuments(text: string): Part[] {
  if (!text.includes('\n---') && !text.startsWith('---')) return [{ text, lineOffset: 0 }]
  const parts: Part[] = []
  let lines: string[] = []
  let start = 0
  text.split('\n').forEach((line, index) => {
    if (separator.test(line) && lines.length > 0) {
      parts.push({ text: `${lines.join('\n')}\n`, lineOffset: start })
      lines = []
      start = index + 1
    } else lines.push(line)
  })
  if (lines.join('') !== '') parts.push({ text: lines.join('\n'), lineOffset: start })
  return parts
}

function mergeMaps(base: YamlMap, over: YamlMap): YamlMap {
  const merged = new Map(base)
  for (const [key, value] of over) {
    const earlier = merged.get(key)
    const bothMaps = value instanceof Map && earlier instanceof Map
    merged.set(key, bothMaps ? mergeMaps(earlier, value) : value)
  }
  return merged
}
