import { KustomizeError } from '../error.ts'

/** Most parts of a path. */
const MAX_PARTS = 1_000

/** One part of a field's path. */
export interface PathPart {
  /** The key in a map. */
  readonly key: string
  /** The part as written, for errors. */
  readonly text: string
  /** `containers[]`: what is there must be a list, and is never made. */
  readonly isList: boolean
  /** What a map cannot be asked for: the reference takes such a part as a place in a list, or as nothing. */
  readonly oddity: 'empty' | 'index' | 'negative' | 'wildcard' | 'no-value' | undefined
}

/** The parts of a path such as `spec/containers[]/image` or `metadata/annotations/example.com\/name`. Throws `limit`. */
export function parsePath(path: string): readonly PathPart[] {
  const parts = splitPath(path)
  if (parts.length > MAX_PARTS) {
    throw new KustomizeError({ code: 'limit', message: `a field path has more than ${MAX_PARTS} parts` })
  }
  return parts.map(parsePart)
}

/** A path cut at a character, except where a backslash stands before it. One such character at the start is dropped. */
export function splitPath(path: string, delimiter = '/'): string[] {
  const pieces = path.split(delimiter)
  if (pieces.length > 1 && pieces[0] === '') pieces.shift()
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last?.endsWith('\\')) parts[parts.length - 1] = `${last.slice(0, -1)}${delimiter}${piece}`
    else parts.push(piece)
  }
  return parts
}

function parsePart(written: string): PathPart {
  const isList = written.endsWith('[]')
  const text = isList ? written.slice(0, -2) : written
  const key = text.trim()
  return { key, text, isList, oddity: oddityOf(key) }
}

function oddityOf(key: string): PathPart['oddity'] {
  if (key === '') return 'empty'
  if (/^[+-]?\d{1,18}$/.test(key)) return key.startsWith('-') && /[1-9]/.test(key) ? 'negative' : 'index'
  if (key === '-') return 'index'
  if (key === '*') return 'wildcard'
  if (!key.startsWith('[') || !key.endsWith(']')) return undefined
  return key.includes('=') ? 'index' : 'no-value'
}
