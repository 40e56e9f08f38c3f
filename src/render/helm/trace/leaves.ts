import { sortedKeys, sprint, type Value } from '#template'
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
  const entries = entriesOf(table)
  let next = 0
  let current: readonly (string | number)[] | undefined
  return lines.map(({ text }) => {
    if (text.trim() === '') return undefined
    const found = indexOn(entries, text, next)
    if (found >= 0) {
      next = found + 1
      current = (entries[found] as Entry).steps
    }
    return current && [...current]
  })
}

const known = new WeakMap<object, readonly Entry[]>()

/** The entries of a table; kept, as the same table is often looked at. */
function entriesOf(table: Value): readonly Entry[] {
  if (typeof table !== 'object' || table === null) return []
  const found = known.get(table)
  if (found !== undefined) return found
  const entries: Entry[] = []
  collect(table, [], entries)
  known.set(table, entries)
  return entries
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
  return sprint([value]).trim().split('\n', 1)[0] as string
}

/** The entry from `from` on that stands on a line, not too far away. */
function indexOn(entries: readonly Entry[], text: string, from: number): number {
  const end = Math.min(entries.length, from + 200)
  for (let index = from; index < end; index++) if (isOn(entries[index] as Entry, text)) return index
  return -1
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
