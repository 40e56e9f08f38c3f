import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'oxc-parser'

/** What a program loads before its first line runs: its own files, and everything else by name. */
export interface Loaded {
  readonly files: ReadonlySet<string>
  /** Packages and built-in modules, each with the file that names it. */
  readonly others: ReadonlyMap<string, string>
}

type Rooms = Readonly<Record<string, string>>

/** Follows the imports that run at once, from `entries` on: no types, no `import()`. `rooms` is package.json's table. */
export function loadedAtStart(entries: readonly string[], rooms: Rooms): Loaded {
  const files = new Set<string>()
  const others = new Map<string, string>()
  const visit = (file: string): void => {
    if (files.has(file)) return
    files.add(file)
    for (const specifier of valueImports(file)) {
      const target = specifier.startsWith('.') ? join(dirname(file), specifier) : rooms[specifier]
      if (target === undefined) others.set(specifier, file)
      else visit(join(target))
    }
  }
  for (const entry of entries) visit(entry)
  return { files, others }
}

function valueImports(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'))
  const imports = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some((entry) => !entry.isType))
    .map(({ moduleRequest }) => moduleRequest.value)
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ isType, moduleRequest }) => (isType || moduleRequest === null ? [] : [moduleRequest.value])),
  )
  return [...new Set([...imports, ...exports])]
}
