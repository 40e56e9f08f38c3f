import { join, resolve } from 'node:path'
import type { Session } from '../frame/session.ts'
import type { Finder, FoundChart } from './find.ts'
import { isChart, isFolder } from './named-charts.ts'
import { openRevisions } from './revisions.ts'

/** The version before of a chart, or why there is none. */
export type Previous = { readonly found: FoundChart; readonly origin: string } | { readonly missing: string }

/** Finds the versions before. */
export interface PreviousFinder {
  previousOf(chart: FoundChart): Promise<Previous>
  remove(): void
}

/** A revision of git: `git:origin/main`. */
const GIT = /^git:(?!\/\/)/

/**
 * What `--previous` names: `git:REVISION` for the chart's folder as it was there, a folder of charts for the one of the same
 * name, else one chart, which throws at once when it is not there. Throws CliError, SourceError.
 */
export async function createPreviousFinder(named: string, finder: Finder, session: Session): Promise<PreviousFinder> {
  if (GIT.test(named)) return ofRevision(named.replace(GIT, ''), finder, session)
  const remove = (): void => undefined
  const folder = resolve(session.cwd, named)
  if (isFolder(folder) && !isChart(folder)) {
    const inFolder = ({ name }: FoundChart): Promise<Previous> =>
      isChart(join(folder, name))
        ? finder.find(join(named, name), true).then(asPrevious)
        : Promise.resolve({ missing: `there is no ${name} in ${named}` })
    return { previousOf: inFolder, remove }
  }
  const previous = asPrevious(await finder.find(named, true))
  return { previousOf: () => Promise.resolve(previous), remove }
}

function asPrevious(found: FoundChart): Previous {
  return { found, origin: found.version }
}

function ofRevision(revision: string, finder: Finder, session: Session): PreviousFinder {
  const revisions = openRevisions(session)
  return {
    previousOf: async ({ folder, name }) => {
      const past = await revisions.chartAt(revision, resolve(session.cwd, folder))
      if (past === undefined) return { missing: `${revision} has no ${name} there` }
      const found = await finder.find(past, true)
      return { found, origin: `${found.version} of ${revision}` }
    },
    remove: revisions.remove,
  }
}
