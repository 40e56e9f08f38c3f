import { coreType } from '#client'
import { listReleases, type ReleaseSummary, type ReleaseWorld, releaseHistory } from '#release'
import { globalFlags } from '../flags/global.ts'
import { findCommand } from '../frame/catalog.ts'
import { parseFlags } from '../frame/parse.ts'
import type { Session } from '../frame/session.ts'
import { splitWords } from '../frame/words.ts'
import { reading } from '../release/reading.ts'
import { appVersion, chartName } from '../view/release-list.ts'
import type { Candidate, NameQuestion } from './complete.ts'

/**
 * Names from the cluster that the command line so far means: releases, revisions, namespaces. None when it cannot be asked:
 * completion stays silent.
 */
export async function clusterNames(question: NameQuestion, session: Session): Promise<readonly Candidate[]> {
  const { names, others } = splitWords(question.words, globalFlags)
  const found = findCommand(names)
  if (found === undefined) return []
  const command = await found.entry.load()
  const words = question.flag === undefined ? others : others.slice(0, -1)
  try {
    const input = parseFlags({ ...globalFlags, ...command.flags }, [...found.rest, ...words])
    const search = { command: command.name, flag: question.flag, args: input.args }
    return await reading({ flags: input.flags, session }, (world) => namesIn(world, search))
  } catch {
    return []
  }
}

interface Search {
  readonly command: string
  readonly flag: string | undefined
  readonly args: readonly string[]
}

async function namesIn(world: ReleaseWorld, { command, flag, args }: Search): Promise<readonly Candidate[]> {
  const [release] = args
  if (flag === 'namespace') return namespaces(world)
  if (flag === 'revision') return release === undefined ? [] : revisions(world, release)
  if (release === undefined) return releases(world)
  if (command === 'uninstall') return (await releases(world)).filter(({ word }) => !args.includes(word))
  return command === 'rollback' && args.length === 1 ? revisions(world, release) : []
}

async function namespaces({ client }: ReleaseWorld): Promise<readonly Candidate[]> {
  const { items } = await client.list(coreType('namespaces', 'Namespace', false), { isPartial: true })
  return items.map(({ metadata }) => ({ word: metadata.name, summary: '' }))
}

async function releases({ driver }: ReleaseWorld): Promise<readonly Candidate[]> {
  const found = await listReleases(driver, { states: LISTED })
  return found.map((release) => ({ word: release.name, summary: `${chartName(release)} -> ${release.info.status}` }))
}

async function revisions({ driver }: ReleaseWorld, name: string): Promise<readonly Candidate[]> {
  return (await releaseHistory(driver, name, Number.MAX_SAFE_INTEGER)).map((revision: ReleaseSummary) => ({
    word: String(revision.version),
    summary: `App: ${appVersion(revision)}, Chart: ${chartName(revision)}`,
  }))
}

const LISTED = ['deployed', 'failed', 'superseded', 'uninstalled', 'uninstalling'].concat(
  ['install', 'upgrade', 'rollback'].map((what) => `pending-${what}`),
)
