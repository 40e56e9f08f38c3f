import { readdirSync, statSync } from 'node:fs'
import { join, normalize, resolve } from 'node:path'
import type { Session } from '../frame/session.ts'
import { createFinder, type Finder, type FoundChart } from './find.ts'
import type { ChartTestInput } from './flags.ts'
import { namedCharts } from './named-charts.ts'
import { createPreviousFinder, type PreviousFinder } from './previous.ts'
import type { TestCase } from './result.ts'
import { changeSince } from './since.ts'
import { troubleOf } from './trouble.ts'

/** The cases of a command line, and how to remove what was unpacked for them. */
export interface Cases {
  readonly cases: readonly TestCase[]
  /** Charts that are left out because nothing in them has changed. */
  readonly unchanged: readonly string[]
  remove(): void
}

/**
 * Every chart with each of its `ci/*-values.yaml`, or with its default values when it has none, as chart-testing does it. With
 * `--previous`, each values file of that version makes a further case. A chart that cannot be loaded is a case that failed.
 * Throws what is wrong with the command line: CliError, SourceError.
 */
export async function findCases({ args, flags }: ChartTestInput, session: Session): Promise<Cases> {
  const finder = createFinder(flags, session)
  let previous: PreviousFinder | undefined
  const remove = (): void => {
    finder.remove()
    previous?.remove()
  }
  try {
    if (flags.previous !== undefined) previous = await createPreviousFinder(flags.previous, finder, session)
    const context: Context = { flags, session, finder, previous }
    const cases: TestCase[] = []
    const unchanged: string[] = []
    for (const named of namedCharts(args, { cwd: session.cwd, excluded: flags.exclude })) {
      const found = await casesNamed(named, context)
      if (found === undefined) unchanged.push(named)
      else cases.push(...found)
    }
    return { cases, unchanged, remove }
  } catch (error) {
    remove()
    throw error
  }
}

interface Context {
  readonly flags: ChartTestInput['flags']
  readonly session: Session
  readonly finder: Finder
  readonly previous: PreviousFinder | undefined
}

/** Undefined for a chart that has not changed. */
async function casesNamed(named: string, context: Context): Promise<TestCase[] | undefined> {
  const found = await context.finder.find(named).catch((error: unknown) => ({ error }))
  if ('error' in found) return [broken(named, found.error)]
  const { flags, session } = context
  const since = flags['changed-since']
  const change = since === undefined ? undefined : await changeSince(since, found, session)
  if (change?.isChanged === false) return undefined
  const { trouble } = flags['check-version-increment'] ? (change ?? {}) : {}
  const raised: TestCase[] =
    trouble === undefined ? [] : [{ ...caseOf(found), label: 'version', problem: { step: 'version', trouble } }]
  if (found.isLibrary) return [...raised, { ...caseOf(found), label: 'library', omitted: LIBRARY }]
  return [...raised, ...casesOf(found, found, flags.values), ...(await upgradesOf(found, context))]
}

const LIBRARY = 'library charts are not installable: test a chart that depends on it'

function caseOf({ chart, folder, name, version }: FoundChart): Omit<TestCase, 'label'> {
  return { chart, folder, name, version, values: [] }
}

function casesOf(found: FoundChart, values: Pick<FoundChart, 'folder'>, more: readonly string[]): TestCase[] {
  const files = valuesFiles(values.folder)
  if (files.length === 0) return [{ ...caseOf(found), label: 'default values', values: more }]
  return files.map((file) => ({
    ...caseOf(found),
    label: `ci/${file}`,
    values: [normalize(join(values.folder, 'ci', file)), ...more],
  }))
}

/** That a chart has no version before, or one that cannot be read, is no fault of it. */
async function upgradesOf(found: FoundChart, { previous, flags }: Context): Promise<TestCase[]> {
  if (previous === undefined) return []
  const before = await previous.previousOf(found).catch((error: unknown) => {
    if (isAboutCommandLine(error)) throw error
    return { missing: troubleOf(error).message }
  })
  if ('missing' in before) {
    return [{ ...caseOf(found), label: 'upgrade', omitted: `no upgrade was tried: ${before.missing}` }]
  }
  const { folder, version } = before.found
  const cases = casesOf(found, { folder }, flags.values)
  return cases.map((one) => ({ ...one, label: `${one.label} from ${before.origin}`, previous: { folder, version } }))
}

/** A revision that is not there, no git: nothing that concerns one chart alone. */
function isAboutCommandLine(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'input'
}

/** Names of the files, in the order of a Go glob. */
function valuesFiles(folder: string): string[] {
  const place = resolve(folder, 'ci')
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(place)
    .filter((name) => name.endsWith('-values.yaml'))
    .sort()
}

function broken(chart: string, error: unknown): TestCase {
  const problem = { step: 'load', trouble: troubleOf(error) } as const
  return { chart, name: chart, version: '', folder: chart, label: 'default values', values: [], problem }
}
