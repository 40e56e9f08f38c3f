import { quoteGo } from '#template'
import { nearestText } from '../../nearest.ts'
import { newObject } from '../resource/json.ts'
import { type GoField, type GoStruct, type GoType, typeText } from './go-type.ts'

/** How to decode. */
export interface DecodeOptions {
  /** Refuses fields that the type does not have. */
  readonly isStrict?: boolean
  /** Turns numbers and truth values into texts where a text is declared, as the YAML reader does for a known type. */
  readonly fromYaml?: boolean
}

/** What came out: a value of the declared shape, absent and null fields left out, or Go's text of the first mismatch. */
export interface Decoded {
  readonly value: unknown
  readonly problem: string | undefined
  /** Keys and indices that lead to the mismatch, as the document has them. */
  readonly at: readonly (string | number)[]
  /** A way out. */
  readonly hint: string | undefined
}

interface Decoding extends DecodeOptions {
  problem: string | undefined
  at: readonly (string | number)[]
  hint: string | undefined
  /** Where the document is being read. */
  readonly trail: (string | number)[]
  /** Field names on the way, embedded structs included. */
  readonly path: string[]
  /** The name of the innermost struct. */
  owner: string | undefined
  /** True where scalars stay as they are. */
  isVerbatim: boolean
}

/**
 * A document (plain objects and lists) as Go's JSON decoder reads it into a type: names match in any case, keys are met
 * in their sorted order, null leaves the zero value, and the first mismatch is the error.
 */
export function decode(document: unknown, type: GoType, options: DecodeOptions = {}): Decoded {
  const state: Decoding = {
    ...options,
    problem: undefined,
    at: [],
    hint: undefined,
    trail: [],
    path: [],
    owner: undefined,
    isVerbatim: options.fromYaml !== true,
  }
  const value = decodeValue(document, type, state)
  const { problem, at, hint } = state
  return { value, problem, at, hint }
}

function decodeValue(value: unknown, type: GoType, state: Decoding): unknown {
  if (type.form === 'any') return value
  if (value === null || value === undefined) return zeroOf(type)
  switch (type.form) {
    case 'string':
      return typeof value === 'string' ? value : decodeText(value, type, state)
    case 'bool':
      return typeof value === 'boolean' ? value : mismatch(value, type, state)
    case 'int':
      return isWhole(value) ? Number(value) : mismatch(value, type, state)
    case 'list':
      if (!Array.isArray(value)) return mismatch(value, type, state)
      return value.map((item, index) => below(state, index, () => decodeValue(item, type.of, state)))
    case 'map':
      return isTree(value) ? decodeMap(value, type.of, state) : mismatch(value, type, state)
    case 'struct':
      return isTree(value) ? decodeFields(value, type, state) : mismatch(value, type, state)
  }
}

function zeroOf(type: GoType): unknown {
  if (type.form === 'string') return ''
  if (type.form === 'bool') return false
  if (type.form === 'int') return 0
  return type.form === 'struct' ? {} : undefined
}

function decodeText(value: unknown, type: GoType, state: Decoding): unknown {
  const isScalar = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
  return isScalar && !state.isVerbatim ? String(value) : mismatch(value, type, state)
}

const MAX_INT = 2 ** 63

function isWhole(value: unknown): boolean {
  if (typeof value === 'bigint') return value < BigInt(MAX_INT) && value >= BigInt(-MAX_INT)
  return typeof value === 'number' && Number.isInteger(value) && value < MAX_INT && value >= -MAX_INT
}

function decodeMap(tree: Tree, of: GoType, state: Decoding): unknown {
  const map = newObject() as Record<string, unknown>
  for (const key of Object.keys(tree).sort(compareBytes)) {
    const decoded = below(state, key, () => decodeValue(tree[key], of, state))
    if (decoded !== undefined) map[key] = decoded
  }
  return map
}

function decodeFields(tree: Tree, type: GoStruct, state: Decoding): unknown {
  const result: Record<string, unknown> = {}
  const { owner } = state
  state.owner = type.name.slice(type.name.lastIndexOf('.') + 1)
  for (const key of Object.keys(tree).sort(compareBytes)) {
    const found = fieldOf(type, key)
    if (found === undefined) {
      if (state.isStrict === true && state.problem === undefined) refuseField(key, type, state)
      continue
    }
    const value = tree[key]
    if (value === null || value === undefined) continue
    const decoded = below(state, key, () => decodeField(value, found, state))
    if (decoded !== undefined) result[found.json] = decoded
  }
  state.owner = owner
  return result
}

function refuseField(key: string, type: GoStruct, state: Decoding): void {
  state.problem = `json: unknown field ${quoteGo(key)}`
  state.at = [...state.trail, key]
  const names = type.fields.map(({ json }) => json)
  const near = nearestText(key, names)
  state.hint = near === undefined ? `known are ${names.join(', ')}` : `did you mean ${near}?`
}

function below<T>({ trail }: Decoding, step: string | number, run: () => T): T {
  trail.push(step)
  const result = run()
  trail.pop()
  return result
}

function decodeField(value: unknown, found: GoField, state: Decoding): unknown {
  const { length } = state.path
  const { isVerbatim } = state
  state.path.push(...found.via, found.json)
  // the YAML reader takes the embedded struct for the field's type, so nothing becomes a text there
  if (found.via.length > 0) state.isVerbatim = true
  const decoded = decodeValue(value, found.type, state)
  state.isVerbatim = isVerbatim
  state.path.length = length
  return decoded
}

const tables = new WeakMap<GoStruct, ReadonlyMap<string, GoField>>()

function fieldOf(type: GoStruct, name: string): GoField | undefined {
  let table = tables.get(type)
  if (table === undefined) {
    table = new Map(type.fields.flatMap((found) => [[found.json, found] as const, [found.json.toLowerCase(), found]]))
    tables.set(type, table)
  }
  return table.get(name) ?? table.get(name.toLowerCase())
}

function mismatch(value: unknown, type: GoType, state: Decoding): undefined {
  const place = state.owner === undefined ? 'Go value' : `Go struct field ${[state.owner, ...state.path].join('.')}`
  if (state.problem === undefined) {
    state.problem = `json: cannot unmarshal ${kindText(value, type)} into ${place} of type ${typeText(type)}`
    state.at = [...state.trail]
    state.hint = typeHint(value, type)
  }
  return undefined
}

function typeHint(value: unknown, type: GoType): string | undefined {
  if (type.form === 'string' && typeof value === 'boolean') return `put it in quotes: without them it means ${value}`
  if (type.form === 'string' && typeof value !== 'object')
    return `put it in quotes: "${String(value as number | boolean)}"`
  if (type.form === 'list') return 'write a list: each entry on a line that starts with a dash'
  if (type.form === 'map' || type.form === 'struct') return 'write a map: key: value'
  if (type.form === 'int') return 'write a whole number without quotes'
  return type.form === 'bool' ? 'write true or false' : undefined
}

function kindText(value: unknown, type: GoType): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number' || typeof value === 'bigint') {
    return type.form === 'int' ? `number ${numberText(value)}` : 'number'
  }
  if (typeof value === 'object') return 'object'
  return typeof value === 'boolean' ? 'bool' : 'string'
}

function numberText(value: number | bigint): string {
  const text = String(value)
  return text.includes('e') && Math.abs(Number(value)) < 1e21 ? BigInt(Number(value)).toString() : text
}

type Tree = Readonly<Record<string, unknown>>

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Order of the bytes of two keys. UTF-16 order differs from it only for characters beyond the basic plane. */
function compareBytes(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
