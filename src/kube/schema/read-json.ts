import type { Json, JsonObject } from '../patch/json.ts'
import { goQuote } from '../status/go-quote.ts'
import { DecodeError } from './error.ts'
import { type KeyPlace, type Repetition, type ScannedJson, scanJson } from './scan-json.ts'

/** Levels of maps and lists that a text may have. */
const MAX_DEPTH = 1000
/** Strict findings that are told; the rest is left out, as upstream does. */
const MAX_FINDINGS = 100
/** Unknown paths that are looked at. */
const MAX_UNKNOWN = 1000

/** What a text holds. */
export interface ReadJson {
  readonly value: Json
  /** Keys that stand twice in their map; always empty unless asked for. */
  readonly duplicates: readonly Repetition[]
  /** Where every key stands in the document; there only when one stands twice. */
  readonly keys?: KeyPlace
}

/**
 * Reads JSON. `isStrict` looks for repeated keys. Throws `syntax` and `depth` in the words of Go's decoder. Texts without
 * a fault are read by JSON.parse.
 */
export function readJson(text: string, { isStrict = false }: { readonly isStrict?: boolean } = {}): ReadJson {
  const tokens = isStrict || text.length >= 2 * MAX_DEPTH ? countTokens(text) : undefined
  if (tokens !== undefined && tokens.depth > MAX_DEPTH) return scan(text)
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch {
    return scan(text)
  }
  return isStrict && tokens !== undefined && tokens.colons !== countKeys(value) ? scan(text) : { value, duplicates: [] }
}

/**
 * The strict findings of a text in document order, as they are told: `unknown field "spec.foo"`, `duplicate field "data.a"`.
 * `unknown` are the paths that decoding or pruning took away; what is repeated inside of them is not told.
 */
export function strictFindings({ duplicates, keys }: ReadJson, unknown: readonly string[]): readonly string[] {
  if (duplicates.length === 0 && unknown.length === 0) return []
  const paths = unknown.slice(0, MAX_UNKNOWN)
  const told = new Set(paths)
  const rows = [
    ...paths.map((path) => ({
      at: keys === undefined ? 0 : numberOf(keys, path),
      text: `unknown field ${goQuote(path)}`,
    })),
    ...duplicates
      .filter(({ path }) => !isInside(path, told))
      .map(({ path, at }) => ({ at, text: `duplicate field ${goQuote(path)}` })),
  ]
  rows.sort((a, b) => a.at - b.at)
  return [...new Set(rows.map(({ text }) => text))].slice(0, MAX_FINDINGS)
}

/** Splits that are tried for one path. */
const MAX_SPLITS = 2000

/** The number of a path, 0 where it is not found: keys may have dots in them, so one split after the other is tried. */
function numberOf(keys: KeyPlace, path: string, budget: { splits: number } = { splits: MAX_SPLITS }): number {
  for (let end = 1; end <= path.length; end++) {
    if (end < path.length && path[end] !== '.' && path[end] !== '[') continue
    if (budget.splits-- <= 0) return 0
    const place = keys.below.get(path.slice(0, end))
    if (place === undefined) continue
    const rest = path.slice(path[end] === '.' ? end + 1 : end)
    const found = rest === '' ? place.at : numberOf(place, rest, budget)
    if (found > 0) return found
  }
  return 0
}

function isInside(path: string, told: ReadonlySet<string>): boolean {
  if (told.size === 0) return false
  for (let at = path.length; at > 0; at--) {
    if ((at === path.length || path[at] === '.' || path[at] === '[') && told.has(path.slice(0, at))) return true
  }
  return false
}

function scan(text: string): ScannedJson {
  return scanJson(text, MAX_DEPTH)
}

/** Colons and levels outside of texts; a broken text gives any numbers. */
function countTokens(text: string): { readonly colons: number; readonly depth: number } {
  let colons = 0
  let depth = 0
  let deepest = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x22) at = endOfText(text, at)
    else if (code === 0x3a) colons++
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > deepest) deepest = depth
    } else if (code === 0x7d || code === 0x5d) depth--
  }
  return { colons, depth: deepest }
}

function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1)
  while (end > 0 && text.charCodeAt(end - 1) === 0x5c && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end < 0 ? text.length : end
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
  return slashes % 2 === 1
}

function countKeys(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) for (const item of value) count += countKeys(item)
  else {
    for (const key of Object.keys(value)) count += 1 + countKeys((value as JsonObject)[key] as Json)
  }
  return count
}

/** The map that a text holds. Throws `type` for another value, and what `readJson` throws. */
export function readJsonObject(text: string): JsonObject {
  const { value } = readJson(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  const kind = Array.isArray(value) ? 'array' : value === null ? 'null' : wordOf(value)
  throw new DecodeError('type', `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`)
}

function wordOf(value: Json): string {
  return typeof value === 'boolean' ? 'bool' : typeof value
}
