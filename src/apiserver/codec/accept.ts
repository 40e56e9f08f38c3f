/** One media range of an Accept header; parameter names are lower case. */
export interface Clause {
  readonly type: string
  readonly subtype: string
  readonly quality: number
  readonly parameters: Readonly<Record<string, string>>
}

/** The clauses of an Accept header, best first, equals in the order they were sent (goautoneg's ParseAccept). */
export function parseAccept(header: string): readonly Clause[] {
  const known = cache.get(header)
  if (known !== undefined) return known
  const clauses = header.slice(0, maxHeaderLength).split(',').slice(0, maxClauses).flatMap(clauseOf)
  clauses.sort((a, b) => rankOf(b) - rankOf(a))
  if (cache.size >= maxCached) cache.clear()
  cache.set(header, clauses)
  return clauses
}

const maxHeaderLength = 8192
const maxClauses = 64
const maxCached = 256
const cache = new Map<string, readonly Clause[]>()

/** Quality first; of equals the one that says more. */
function rankOf({ quality, type, subtype }: Clause): number {
  return quality * 10 + (type !== '*' ? 2 : 0) + (subtype !== '*' ? 1 : 0)
}

function clauseOf(text: string): readonly Clause[] {
  const [range = '', ...rest] = text.split(';')
  const [type = '', subtype, tooMuch] = range.trim().split('/')
  if (type === '' || tooMuch !== undefined || (subtype === undefined && type !== '*')) return []
  const parameters: Record<string, string> = Object.create(null) as Record<string, string>
  let quality = 1
  for (const part of rest) {
    const equals = part.indexOf('=')
    if (equals < 0) continue
    const name = part.slice(0, equals).trim()
    const value = part.slice(equals + 1).trim()
    if (name === 'q') quality = qualityOf(value)
    else parameters[name] = value
  }
  return [{ type, subtype: subtype ?? '*', quality, parameters }]
}

function qualityOf(text: string): number {
  const value = Number(text)
  return Number.isFinite(value) ? Math.min(Math.max(value, 0), 1) : 1
}
