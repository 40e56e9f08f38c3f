import type { YamlMap, YamlValue } from '#yaml'
import type { GoStruct, GoType } from './go-type.ts'

/** A struct as `encoding/json` marshals it: fields in declared order, `<`, `>`, `&` escaped, no spaces. */
export function toGoJson(value: unknown, type: GoType): string {
  switch (type.kind) {
    case 'struct':
      return isNil(value) ? 'null' : `{${fieldTexts(value as Record<string, unknown>, type).join(',')}}`
    case 'slice':
      return isNil(value) ? 'null' : `[${(value as unknown[]).map((item) => toGoJson(item, type.of)).join(',')}]`
    case 'map':
      return isNil(value) ? 'null' : mapText(value as Record<string, unknown>, type.of)
    case 'any':
      return anyText(value)
    case 'bool':
      return value === true ? 'true' : 'false'
    case 'string':
    case 'time':
      return goQuote(typeof value === 'string' ? value : '')
  }
}

/** JSON as `json.MarshalIndent` lays it out, by two. */
export function indentJson(compact: string): string {
  return JSON.stringify(JSON.parse(compact), undefined, 2).replace(ESCAPED, escapeChar)
}

/** A struct as YAML data, in the key order that `yaml.Marshal` writes. */
export function toYamlMap(value: Record<string, unknown>, type: GoStruct): YamlMap {
  const pairs: [string, YamlValue][] = []
  for (const field of type.fields) {
    const item = value[field.key]
    if (!field.omitEmpty || !isEmpty(item)) pairs.push([field.json, toYamlValue(item, field.type)])
  }
  return new Map(pairs.sort(byKey))
}

function isNil(value: unknown): boolean {
  return value === null || value === undefined
}

/** True for what `omitempty` leaves out. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === false || value === 0) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

function toYamlValue(value: unknown, type: GoType): YamlValue {
  if (value === undefined || value === null) return type.kind === 'string' ? '' : type.kind === 'bool' ? false : null
  switch (type.kind) {
    case 'struct':
      return toYamlMap(value as Record<string, unknown>, type)
    case 'slice':
      return (value as unknown[]).map((item) => toYamlValue(item, type.of))
    case 'map':
      return new Map(
        Object.entries(value as Record<string, unknown>)
          .map(([key, item]): [string, YamlValue] => [key, toYamlValue(item, type.of)])
          .sort(byKey),
      )
    case 'any':
      return fromPlain(value)
    case 'string':
    case 'time':
    case 'bool':
      return value as string | boolean
  }
}

function fromPlain(value: unknown): YamlValue {
  if (Array.isArray(value)) return value.map(fromPlain)
  if (typeof value !== 'object' || value === null) return (value ?? null) as YamlValue
  return new Map(
    Object.entries(value)
      .map(([key, item]): [string, YamlValue] => [key, fromPlain(item)])
      .sort(byKey),
  )
}

function fieldTexts(value: Record<string, unknown>, type: GoStruct): string[] {
  return type.fields
    .filter((field) => !field.omitEmpty || !isEmpty(value[field.key]))
    .map((field) => `${goQuote(field.json)}:${toGoJson(value[field.key], field.type)}`)
}

function mapText(value: Record<string, unknown>, of: GoType): string {
  const pairs = Object.entries(value).sort(byKey)
  return `{${pairs.map(([key, item]) => `${goQuote(key)}:${toGoJson(item, of)}`).join(',')}}`
}

function anyText(value: unknown): string {
  if (typeof value === 'string') return goQuote(value)
  if (Array.isArray(value)) return `[${value.map(anyText).join(',')}]`
  if (typeof value === 'object' && value !== null) return mapText(value as Record<string, unknown>, { kind: 'any' })
  return JSON.stringify(value ?? null)
}

function escapeChar(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

const ESCAPED = /[<>&\u2028\u2029]/g

/** A string as `encoding/json` writes it. */
export function goQuote(text: string): string {
  return JSON.stringify(text).replace(ESCAPED, escapeChar)
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
}
