import type { YamlMap, YamlValue } from '#yaml'

/** The type of a field as Go declares it; `structure` names its package-less type. */
export type FieldType =
  | { readonly kind: 'string' | 'bool' | 'time' | 'any' }
  | { readonly kind: 'list'; readonly of: FieldType }
  | { readonly kind: 'strings' } // map[string]string
  | { readonly kind: 'structure'; readonly structure: Structure }

/** A Go struct: its name, and its fields by JSON name. */
export interface Structure {
  readonly name: string
  readonly fields: Readonly<Record<string, FieldType>>
}

/** Go's text for the first field of the wrong type, and where it stands in the document. */
export interface Mismatch {
  readonly message: string
  readonly path: readonly (string | number)[]
}

/** What came out: absent and null fields are missing. */
export interface Decoded {
  readonly value: Record<string, unknown>
  readonly mismatch?: Mismatch
}

/** How a document is decoded: `goPackage` is printed in messages; `numberText` gives the source text of a number. */
export interface DecodeOptions {
  readonly goPackage: string
  readonly numberText: (value: number, path: readonly (string | number)[]) => string
}

interface State {
  readonly options: DecodeOptions
  readonly path: (string | number)[]
  /** The innermost struct's name, and the field names down to here, as Go prints them. */
  readonly structures: string[]
  readonly fields: string[]
  mismatch?: Mismatch
}

/**
 * A document as Go's JSON decoder fills a struct: field names in any case, keys in sorted order, null leaves a field
 * alone, numbers and booleans become text where text is declared. Source: go encoding/json, sigs.k8s.io/yaml.
 */
export function decode(document: YamlValue, structure: Structure, options: DecodeOptions): Decoded {
  const state: State = { options, path: [], structures: [], fields: [] }
  const value = decodeStructure(state, document, structure) ?? {}
  return state.mismatch === undefined ? { value } : { value, mismatch: state.mismatch }
}

function decodeValue(state: State, value: YamlValue, type: FieldType): unknown {
  if (value === null) return undefined
  if (type.kind === 'any') return value
  if (type.kind === 'string') return decodeString(state, value)
  if (type.kind === 'bool') return typeof value === 'boolean' ? value : mismatch(state, value, type)
  if (type.kind === 'time') return decodeTime(state, value)
  if (type.kind === 'list') return decodeList(state, value, type)
  if (type.kind === 'structure') return decodeStructure(state, value, type.structure)
  return decodeStrings(state, value, type)
}

function decodeString(state: State, value: YamlValue): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') return state.options.numberText(value, state.path)
  return mismatch(state, value, { kind: 'string' })
}

function decodeList(state: State, value: YamlValue, type: FieldType & { kind: 'list' }): unknown[] | undefined {
  if (!Array.isArray(value)) return mismatch(state, value, type)
  return value.map((item, index) => {
    state.path.push(index)
    const decoded = decodeValue(state, item, type.of)
    state.path.pop()
    return decoded ?? emptyItem(type.of)
  })
}

function emptyItem(type: FieldType): '' | null {
  return type.kind === 'string' ? '' : null
}

function decodeStrings(state: State, value: YamlValue, type: FieldType): Record<string, string> | undefined {
  if (!(value instanceof Map)) return mismatch(state, value, type)
  const strings: Record<string, string> = {}
  for (const key of [...value.keys()].sort()) {
    state.path.push(key)
    const text = decodeValue(state, value.get(key) ?? null, { kind: 'string' }) as string | undefined
    state.path.pop()
    define(strings, key, text ?? '')
  }
  return strings
}

/** Sets an own property, even for `__proto__`. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, enumerable: true, configurable: true })
  else target[key] = value
}

function decodeStructure(state: State, value: YamlValue, structure: Structure): Record<string, unknown> | undefined {
  if (value === null) return undefined
  if (!(value instanceof Map)) return mismatch(state, value, { kind: 'structure', structure })
  state.structures.push(structure.name)
  const decoded: Record<string, unknown> = {}
  for (const key of [...value.keys()].sort()) decodeField(state, decoded, { document: value, key, structure })
  state.structures.pop()
  return decoded
}

interface Field {
  readonly document: YamlMap
  readonly key: string
  readonly structure: Structure
}

function decodeField(state: State, decoded: Record<string, unknown>, { document, key, structure }: Field): void {
  const name = fieldName(structure, key)
  const type = name === undefined ? undefined : structure.fields[name]
  if (name === undefined || type === undefined) return
  state.path.push(key)
  state.fields.push(name)
  const value = decodeValue(state, document.get(key) ?? null, type)
  state.fields.pop()
  state.path.pop()
  if (value !== undefined) decoded[name] = value
}

function fieldName(structure: Structure, key: string): string | undefined {
  if (Object.hasOwn(structure.fields, key)) return key
  const folded = key.toLowerCase()
  return Object.keys(structure.fields).find((name) => name.toLowerCase() === folded)
}

function mismatch(state: State, value: YamlValue, type: FieldType): undefined {
  if (state.mismatch !== undefined) return
  const goType = goTypeName(type, state.options.goPackage)
  const structure = state.structures.at(-1)
  const place = structure === undefined ? 'Go value' : `Go struct field ${structure}.${state.fields.join('.')}`
  const message = `json: cannot unmarshal ${jsonKind(value)} into ${place} of type ${goType}`
  state.mismatch = { message, path: [...state.path] }
}

/** What JSON calls the value, as Go prints it. */
export function jsonKind(value: YamlValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (value instanceof Map) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

function goTypeName(type: FieldType, goPackage: string): string {
  if (type.kind === 'list') {
    const pointer = type.of.kind === 'structure' ? '*' : ''
    return `[]${pointer}${goTypeName(type.of, goPackage)}`
  }
  if (type.kind === 'structure') return `${goPackage}.${type.structure.name}`
  if (type.kind === 'strings') return 'map[string]string'
  return type.kind === 'any' ? 'interface {}' : type.kind
}

function decodeTime(state: State, value: YamlValue): string | undefined {
  const message = typeof value === 'string' ? timeError(value) : 'Time.UnmarshalJSON: input is not a JSON string'
  if (message === undefined) return value as string
  state.mismatch ??= { message, path: [...state.path] }
  return undefined
}

const timeParts: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d/, '05'],
  [/^(?:[.,]\d+)?(?:Z|[+-]\d\d:\d\d)/, 'Z07:00'],
]
const timeLayout = '2006-01-02T15:04:05Z07:00'

/** Go's text for a time that is not RFC 3339. */
function timeError(text: string): string | undefined {
  const start = `parsing time ${JSON.stringify(text)}`
  let rest = text
  for (const [pattern, part] of timeParts) {
    const found = pattern.exec(rest)?.[0]
    if (found === undefined) return `${start} as "${timeLayout}": cannot parse ${JSON.stringify(rest)} as "${part}"`
    rest = rest.slice(found.length)
  }
  if (rest !== '') return `${start}: extra text: ${JSON.stringify(rest)}`
  const range = outOfRange(text)
  return range === undefined ? undefined : `${start}: ${range} out of range`
}

function outOfRange(text: string): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[-T:.,Z+]/).map(Number)
  if (month < 1 || month > 12) return 'month'
  if (day < 1 || day > new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()) return 'day'
  if (hour > 23) return 'hour'
  if (minute > 59) return 'minute'
  return second > 59 ? 'second' : undefined
}
