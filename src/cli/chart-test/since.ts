import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { compareVersions, parseVersion } from '#template'
import type { Session } from '../frame/session.ts'
import type { FoundChart } from './find.ts'
import { isChanged, mergeBase, runGit } from './git.ts'
import type { Trouble } from './result.ts'

/** What became of a chart since a revision. */
export interface Change {
  readonly isChanged: boolean
  /** The version is no higher than it was. */
  readonly trouble?: Trouble
}

/** Compares a chart's folder with the last commit that HEAD has in common with a revision. Throws CliError `input`. */
export async function changeSince(revision: string, chart: FoundChart, session: Session): Promise<Change> {
  const place = { folder: resolve(session.cwd, chart.folder), session }
  const base = await mergeBase(revision, place)
  if (!(await isChanged(base, place))) return { isChanged: false }
  const before = await versionAt(base, place)
  if (before === undefined || isHigher(chart.version, before)) return { isChanged: true }
  return { isChanged: true, trouble: notRaised(chart, `${before}, as it was in ${revision}`) }
}

/** The version in Chart.yaml at a commit; undefined when there was no chart. */
async function versionAt(commit: string, place: Parameters<typeof runGit>[1]): Promise<string | undefined> {
  const text = await runGit(['show', `${commit}:./Chart.yaml`], place).catch(() => undefined)
  return text === undefined ? undefined : /^version:\s*["']?([^\s"'#]+)/m.exec(text)?.[1]
}

function isHigher(version: string, before: string): boolean {
  try {
    return compareVersions(parseVersion(version), parseVersion(before)) > 0
  } catch {
    return version !== before
  }
}

function notRaised({ folder, version, name }: FoundChart, before: string): Trouble {
  const file = join(folder, 'Chart.yaml')
  const line =
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((text) => text.startsWith('version:')) + 1
  return {
    message: `${name} has changed, and its version ${version} is not higher than ${before}`,
    hint: 'raise version in Chart.yaml, or leave that to others with --check-version-increment=false',
    position: { file, line: Math.max(1, line), column: 1 },
    reasons: [],
  }
}
