/** A `WWW-Authenticate` header: its scheme in lower case, and its parameters. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: ReadonlyMap<string, string>
}

/** Reads the first challenge of a header; undefined when there is none. Source: RFC 9110, section 11.6.1. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const match = /^\s*([A-Za-z]+)\s*(.*)$/s.exec(header ?? '')
  if (match === null) return undefined
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of (match[2] ?? '').matchAll(PARAMETER)) {
    parameters.set(name.toLowerCase(), quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1'))
  }
  return { scheme: (match[1] ?? '').toLowerCase(), parameters }
}

const PARAMETER = /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g
