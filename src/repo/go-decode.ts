import type { YamlMap, YamlValue } from '#yaml'
import { RepoError } from './error.ts'
import { formatFloat, formatTimeError, parseTime } from './go-text.ts'
import { type GoStruct, type GoType, printType } from './go-type.ts'

/**
 * How to decode: `isStrict` refuses unknown fields; `raw` is the text, to tell `1e7` from `10000000`; `chartPackage` is
 * the Go package in error texts, `v2` unless told.
 */
export interface DecodeOptions {
  readonly isStrict?: boolean
  readonly raw?: string
  readonly chartPackage?: string
}

interface Decoding extends DecodeOptions {
  error: string | undefined
  readonly path: string[]
  /** The innermost struct that the path went through. */
  owner: string | undefined
}

/**
 * A document as sigs.k8s.io/yaml decodes it into a Go struct: scalars become strings where strings are declared, names
 * match in any case, null leaves the zero value, and the first mismatch in key order is the error. Absent fields are
 * undefined. Throws RepoError `bad-metadata` with Go's text.
 */
export function decodeStruct(value: YamlValue, type: GoStruct, options: DecodeOptions = {}): Record<string, unknown> {
  const state: Decoding = { ...options, error: undefined, path: [], owner: undefined }
  const decoded = value === null ? {} : (decode(value, type, state) as Record<string, unknown> | undefined)
  if (state.error !== undefined) {
    throw new RepoError('bad-metadata', `error unmarshaling JSON: while decoding JSON: ${state.error}`)
  }
  return decoded ?? {}
}

function decode(value: YamlValue, type: GoType, state: Decoding): unknown {
  if (type.kind === 'any') return toPlain(value)
  if (value === null) return type.kind === 'string' ? '' : null
  switch (type.kind) {
    case 'string':
      return decodeString(value, state)
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(value, type, state)
    case 'time':
      return decodeTime(value, state)
    case 'slice':
      if (!Array.isArray(value)) return mismatch(value, type, state)
      return value.map((item) => decode(item, type.of, state))
    case 'map':
      return value instanceof Map ? decodeMap(value, type.of, state) : mismatch(value, type, state)
    case 'struct':
      return value instanceof Map ? decodeFields(value, type, state) : mismatch(value, type, state)
  }
}

function decodeString(value: YamlValue, state: Decoding): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return numberText(value, state)
  return mismatch(value, { kind: 'string' }, state)
}

/** A number where a string is declared: integers as they stand, the rest as `strconv.FormatFloat(x, 'g', -1, 64)`. */
function numberText(value: number, state: Decoding): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  if (!Number.isInteger(value) || state.raw === undefined) return formatFloat(value)
  const key = state.path.at(-1) ?? ''
  const escaped = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const written = new RegExp(`(?:^|[\\s{,"'])${escaped}["']?\\s*:\\s*([-+]?[0-9_]+)\\s*(?:[#,}\\]\\n\\r]|$)`, 'm').exec(
    state.raw,
  )?.[1]
  if (written === undefined)
    return Math.abs(value) < 2 ** 53 && !/[0-9][eE]/.test(state.raw) ? String(value) : formatFloat(value)
  return Math.abs(value) < 2 ** 64 ? written.replace(/[+_]/g, '') : formatFloat(value)
}

function decodeTime(value: YamlValue, state: Decoding): string | undefined {
  if (typeof value !== 'string') {
    state.error ??= 'Time.UnmarshalJSON: input is not a JSON string'
    return undefined
  }
  if (parseTime(value) === undefined) state.error ??= formatTimeError(value)
  return value
}

function decodeMap(value: YamlMap, of: GoType, state: Decoding): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null)
  for (const key of sortedKeys(value)) result[key] = decode(value.get(key) ?? null, of, state) ?? null
  return result
}

function decodeFields(value: YamlMap, type: GoStruct, state: Decoding): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const owner = state.owner
  for (const name of sortedKeys(value)) {
    const field = fieldOf(type, name)
    if (field === undefined) {
      if (state.isStrict) state.error ??= `json: unknown field ${JSON.stringify(name)}`
      continue
    }
    const item = value.get(name) ?? null
    if (item === null && field.type.kind !== 'any') continue
    state.path.push(field.json)
    state.owner = type.name
    const decoded = decode(item, field.type, state)
    if (decoded !== undefined && decoded !== null) result[field.key] = decoded
    state.path.pop()
  }
  state.owner = owner
  return result
}

const fieldTables = new WeakMap<GoStruct, ReadonlyMap<string, GoStruct['fields'][number]>>()

function fieldOf(type: GoStruct, name: string): GoStruct['fields'][number] | undefined {
  let table = fieldTables.get(type)
  if (table === undefined) {
    table = new Map(
      type.fields.flatMap((field) => [[field.json, field] as const, [field.json.toLowerCase(), field] as const]),
    )
    fieldTables.set(type, table)
  }
  return table.get(name) ?? table.get(name.toLowerCase())
}

function mismatch(value: YamlValue, type: GoType, state: Decoding): undefined {
  const place = state.owner === undefined ? 'Go value' : `Go struct field ${[state.owner, ...state.path].join('.')}`
  state.error ??= `json: cannot unmarshal ${jsonKind(value)} into ${place} of type ${printType(type, state.chartPackage ?? 'v2')}`
  return undefined
}

function jsonKind(value: YamlValue): string {
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

/** Maps as plain objects, as Go's `any` would hold them. */
function toPlain(value: YamlValue): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]))
  return value
}

function sortedKeys(map: YamlMap): string[] {
  return [...map.keys()].sort()
}
