import { type Json, textOf } from '../json.ts'
import { keyTexts } from './element.ts'

/** The texts of an item's key fields, in the order of the keys. */
export type KeyRow = readonly string[]

/** The key texts of all items, each once, in order. Rows with a text missing take it from one that agrees otherwise. */
export function keyRows(items: readonly Json[], keys: readonly string[]): KeyRow[] {
  const rows = new Map<string, KeyRow>()
  for (const item of items) {
    const row = keyTexts(item, keys)
    const key = JSON.stringify(row)
    if (!rows.has(key)) rows.set(key, row)
  }
  return keys.length > 1 ? completed([...rows.values()]) : [...rows.values()]
}

/** The texts of scalar items, each once, in order. */
export function scalarRows(items: readonly Json[]): KeyRow[] {
  return [...new Set(items.map(textOf))].map((text) => [text])
}

/** The keys that any row has a text for; all of them where none has. */
export function usedKeys(rows: readonly KeyRow[], keys: readonly string[]): readonly string[] {
  const used = keys.filter((_, at) => rows.some((row) => (row[at] ?? '') !== ''))
  return used.length === 0 ? keys : used
}

function completed(rows: KeyRow[]): KeyRow[] {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? []
    for (let j = 0; j < rows.length; j++) {
      const both = agreeing(row, rows[j] ?? [])
      if (both === undefined) continue
      rows[i] = both
      rows[j] = both
    }
  }
  return rows
}

/** Two rows that differ only where one of them is empty, and are equal somewhere, put together. */
function agreeing(a: KeyRow, b: KeyRow): KeyRow | undefined {
  const differ = a.some((text, at) => text !== b[at] && text !== '' && b[at] !== '')
  if (differ || !a.some((text, at) => text === b[at])) return undefined
  return a.map((text, at) => (text === '' ? (b[at] ?? '') : text))
}
