import { messageOf, RepoError } from './error.ts'
import type { IndexFile, IndexWarning } from './index-file.ts'
import { loadRepositories } from './repositories-file.ts'
import { loadCachedIndex } from './repository.ts'
import { type SearchOptions, type SearchResult, searchIndexes } from './search.ts'

/** Where to search, and what for. `isRegexp` reads the term as RE2. */
export interface SearchRepositoriesOptions extends Omit<SearchOptions, 'match'> {
  readonly repositoryConfig: string
  readonly repositoryCache: string
  readonly isRegexp?: boolean
  readonly warn?: (warning: IndexWarning) => void
}

/** Hits, and the repositories that could not be read. */
export interface SearchReport {
  readonly results: readonly SearchResult[]
  readonly corrupt: readonly { readonly repository: string; readonly problem: string }[]
}

/** Searches the cached indexes of all repositories. Throws RepoError `unknown-repository` when none is configured. */
export async function searchRepositories(term: string, options: SearchRepositoriesOptions): Promise<SearchReport> {
  const file = await loadRepositories(options.repositoryConfig)
  if (file === undefined || file.repositories.length === 0) {
    throw new RepoError('unknown-repository', 'no repositories configured', { hint: 'add one: repo add NAME URL' })
  }
  const indexes = new Map<string, IndexFile>()
  const corrupt: { repository: string; problem: string }[] = []
  for (const { name } of file.repositories) {
    try {
      indexes.set(name, await loadCachedIndex(name, options))
    } catch (error) {
      corrupt.push({ repository: name, problem: messageOf(error) })
    }
  }
  const match = options.isRegexp === true && term !== '' ? await regexpMatch(term) : undefined
  return { results: searchIndexes(indexes, term, { ...options, ...(match && { match }) }), corrupt }
}

async function regexpMatch(term: string): Promise<(line: string) => number> {
  const { RE2JS } = await import('re2js')
  try {
    const pattern = RE2JS.compile(term)
    return (line) => {
      const matcher = pattern.matcher(line)
      return matcher.find() ? matcher.start() : -1
    }
  } catch (cause) {
    throw new RepoError('bad-config', messageOf(cause), { cause, hint: 'expected a regular expression in RE2 syntax' })
  }
}
