import { helmEnvironment, loadCachedIndex, loadRepositories } from '#repo'
import { globalFlags } from '../flags/global.ts'
import { findCommand } from '../frame/catalog.ts'
import { isHelmWord } from '../frame/helm-words.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { splitWords } from '../frame/words.ts'
import { type Candidate, type Completion, complete, type NameQuestion } from './complete.ts'

/** What `__complete WORDS…` prints: a candidate a line, then `:files` or `:words` (see scripts.ts). */
export async function completionLines(words: readonly string[], session: Session): Promise<string> {
  const { candidates, files } = await completion(words, session)
  const lines = candidates.map(({ word, summary }) => (summary === '' ? word : `${word}\t${summary}`))
  return `${[...lines, files ? ':files' : ':words'].join('\n')}\n`
}

/** Plugins have words of their own, and complete what follows. */
async function completion(words: readonly string[], session: Session): Promise<Completion> {
  const { names } = splitWords(words.slice(0, -1), globalFlags)
  const own = complete(words, (question) => dynamicNames(question, session))
  if (isHelmWord(names[0] ?? '') || (names.length > 0 && session.persona === 'berth' && findCommand(names))) return own
  const { completePlugin, pluginCandidates } = await import('../plugin/complete.ts')
  if (names.length > 0) return (await completePlugin(words, session)) ?? own
  const { candidates, files } = await own
  const current = words.at(-1) ?? ''
  if (current.startsWith('-')) return { candidates, files }
  const taken = new Set(candidates.map(({ word }) => word))
  const others = pluginCandidates(session).filter(({ word }) => word.startsWith(current) && !taken.has(word))
  return { candidates: [...candidates, ...others], files }
}

const TAKES_PLUGIN = /^plugin (update|uninstall)$/
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
  if (TAKES_PLUGIN.test(command)) return installedPlugins(question, session)
  const environment = helmEnvironment(session.environment, session.home, session.platform)
  const repositories = (await loadRepositories(environment.repositoryConfig))?.repositories ?? []
  if (TAKES_REPOSITORY.test(command)) return repositories.map(({ name, url }) => ({ word: name, summary: url }))
  if (!TAKES_CHART.test(command)) return []
  const lists = await Promise.all(repositories.map(({ name }) => chartsOf(name, environment.repositoryCache)))
  return lists.flat()
}

/** Plugins that the line does not name yet. */
async function installedPlugins({ words }: NameQuestion, session: Session): Promise<readonly Candidate[]> {
  const { findPlugins } = await import('../plugin/find.ts')
  try {
    const found = findPlugins(parseFlags(globalFlags, []).flags, session)
    return found.filter(({ name }) => !words.includes(name)).map(({ name, summary }) => ({ word: name, summary }))
  } catch {
    return [] // completion stays silent about a folder in disorder
  }
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
