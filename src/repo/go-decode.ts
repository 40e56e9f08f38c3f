import { RepoError } from './error.ts'
import { formatFloat, formatTimeError, isTime } from './go-text.ts'
import { type GoField, type GoStruct, type GoType, printType } from './go-type.ts'

/**
 * How to decode. `isStrict` refuses unknown fields; `isJson` is for values of `JSON.parse`, where Go turns no number into
 * a string; `raw` is the YAML text, to tell `1e7` from `10000000`; `chartPackage` is the Go package in error texts.
 */
export interface DecodeOptions {
  readonly isStrict?: boolean
  readonly isJson?: boolean
  readonly raw?: string
  readonly chartPackage?: string
}

interface Decoding extends DecodeOptions {
  error: string | undefined
  readonly path: string[]
  /** The innermost struct that the path went through. */
  owner: string | undefined
  /** True where Go leaves a number a number. */
  keepsScalars: boolean
}

type Tree = Map<string, unknown> | Readonly<Record<string, unknown>>

/**
 * A document as sigs.k8s.io/yaml decodes it into a Go struct: scalars become strings where strings are declared, names
 * match in any case, null leaves the zero value, and the first mismatch in key order is the error. Absent fields are
 * undefined. Throws RepoError `bad-metadata` with Go's text.
 */
export function decodeStruct(value: unknown, type: GoStruct, options: DecodeOptions = {}): Record<string, unknown> {
  const state: Decoding = {
    ...options,
    error: undefined,
    path: [],
    owner: undefined,
    keepsScalars: options.isJson === true,
  }
  const decoded = decode(value, type, state) as Record<string, unknown> | null | undefined
  if (state.error !== undefined) {
    const prefix = options.isJson === true ? '' : 'error unmarshaling JSON: while decoding JSON: '
    throw new RepoError('bad-metadata', prefix + state.error)
  }
  return decoded ?? {}
}

function decode(value: unknown, type: GoType, state: Decoding): unknown {
  if (type.kind === 'string') return typeof value === 'string' ? value : decodeString(value, state)
  if (type.kind === 'any') return toPlain(value)
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(value, type, state)
    case 'time':
      return decodeTime(value, state)
    case 'slice':
      if (!Array.isArray(value)) return mismatch(value, type, state)
      return value.map((item) => decode(item, type.of, state))
    case 'map':
      return isTree(value) ? decodeMap(value, type.of, state) : mismatch(value, type, state)
    case 'struct':
      return isTree(value) ? decodeFields(value, type, state) : mismatch(value, type, state)
  }
}

function decodeString(value: unknown, state: Decoding): string | undefined {
  if (value === null || value === undefined) return ''
  if (!state.keepsScalars) {
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'number') return numberText(value, state)
  }
  return mismatch(value, { kind: 'string' }, state)
}

/** A number where a string is declared: integers as they stand, the rest as `strconv.FormatFloat(x, 'g', -1, 64)`. */
function numberText(value: number, state: Decoding): string {
  if (!Number.isInteger(value)) return formatFloat(value)
  if (Math.abs(value) < 1e6 || state.raw === undefined) return String(value)
  const written = writtenInteger(state.path.at(-1) ?? '', state.raw)
  if (written !== undefined) return Math.abs(value) < 2 ** 64 ? written : formatFloat(value)
  return Math.abs(value) < 2 ** 53 && !/\d[eE]\+?\d/.test(state.raw) ? String(value) : formatFloat(value)
}

/** The digits behind `KEY:` when a decimal integer is written there. */
function writtenInteger(key: string, raw: string): string | undefined {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const pattern = new RegExp(`(?:^|[\\s{,"'])${name}["']?\\s*:\\s*([-+]?[0-9_]+)\\s*(?:[#,}\\]\\n\\r]|$)`, 'm')
  return pattern.exec(raw)?.[1]?.replace(/[+_]/g, '')
}

function decodeTime(value: unknown, state: Decoding): string | undefined {
  if (typeof value !== 'string') {
    state.error ??= 'Time.UnmarshalJSON: input is not a JSON string'
    return undefined
  }
  if (!isTime(value)) state.error ??= formatTimeError(value)
  return value
}

function decodeMap(tree: Tree, of: GoType, state: Decoding): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null)
  for (const key of keysOf(tree, state)) {
    const decoded = decode(valueAt(tree, key), of, state)
    if (decoded !== undefined) result[key] = decoded
  }
  return result
}

function decodeFields(tree: Tree, type: GoStruct, state: Decoding): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  const { owner } = state
  state.owner = type.name
  for (const name of keysOf(tree, state)) {
    const field = fieldOf(type, name)
    if (field === undefined) {
      if (state.isStrict === true) state.error ??= `json: unknown field ${JSON.stringify(name)}`
      continue
    }
    const value = valueAt(tree, name)
    const decoded = value === null ? null : decodeField(value, field, state)
    if (decoded !== undefined && decoded !== null) result[field.key] = decoded
  }
  state.owner = owner
  return result
}

function decodeField(value: unknown, field: GoField, state: Decoding): unknown {
  const { keepsScalars, path } = state
  const { length } = path
  if (field.embedded !== undefined) {
    state.keepsScalars = true
    if (state.chartPackage !== 'chart') path.push(field.embedded)
  }
  path.push(field.json)
  const decoded = decode(value, field.type, state)
  path.length = length
  state.keepsScalars = keepsScalars
  return decoded
}

const fieldTables = new WeakMap<GoStruct, ReadonlyMap<string, GoField>>()

function fieldOf(type: GoStruct, name: string): GoField | undefined {
  let table = fieldTables.get(type)
  if (table === undefined) {
    table = new Map(type.fields.flatMap((field) => [[field.json, field] as const, [field.json.toLowerCase(), field]]))
    fieldTables.set(type, table)
  }
  return table.get(name) ?? table.get(name.toLowerCase())
}

function mismatch(value: unknown, type: GoType, state: Decoding): undefined {
  const place = state.owner === undefined ? 'Go value' : `Go struct field ${[state.owner, ...state.path].join('.')}`
  const declared = printType(type, state.chartPackage ?? 'v2')
  state.error ??= `json: cannot unmarshal ${jsonKind(value)} into ${place} of type ${declared}`
  return undefined
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys in the order that Go's decoder meets them: sorted after the YAML detour, as written in JSON. */
function keysOf(tree: Tree, state: Decoding): string[] {
  if (tree instanceof Map) return [...tree.keys()].sort()
  return state.isJson === true ? Object.keys(tree) : Object.keys(tree).sort()
}

function valueAt(tree: Tree, key: string): unknown {
  return tree instanceof Map ? tree.get(key) : tree[key]
}

/** Maps as plain objects, as Go's `any` would hold them. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, toPlain(item)]))
  return value
}
