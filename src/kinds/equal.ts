import type { Json } from '#kube'
import { asMap } from './read.ts'

/** Whether two values are the same, where nothing, null, an empty list and an empty map count as the same. */
export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isEmpty(a)) return isEmpty(b)
  if (isEmpty(b)) return false
  if (Array.isArray(a) || Array.isArray(b)) return isSameList(a, b)
  return typeof a === 'object' && typeof b === 'object' && isSameMap(a ?? null, b ?? null)
}

/** The same, where `false`, `0` and the empty text count as nothing too: what Go's zero values are. */
export function isSameGo(a: Json | undefined, b: Json | undefined): boolean {
  return isSame(withoutZeros(a), withoutZeros(b))
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}

function isSameList(a: Json | undefined, b: Json | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return a.every((item, at) => isSame(item, b[at]))
}

function isSameMap(a: Json, b: Json): boolean {
  const [left, right] = [asMap(a), asMap(b)]
  const own = (map: typeof left, key: string) => (Object.hasOwn(map, key) ? map[key] : undefined)
  return (
    Object.keys(left).every((key) => isSame(left[key], own(right, key))) &&
    Object.keys(right).every((key) => Object.hasOwn(left, key) || isEmpty(right[key]))
  )
}

function withoutZeros(value: Json | undefined): Json | undefined {
  if (value === false || value === 0 || value === '') return undefined
  if (Array.isArray(value)) return value.map((item) => withoutZeros(item) ?? null)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(asMap(value)).map(([key, item]) => [key, withoutZeros(item) ?? null] as const)
  return Object.fromEntries(entries.filter(([, item]) => item !== null && !isEmpty(item)))
}
