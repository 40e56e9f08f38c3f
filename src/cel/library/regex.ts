import { RE2JS } from 're2js'
import { failure } from '../run/failure.ts'

/** A compiled pattern of RE2: matching takes time in proportion to the text. */
export interface Pattern {
  /** Whether the pattern is found anywhere in a text. */
  test(text: string): boolean
  /** The first find, or undefined; `limit` of them for `all` (-1: every one). */
  find(text: string): string | undefined
  all(text: string, limit: number): readonly string[]
}

const CACHE_SIZE = 500
const cache = new Map<string, Pattern>()

/** Compiles a pattern, or takes it from the last few hundred. Throws a failure with Go's words. */
export function compilePattern(source: string): Pattern {
  const known = cache.get(source)
  if (known !== undefined) return known
  const pattern = patternOf(source)
  if (cache.size >= CACHE_SIZE) cache.clear()
  cache.set(source, pattern)
  return pattern
}

function patternOf(source: string): Pattern {
  const compiled = compileSource(source)
  return {
    test: (text) => compiled.test(text),
    find: (text) => {
      const matcher = compiled.matcher(text)
      return matcher.find() ? (matcher.group() ?? undefined) : undefined
    },
    all: (text, limit) => {
      const found: string[] = []
      const matcher = compiled.matcher(text)
      while (found.length !== limit && matcher.find()) found.push(matcher.group() ?? '')
      return found
    },
  }
}

/** Whether a pattern is none. */
export function failsToCompile(source: string): boolean {
  try {
    compilePattern(source)
    return false
  } catch {
    return true
  }
}

function compileSource(source: string): RE2JS {
  try {
    return RE2JS.compile(source)
  } catch (error) {
    throw failure(error instanceof Error ? error.message : String(error))
  }
}
