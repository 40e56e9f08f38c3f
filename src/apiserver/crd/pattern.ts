import { RE2JS } from 're2js'

/** Makes a pattern of a schema a test, with Go's meaning: it matches anywhere in a text. Throws what is wrong with it, in Go's words. */
export function compilePattern(source: string): (text: string) => boolean {
  const known = compiled.get(source)
  if (known !== undefined) return known
  const pattern = RE2JS.compile(source)
  const test = (text: string): boolean => pattern.test(text)
  if (compiled.size >= maxKept) compiled.clear()
  compiled.set(source, test)
  return test
}

const maxKept = 5000
const compiled = new Map<string, (text: string) => boolean>()
