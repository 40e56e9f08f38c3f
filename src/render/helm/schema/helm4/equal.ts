import { isObject, type Json } from '../json.ts'
import { compareNumbers, isNumber } from '../number.ts'

/** Equality of JSON: numbers by value, objects without order. */
export function equal(left: Json, right: Json): boolean {
  if (isNumber(left)) return isNumber(right) && compareNumbers(left, right) === 0
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) && left.length === right.length && left.every((item, at) => equal(item, right[at] as Json))
    )
  }
  if (!isObject(left)) return left === right
  if (!isObject(right)) return false
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && equal(left[key] as Json, right[key] as Json))
}

/** Text under which equal values, and few others, meet. */
function digest(value: Json): string {
  if (isNumber(value)) return String(typeof value === 'number' ? value : Number(value.text))
  if (Array.isArray(value)) return `[${value.map(digest).join()}]`
  if (!isObject(value)) return JSON.stringify(value)
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${digest(value[key] as Json)}`)
    .join()}}`
}

/** Indexes of the first two equal items, or undefined. */
export function duplicates(list: readonly Json[]): readonly [first: number, second: number] | undefined {
  const seen = new Map<string, number[]>()
  for (const [index, item] of list.entries()) {
    const key = digest(item)
    const same = seen.get(key) ?? []
    const first = same.find((at) => equal(item, list[at] as Json))
    if (first !== undefined) return [first, index]
    same.push(index)
    seen.set(key, same)
  }
  return undefined
}
