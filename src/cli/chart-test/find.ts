import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { type Chart, unpackChart } from '#source'
import { loadLocalChart, locateChart } from '../chart/load.ts'
import { loadCompleteChart } from '../chart/load-complete.ts'
import type { Session } from '../frame/session.ts'
import type { ChartTestInput } from './flags.ts'
import { isFolder } from './named-charts.ts'

/** A chart of which the cases are asked. */
export interface FoundChart {
  /** As it was named. */
  readonly chart: string
  readonly folder: string
  readonly name: string
  readonly version: string
  readonly isLibrary: boolean
}

/** Finds charts, and removes what was unpacked for that. */
export interface Finder {
  /**
   * The chart that is tested, or with `isPrevious` the version before: folder, archive, or what has to be fetched. Throws what
   * locating and loading throw.
   */
  find(named: string, isPrevious?: boolean): Promise<FoundChart>
  remove(): void
}

/** A finder for a command line. */
export function createFinder(flags: ChartTestInput['flags'], session: Session): Finder {
  const unpacked: string[] = []
  const find = async (named: string, isPrevious = false): Promise<FoundChart> => {
    const isLocal = isPrevious ? /^[./]|\//.test(named) : existsSync(resolve(session.cwd, named))
    const path = await locateChart(named, isLocal ? { ...flags, repo: undefined } : flags, session)
    const folder = isFolder(path) ? path : await unpack(path, unpacked)
    const { metadata } = await load(folder, isAbsolute(named) ? path : named, { flags, session })
    return {
      chart: named,
      folder: shown(folder, named, session.cwd),
      name: metadata.name,
      version: metadata.version ?? '',
      isLibrary: metadata.type === 'library',
    }
  }
  return {
    find,
    remove: () => {
      for (const folder of unpacked) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What is missing in charts/ is fetched where that is asked for; what is told of that is no part of the report. */
async function load(
  folder: string,
  origin: string,
  { flags, session }: { readonly flags: ChartTestInput['flags']; readonly session: Session },
): Promise<Chart> {
  if (!flags['dependency-update']) return loadLocalChart(folder, flags.compat, { session, origin })
  const telling = Object.create(session, { stdout: { value: session.stderr } }) as Session
  return loadCompleteChart(folder, { ...flags, repo: undefined, version: undefined, verify: false }, telling)
}

/** As people name it: annotations want paths that begin where they are. */
function shown(folder: string, named: string, cwd: string): string {
  return isAbsolute(named) ? folder : relative(cwd, folder) || '.'
}

async function unpack(archive: string, unpacked: string[]): Promise<string> {
  const parent = mkdtempSync(join(tmpdir(), 'berth-chart-test-'))
  unpacked.push(parent)
  await unpackChart(readFileSync(archive), parent)
  return join(parent, readdirSync(parent)[0] ?? '')
}
