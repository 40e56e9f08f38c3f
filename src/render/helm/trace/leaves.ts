import { sortedKeys, type Value } from '#template'
import type { TracedLine } from './line.ts'

/** An entry of a printed table, in the order in which it is printed. */
interface Entry {
  /** The key, or undefined for a scalar item of a list. */
  readonly key: string | undefined
  readonly text: string
  readonly steps: readonly (string | number)[]
}

const MAX_ENTRIES = 20_000

/** For each line of a printed table the path of the entry on it, or undefined; no entry is used twice. */
export function alignLeaves(
  lines: readonly Pick<TracedLine, 'text'>[],
  table: Value,
): ((string | number)[] | undefined)[] {
  const entries: Entry[] = []
  collect(table, [], entries)
  let next = 0
  let current: readonly (string | number)[] | undefined
  return lines.map(({ text }) => {
    if (text.trim() === '') return undefined
    const found = entries.findIndex((entry, index) => index >= next && index < next + 200 && isOn(entry, text))
    if (found >= 0) {
      next = found + 1
      current = (entries[found] as Entry).steps
    }
    return current && [...current]
  })
}

function collect(value: Value, steps: readonly (string | number)[], entries: Entry[]): void {
  if (entries.length > MAX_ENTRIES) return
  if (value instanceof Map) {
    for (const key of sortedKeys(value)) {
      const inner = value.get(key) as Value
      entries.push({ key, text: scalarText(inner), steps: [...steps, key] })
      collect(inner, [...steps, key], entries)
    }
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      if (!(item instanceof Map)) entries.push({ key: undefined, text: scalarText(item), steps: [...steps, index] })
      collect(item, [...steps, index], entries)
    })
  }
}

function scalarText(value: Value): string {
  if (typeof value === 'object' && value !== null && (value instanceof Map || Array.isArray(value))) return ''
  return String(value).trim().split('\n', 1)[0] as string
}

function isOn(entry: Entry, line: string): boolean {
  const isItem = /^\s*- /.test(line)
  const text = line.replace(/^[\s-]+/, '')
  if (entry.key === undefined) return isItem && unquoted(text) === unquoted(entry.text)
  return text.startsWith(`${entry.key}:`) || text.startsWith(`"${entry.key}":`) || text.startsWith(`'${entry.key}':`)
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2')
}
