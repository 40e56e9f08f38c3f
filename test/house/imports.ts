import { parseSync } from 'oxc-parser'

/** An import, export-from or dynamic import of a module; line counts from 1. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Every module a TypeScript text names, type imports included. Throws when the text does not parse. */
export function readImports(file: string, text: string): Import[] {
  const { module, errors } = parseSync(file, text)
  if (errors.length > 0) throw new Error(`${file} – does not parse: ${errors[0]?.message}`)
  const found: { value: string; start: number }[] = []
  for (const entry of module.staticImports) found.push({ value: entry.moduleRequest.value, start: entry.start })
  for (const entry of module.staticExports) {
    const request = entry.entries.find((item) => item.moduleRequest !== null)?.moduleRequest
    if (request) found.push({ value: request.value, start: entry.start })
  }
  for (const entry of module.dynamicImports) {
    const { start, end } = entry.moduleRequest
    found.push({ value: text.slice(start, end).replace(/^['"`]|['"`]$/g, ''), start: entry.start })
  }
  return found.map(({ value, start }) => ({ specifier: value, line: text.slice(0, start).split('\n').length }))
}
