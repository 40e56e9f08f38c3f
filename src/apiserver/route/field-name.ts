/**
 * The name that a field selector asks for with `metadata.name=X` or `==`, when it is one segment of a path; empty
 * otherwise. Reads only as much of a selector as that takes; a selector that cannot be read gives nothing.
 */
export function exactName(selector: string): string {
  if (!selector.includes('metadata.name')) return ''
  for (const term of termsOf(selector)) {
    const match = /^metadata\.name==?(?!=)(.*)$/s.exec(term)
    const name = match?.[1] === undefined ? undefined : unescaped(match[1])
    if (name !== undefined) return isSegment(name) ? name : ''
  }
  return ''
}

/** Splits at commas that no backslash stands before. */
function termsOf(selector: string): readonly string[] {
  const terms: string[] = []
  let from = 0
  for (let at = 0; at < selector.length; at++) {
    if (selector[at] === '\\') at++
    else if (selector[at] === ',') {
      terms.push(selector.slice(from, at))
      from = at + 1
    }
  }
  terms.push(selector.slice(from))
  return terms
}

/** Undefined where a character stands that must be escaped, or an escape that means nothing. */
function unescaped(text: string): string | undefined {
  if (/\\(?![\\,=])|\\$/.test(text.replaceAll('\\\\', ''))) return undefined
  if (/(?<!\\)=/.test(text)) return undefined
  return text.replace(/\\([\\,=])/g, '$1')
}

function isSegment(name: string): boolean {
  return name !== '.' && name !== '..' && !name.includes('/') && !name.includes('%')
}
