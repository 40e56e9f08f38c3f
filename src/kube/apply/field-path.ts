import { goJson } from '../patch/go-json.ts'
import type { Json, JsonObject } from '../patch/json.ts'
import { goQuote } from '../status/go-quote.ts'
import { goNumber } from '../status/print-finding.ts'

/**
 * One step of a path as `fieldsV1` writes it: `f:NAME` a field, `k:{"name":"a"}` an item by its keys, `v:"a"` an item by
 * its value, `i:0` an item by its place. Keys are sorted, so equal steps have equal texts.
 */
export type PathElement = string

/** The step to an item of a list with keys; `keys` are sorted. */
export function keyElement(keys: readonly (readonly [name: string, value: Json])[]): PathElement {
  return `k:{${keys.map(([name, value]) => `${goJson(name)}:${goJson(value)}`).join(',')}}`
}

/** The step to an item of a set. */
export function valueElement(value: Json): PathElement {
  return `v:${goJson(value)}`
}

/** A path as conflicts show it: `.spec.containers[name="a"].image`. */
export function printPath(path: readonly PathElement[]): string {
  return path.map(printElement).join('')
}

/** One step as errors show it: `.name`, `[name="a"]`, `[="a"]`, `[0]`. */
export function printElement(element: PathElement): string {
  const rest = element.slice(2)
  if (element.startsWith('f:')) return `.${rest}`
  if (element.startsWith('i:')) return `[${rest}]`
  const value = JSON.parse(rest) as Json
  if (element.startsWith('v:')) return `[=${printValue(value)}]`
  const keys = Object.entries(value as JsonObject)
  return `[${keys.map(([name, key]) => `${name}=${printValue(key)}`).join(',')}]`
}

/** Order of steps: fields, keys, values, places; each by what it says (fieldpath.PathElement.Compare). */
export function compareElements(a: PathElement, b: PathElement): number {
  const kind = KINDS.indexOf(a[0] as string) - KINDS.indexOf(b[0] as string)
  if (kind !== 0) return kind
  if (a.startsWith('f:')) return compareTexts(a, b)
  const [left, right] = [JSON.parse(a.slice(2)) as Json, JSON.parse(b.slice(2)) as Json]
  return a.startsWith('k:') ? compareKeys(left as JsonObject, right as JsonObject) : compareValues(left, right)
}

const KINDS = '.fkvi'

function compareKeys(a: JsonObject, b: JsonObject): number {
  const [left, right] = [Object.entries(a), Object.entries(b)]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [leftName, leftValue] = left[at] as [string, Json]
    const [rightName, rightValue] = right[at] as [string, Json]
    const order = compareTexts(leftName, rightName) || compareValues(leftValue, rightValue)
    if (order !== 0) return order
  }
  return left.length - right.length
}

const VALUE_RANKS = ['number', 'string', 'boolean', 'object']

function compareValues(a: Json, b: Json): number {
  const rank = VALUE_RANKS.indexOf(typeof a) - VALUE_RANKS.indexOf(typeof b)
  if (rank !== 0) return rank
  if (typeof a === 'number' || typeof a === 'boolean') return Number(a) - Number(b)
  return compareTexts(typeof a === 'string' ? a : goJson(a), typeof b === 'string' ? b : goJson(b))
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

function printValue(value: Json): string {
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number') return goNumber(value)
  if (Array.isArray(value)) return `[${value.map(printValue).join(',')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value as JsonObject)
    .map(([name, field]) => `${name}=${printValue(field)}`)
    .join('')
}
