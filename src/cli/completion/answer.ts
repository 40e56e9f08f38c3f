import { helmEnvironment, loadCachedIndex, loadRepositories } from '#repo'
import type { Session } from '../frame/session.ts'
import { type Candidate, complete } from './complete.ts'

/** What `__complete WORDS…` prints: a candidate a line, then `:files` or `:words` (see scripts.ts). */
export async function completionLines(words: readonly string[], session: Session): Promise<string> {
  const { candidates, files } = await complete(words, (command, position) => dynamicNames(command, position, session))
  const lines = candidates.map(({ word, summary }) => (summary === '' ? word : `${word}\t${summary}`))
  return `${[...lines, files ? ':files' : ':words'].join('\n')}\n`
}

const TAKES_CHART = /^(template|pull|show \w+|schema)$/
const TAKES_REPOSITORY = /^repo (remove|update)$/

/** Names that only this machine knows: added repositories, and the charts in their cached indexes. */
async function dynamicNames(command: string, _position: number, session: Session): Promise<Candidate[]> {
  const environment = helmEnvironment(session.environment, session.home, session.platform)
  const repositories = (await loadRepositories(environment.repositoryConfig))?.repositories ?? []
  if (TAKES_REPOSITORY.test(command)) return repositories.map(({ name, url }) => ({ word: name, summary: url }))
  if (!TAKES_CHART.test(command)) return []
  const lists = await Promise.all(repositories.map(({ name }) => chartsOf(name, environment.repositoryCache)))
  return lists.flat()
}

async function chartsOf(repository: string, repositoryCache: string): Promise<Candidate[]> {
  try {
    const index = await loadCachedIndex(repository, { repositoryCache })
    return [...index.entries].map(([name, [newest]]) => ({
      word: `${repository}/${name}`,
      summary: newest?.description ?? '',
    }))
  } catch {
    return [] // completion stays silent about a repository that was never fetched
  }
}
