import { createHash } from 'node:crypto'
import { oddKeysOf } from '#yaml'
import { goJson } from './go-json.ts'
import { isNothing, isNull, isObject, type Json, type JsonObject, newObject, scalarText } from './json.ts'
import type { Resource } from './resource.ts'

/** The suffix that a generated object's name gets from its content. Source: kustomize api/hasher/hasher.go. */
export function contentHash(resource: Resource): string {
  const { value, kind } = resource
  if (kind === 'ConfigMap') return hashOf(configMapContent(value))
  if (kind === 'Secret') return hashOf(secretContent(value))
  // The reference hashes its own YAML nodes here, positions and comments included, which no other program can repeat.
  return hashOf(value)
}

// The reference asks for a field that is called `metadata/name`: there is none, so the name is always empty.
function configMapContent(value: JsonObject): JsonObject {
  const content = Object.assign(newObject(), { kind: 'ConfigMap', name: '', data: fieldOf(value, 'data') })
  return isMap(value['binaryData']) ? Object.assign(content, { binaryData: fieldOf(value, 'binaryData') }) : content
}

function secretContent(value: JsonObject): JsonObject {
  const data = fieldOf(value, 'data')
  const content = Object.assign(newObject(), { kind: 'Secret', type: fieldOf(value, 'type'), name: '', data })
  return isMap(value['stringData']) ? Object.assign(content, { stringData: fieldOf(value, 'stringData') }) : content
}

function fieldOf(value: JsonObject, name: string): Json {
  const field = value[name]
  if (isMap(field)) return withoutNullKeys(field)
  return isNothing(field) || Array.isArray(field) ? (Array.isArray(field) ? null : '') : scalarText(field)
}

// The reference reads the map alone, and the keys of what it reads are texts; null is none.
function withoutNullKeys(map: JsonObject): JsonObject {
  const odd = oddKeysOf(map)
  if (odd === undefined) return map
  return Object.assign(newObject(), Object.fromEntries(Object.entries(map).filter(([key]) => !isNull(odd.get(key)))))
}

function isMap(value: Json | undefined): value is JsonObject {
  return isObject(value)
}

const LENGTH = 10
const LETTERS: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' }

function hashOf(content: Json): string {
  const hex = createHash('sha256').update(goJson(content)).digest('hex').slice(0, LENGTH)
  return hex.replace(/[013ae]/g, (digit) => LETTERS[digit] ?? digit)
}
