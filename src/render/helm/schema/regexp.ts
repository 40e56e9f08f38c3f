import { compileGoPattern } from '#template'
import { SchemaError } from './error.ts'

/** A pattern with Go's meaning, matched in linear time. */
export interface Pattern {
  readonly source: string
  matches(text: string): boolean
}

const compiled = new Map<string, Pattern>()
const MAX_KEPT = 512

/** Compiles a Go regular expression; throws `SchemaError` 'schema' with Go's text (`error parsing regexp: …`). */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const pattern = build(source)
  if (compiled.size >= MAX_KEPT) compiled.clear()
  compiled.set(source, pattern)
  return pattern
}

function build(source: string): Pattern {
  try {
    const expression = compileGoPattern(source)
    return { source, matches: (text) => expression.test(text) }
  } catch (error) {
    throw new SchemaError('schema', error instanceof Error ? error.message : String(error))
  }
}
