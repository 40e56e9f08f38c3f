import { RepoError } from './error.ts'
import type { IndexEntry, IndexFile } from './index-file.ts'
import type { ConstraintRules } from './index-find.ts'
import { compareVersions, parseVersion } from './version.ts'

/** What to look for. Without `version`, releases only, unless `devel` is set. `versions` keeps every version that fits. */
export interface SearchOptions extends ConstraintRules {
  readonly versions?: boolean
  readonly devel?: boolean
  readonly version?: string
  /** The term as a regular expression: where it is found in a line, or -1. Without it the term is plain text. */
  readonly match?: (line: string) => number
}

/** A hit; a lower score is a nearer one. `name` is `REPOSITORY/CHART`. */
export interface SearchResult {
  readonly name: string
  readonly score: number
  readonly entry: IndexEntry
}

const SEPARATOR = '\v'
const MAX_SCORE = 25

/**
 * `helm search repo`: every chart when `term` is empty, else those with the term in name, full name, description or
 * keywords, nearest first, then by name, then newest first. Throws RepoError `unknown-version` for a bad constraint.
 */
export function searchIndexes(
  indexes: ReadonlyMap<string, IndexFile>,
  term: string,
  options: SearchOptions,
): readonly SearchResult[] {
  const match = options.match ?? plainMatch(term)
  const hits: SearchResult[] = []
  for (const [repository, index] of indexes) {
    for (const [name, list] of index.entries) hits.push(...hitsIn(list, { repository, name, term, match }))
  }
  return keepFitting(sortHits(hits), options)
}

interface Search {
  readonly repository: string
  readonly name: string
  readonly term: string
  readonly match: (line: string) => number
}

function hitsIn(list: readonly IndexEntry[], { repository, name, term, match }: Search): readonly SearchResult[] {
  return list.flatMap((entry) => {
    const score = term === '' ? 0 : scoreOf(searchLine(repository, entry), match)
    return score === undefined || score >= MAX_SCORE ? [] : [{ name: `${repository}/${name}`, score, entry }]
  })
}

function plainMatch(term: string): (line: string) => number {
  const lower = term.toLowerCase()
  return (line) => line.toLowerCase().indexOf(lower)
}

function searchLine(repository: string, { name, description = '', keywords = [] }: IndexEntry): string {
  return [name, `${repository}/${name}`, description, keywords.join(' ')].join(SEPARATOR)
}

/** The part of the line in which the match begins: name, full name, description, keywords. */
function scoreOf(line: string, match: (line: string) => number): number | undefined {
  const at = match(line)
  if (at < 0) return undefined
  let score = 0
  for (let end = line.indexOf(SEPARATOR); end !== -1 && at > end; end = line.indexOf(SEPARATOR, end + 1)) score++
  return score
}

function sortHits(hits: readonly SearchResult[]): readonly SearchResult[] {
  return hits
    .map((hit) => ({ hit, version: parseVersion(hit.entry.version) }))
    .sort((a, b) => {
      const order = a.hit.score - b.hit.score || (a.hit.name < b.hit.name ? -1 : a.hit.name > b.hit.name ? 1 : 0)
      if (order !== 0 || a.version === undefined || b.version === undefined) return order
      return compareVersions(b.version, a.version)
    })
    .map(({ hit }) => hit)
}

function keepFitting(hits: readonly SearchResult[], options: SearchOptions): readonly SearchResult[] {
  const constraint = options.version || (options.devel === true ? '>0.0.0-0' : '>0.0.0')
  const seen = new Set<string>()
  return hits.filter(({ name, entry }) => {
    if ((options.versions !== true && seen.has(name)) || !fits(constraint, entry.version, options)) return false
    seen.add(name)
    return true
  })
}

function fits(constraint: string, version: string, rules: ConstraintRules): boolean {
  try {
    return rules.satisfies(constraint, version)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new RepoError('unknown-version', `an invalid version/constraint format: ${message}`, { cause: error })
  }
}
