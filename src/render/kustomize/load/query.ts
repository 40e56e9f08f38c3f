/** The options behind the `?` of a repository's address. */
export interface RepositoryQuery {
  readonly ref: string
  readonly timeoutMs: number
  readonly submodules: boolean
}

const DEFAULT_TIMEOUT_MS = 27_000

/** Reads `ref` or `version`, `timeout` (seconds, or a duration such as `1m`) and `submodules`; what is wrong counts as absent. */
export function readQuery(query: string): RepositoryQuery {
  const values = parseQuery(query)
  const timeoutMs = readTimeout(values?.get('timeout') ?? '') ?? DEFAULT_TIMEOUT_MS
  const ref = values?.get('ref') || values?.get('version') || ''
  return { ref, timeoutMs, submodules: readBoolean(values?.get('submodules') ?? '') ?? true }
}

/** Go's `url.ParseQuery`, first value of each key; undefined where it refuses the text. */
function parseQuery(query: string): Map<string, string> | undefined {
  const values = new Map<string, string>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    if (pair.includes(';') || /%(?![0-9a-fA-F]{2})/.test(pair)) return undefined
    const equals = pair.indexOf('=')
    const key = unescape(equals < 0 ? pair : pair.slice(0, equals))
    if (!values.has(key)) values.set(key, unescape(equals < 0 ? '' : pair.slice(equals + 1)))
  }
  return values
}

function unescape(text: string): string {
  const spaced = text.replaceAll('+', ' ')
  return spaced.includes('%') ? (new URLSearchParams(`a=${spaced}`).get('a') ?? spaced) : spaced
}

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}
const DURATION_PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy

function readTimeout(text: string): number | undefined {
  if (/^[+-]?\d+$/.test(text)) return Number(text) > 0 ? Number(text) * 1000 : undefined
  const rest = text.replace(/^\+/, '')
  let total = 0
  DURATION_PART.lastIndex = 0
  let end = 0
  for (let part = DURATION_PART.exec(rest); part !== null; part = DURATION_PART.exec(rest)) {
    total += Number(part[1]) * (UNITS_MS[part[2] ?? ''] ?? 0)
    end = DURATION_PART.lastIndex
  }
  return end === rest.length && total > 0 ? total : undefined
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true])),
  ...Object.fromEntries(['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false])),
}

function readBoolean(text: string): boolean | undefined {
  return Object.hasOwn(BOOLEANS, text) ? BOOLEANS[text] : undefined
}
