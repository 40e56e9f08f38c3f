import { type DocumentHead, head, load, type YamlMap, type YamlValue } from '#yaml'
import type { Compat } from './options.ts'

/** What sorting needs to know of a document. */
export interface ManifestHead {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly annotations: ReadonlyMap<string, string>
}

const STRUCT: Readonly<Record<Compat, string>> = { helm3: 'releaseutil.SimpleHead', helm4: 'util.SimpleHead' }
const METADATA = 'struct { Name string "json:\\"name\\""; Annotations map[string]string "json:\\"annotations\\"" }'
const NO_ANNOTATIONS: ReadonlyMap<string, string> = new Map()

/** Reads the head of a document. Throws with Go's text when it is no YAML or a field has the wrong type. */
export function manifestHead(text: string, compat: Compat): ManifestHead {
  const found = read(text)
  if (found.shape === 'list' || found.shape === 'scalar') throw wrongRoot(text, found.shape, compat)
  const apiVersion = textField(found.apiVersion, 'SimpleHead.apiVersion')
  const kind = textField(found.kind, 'SimpleHead.kind')
  const { metadata } = found
  if (metadata === undefined || metadata === null) return { apiVersion, kind, name: '', annotations: NO_ANNOTATIONS }
  if (typeof metadata !== 'object' || Array.isArray(metadata))
    throw wrongField(metadata, 'SimpleHead.metadata', METADATA)
  const annotations = textMap(metadata.annotations)
  return { apiVersion, kind, name: textField(metadata.name, '.metadata.name'), annotations }
}

function read(text: string): DocumentHead {
  try {
    return head(text)
  } catch (error) {
    throw Object.assign(error as Error, { message: `error converting YAML to JSON: ${(error as Error).message}` })
  }
}

function textField(value: YamlValue | undefined, place: string): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  throw wrongField(value, place, 'string')
}

function textMap(value: YamlValue | undefined): ReadonlyMap<string, string> {
  if (value === undefined || value === null) return NO_ANNOTATIONS
  const place = '.metadata.annotations'
  if (!(value instanceof Map)) throw wrongField(value, place, 'map[string]string')
  return allTexts(value) ? (value as ReadonlyMap<string, string>) : decodeTexts(value, place)
}

function allTexts(map: YamlMap): boolean {
  for (const value of map.values()) if (typeof value !== 'string') return false
  return true
}

function decodeTexts(map: YamlMap, place: string): ReadonlyMap<string, string> {
  return new Map([...map].map(([key, value]) => [key, textField(value, place)]))
}

const DECODING = 'error unmarshaling JSON: while decoding JSON: json: cannot unmarshal'

function wrongField(value: YamlValue, place: string, type: string): Error {
  return new Error(`${DECODING} ${jsonKind(value)} into Go struct field ${place} of type ${type}`)
}

function wrongRoot(text: string, shape: DocumentHead['shape'], compat: Compat): Error {
  const kind = shape === 'list' ? 'array' : jsonKind(load(text))
  return new Error(`${DECODING} ${kind} into Go value of type ${STRUCT[compat]}`)
}

function jsonKind(value: YamlValue): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map || typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}
