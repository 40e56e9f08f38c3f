import { helmEnvironment, loadCachedIndex, loadRepositories } from '#repo'
import type { Session } from '../frame/session.ts'
import { type Candidate, complete, type NameQuestion } from './complete.ts'

/** What `__complete WORDS…` prints: a candidate a line, then `:files` or `:words` (see scripts.ts). */
export async function completionLines(words: readonly string[], session: Session): Promise<string> {
  const { candidates, files } = await complete(words, (question) => dynamicNames(question, session))
  const lines = candidates.map(({ word, summary }) => (summary === '' ? word : `${word}\t${summary}`))
  return `${[...lines, files ? ':files' : ':words'].join('\n')}\n`
}

const TAKES_CHART = /^(template|install|upgrade|pull|show \w+|schema)$/
const TAKES_REPOSITORY = /^repo (remove|update)$/
const TAKES_RELEASE = /^(get \w+|status|history|upgrade|rollback|uninstall|test)$/

/** Names that only this machine or a cluster knows: repositories, the charts in their cached indexes, releases. */
async function dynamicNames(question: NameQuestion, session: Session): Promise<readonly Candidate[]> {
  const { command, flag } = question
  if (flag !== undefined || TAKES_RELEASE.test(command)) {
    const { clusterNames } = await import('./cluster-names.ts')
    const found = await clusterNames(question, session)
    if (flag !== undefined || found.length > 0 || command !== 'upgrade') return found
  }
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
