/** A pattern of host names, as `allowedHosts` has it: `*` and `?` for any letters, `[…]`, `{a,b}`. */
export function globPattern(glob: string): RegExp {
  let depth = 0
  const source = [...glob].map((letter) => {
    if (letter === '{') return (depth++, '(?:')
    if (letter === '}' && depth > 0) return (depth--, ')')
    if (letter === ',' && depth > 0) return '|'
    return SPECIAL[letter] ?? (/[.+^$()|\\}]/.test(letter) ? `\\${letter}` : letter)
  })
  try {
    return new RegExp(`^${source.join('')}${')'.repeat(depth)}$`)
  } catch {
    return /^$/ // a pattern that is none allows nothing
  }
}

const SPECIAL: Readonly<Record<string, string>> = { '*': '.*', '?': '.' }
