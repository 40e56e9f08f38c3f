import { isMap, type Json } from '../patch/json.ts'
import { compareElements } from './field-path.ts'
import { type Draft, type FieldSet, noFields, sortSet } from './field-set.ts'

/** Levels that a set may have. */
const MAX_DEPTH = 1000
const known = new WeakSet<object>()

/**
 * The set that a `fieldsV1` holds; steps of unknown kinds are left out. Undefined where it is none. What was read once is
 * known the next time.
 */
export function readFieldSet(value: Json | undefined): FieldSet | undefined {
  if (value === undefined || value === null) return noFields
  if (!isMap(value)) return undefined
  if (known.has(value)) return value as FieldSet
  const set = isCanonical(value, 0) ? (value as FieldSet) : readLevel(value, 0)
  if (set === undefined) return undefined
  const { '.': _, ...rest } = set
  const root = set['.'] === undefined ? set : rest
  known.add(root)
  return root
}

/** Whether the value is a set already: right steps, in order, a lone `.` nowhere. */
function isCanonical(value: Json, depth: number): boolean {
  if (!isMap(value) || depth > MAX_DEPTH) return false
  let last = ''
  const keys = Object.keys(value)
  for (const key of keys) {
    if (key === '.' ? keys.length === 1 || depth === 0 : !isElement(key)) return false
    if (last !== '' && compareElements(last, key) >= 0) return false
    if (!isCanonical(value[key] as Json, depth + 1)) return false
    last = key
  }
  return true
}

function readLevel(value: Json, depth: number): FieldSet | undefined {
  if (!isMap(value) || depth > MAX_DEPTH) return undefined
  const level: Draft = {}
  for (const key of Object.keys(value)) {
    if (key === '.') level['.'] = noFields
    else if (key.length < 2 || key[1] !== ':') return undefined
    else if ('fkvi'.includes(key[0] as string)) {
      if (!isElement(key)) return undefined
      const below = readLevel(value[key] as Json, depth + 1)
      if (below === undefined) return undefined
      level[key] = below
    }
  }
  const hasOnlyDot = level['.'] !== undefined && Object.keys(level).length === 1
  return hasOnlyDot ? noFields : sortSet(level)
}

function isElement(key: string): boolean {
  if (key.startsWith('f:')) return true
  if (key.startsWith('i:')) return /^i:-?\d+$/.test(key)
  if (!key.startsWith('k:') && !key.startsWith('v:')) return false
  try {
    const value = JSON.parse(key.slice(2)) as Json
    return key.startsWith('v:') || isMap(value)
  } catch {
    return false
  }
}
