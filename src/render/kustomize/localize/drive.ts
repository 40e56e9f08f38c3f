import type { RemoteNeeds } from '#source'
import { KustomizeError } from '../error.ts'
import { RemoteMissing } from '../load/missing.ts'
import type { Fetchers } from '../target/drive.ts'
import { localize } from './localize.ts'
import type { LocalizedCopy, LocalizeOptions } from './options.ts'

/** Remote files and bases, one found in the other: more turns of fetching than any overlay needs. */
const MAX_TURNS = 1000

/** Makes the localized copy of a kustomization; what is remote is fetched as it is met. Writes nothing. Throws `KustomizeError`. */
export async function driveLocalize(options: LocalizeOptions, { fetch }: Fetchers = {}): Promise<LocalizedCopy> {
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    const lines: string[] = []
    try {
      const copy = localize({ ...options, log: (line) => lines.push(line) })
      for (const line of lines) options.log?.(line)
      return copy
    } catch (error) {
      if (!(error instanceof RemoteMissing) || fetch === undefined) throw error
      await fetch(await allNeeds(error, options))
    }
  }
  const message = `${options.target}: more than ${MAX_TURNS} remote entries – expected fewer`
  throw new KustomizeError({ code: 'limit', message })
}

/** What is missing, and all else that will be, as far as the files tell. */
async function allNeeds({ needs }: RemoteMissing, { target, files }: LocalizeOptions): Promise<RemoteNeeds> {
  const { surveyRemotes } = await import('../target/survey.ts')
  const more = surveyRemotes(target, { files })
  return {
    repositories: [...needs.repositories, ...more.repositories],
    downloads: [...needs.downloads, ...more.downloads],
  }
}
