const RESERVED: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)
const PARTS: readonly (readonly [string, string])[] = [
  ['__', '__underscores__'],
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
]

/** A property as an expression names it, `a-b` → `a__dash__b`; undefined for what no expression can name. */
export function escapeName(name: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined
  if (RESERVED.has(name)) return `__${name}__`
  return name.replace(/__|[./-]/g, (part) => PARTS.find(([plain]) => plain === part)?.[1] ?? part)
}

/** The property an expression names; undefined for an escape that is none. */
export function unescapeName(name: string): string | undefined {
  let isFine = true
  const plain = name.replace(/__[^_]+__/g, (escaped) => {
    const known = PARTS.find(([, part]) => part === escaped)?.[0]
    if (known !== undefined) return known
    const word = escaped.slice(2, -2)
    if (!RESERVED.has(word) || escaped.length !== name.length) isFine = false
    return word
  })
  return isFine ? plain : undefined
}

/** Whether a name is a word of the language, which a selection may name without its escape. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name)
}
