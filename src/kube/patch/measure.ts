import { goJson } from './go-json.ts'
import { isMap, type Json } from './json.ts'

/** How much a value is. */
export interface Measure {
  /** Itself and all that is in it. */
  values: number
  /** Of the text that `goJson` gives. */
  bytes: number
}

/** Measures a value without making its text. */
export function measure(value: Json): Measure {
  const sum: Measure = { values: 0, bytes: 0 }
  add(value, sum)
  return sum
}

function add(value: Json, sum: Measure): void {
  sum.values += 1
  if (Array.isArray(value)) {
    sum.bytes += BRACKETS + Math.max(0, value.length - 1)
    for (const item of value) add(item, sum)
  } else if (isMap(value)) addMap(value, sum)
  else sum.bytes += bytesOf(value)
}

function addMap(map: Readonly<Record<string, Json>>, sum: Measure): void {
  let count = 0
  for (const key in map) {
    count += 1
    sum.bytes += bytesOf(key) + ':'.length
    add(map[key] as Json, sum)
  }
  sum.bytes += BRACKETS + Math.max(0, count - 1)
}

const BRACKETS = 2
/** What stands for itself, a byte each. */
const plain = /^[ !#-%'-;=?-[\]-~]*$/

function bytesOf(value: Json): number {
  if (typeof value === 'string' && plain.test(value)) return value.length + BRACKETS
  return encoder.encode(goJson(value)).length
}

const encoder = new TextEncoder()
