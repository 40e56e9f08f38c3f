import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { isAbsolute, join, normalize, relative, resolve } from 'node:path'
import { unpackChart } from '#source'
import { loadLocalChart, locateChart } from '../chart/load.ts'
import type { Session } from '../frame/session.ts'
import type { ChartTestInput } from './flags.ts'
import type { TestCase } from './result.ts'
import { troubleOf } from './trouble.ts'

/** The cases of a command line, and how to remove what was unpacked for them. */
export interface Cases {
  readonly cases: readonly TestCase[]
  remove(): void
}

/** A chart of which the cases are asked. */
interface Found {
  readonly chart: string
  readonly folder: string
  readonly name: string
  readonly version: string
}

/**
 * Every chart with each of its `ci/*-values.yaml`, or with its default values when it has none, as chart-testing does it. With
 * `--previous`, each values file of that version makes a further case. A chart that cannot be loaded is a case that failed.
 */
export async function findCases({ args, flags }: ChartTestInput, session: Session): Promise<Cases> {
  const unpacked: string[] = []
  const find = async (named: string): Promise<Found> => {
    const path = await locateChart(named, flags, session)
    const folder = statSync(path, { throwIfNoEntry: false })?.isFile() === true ? await unpack(path, unpacked) : path
    const { metadata } = loadLocalChart(folder, flags.compat, { session, origin: path })
    return {
      chart: named,
      folder: shown(folder, named, session.cwd),
      name: metadata.name,
      version: metadata.version ?? '',
    }
  }
  const previous = flags.previous === undefined ? undefined : await find(flags.previous)
  const cases: TestCase[] = []
  for (const named of args) {
    try {
      const found = await find(named)
      cases.push(...casesOf(found, found, flags.values))
      if (previous !== undefined) cases.push(...upgradesOf(found, previous, flags.values))
    } catch (error) {
      cases.push(broken(named, error))
    }
  }
  const remove = (): void => {
    for (const folder of unpacked) rmSync(folder, { recursive: true, force: true })
  }
  return { cases, remove }
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

function casesOf(found: Found, values: Found, more: readonly string[]): TestCase[] {
  const files = valuesFiles(values.folder)
  if (files.length === 0) return [{ ...found, label: 'default values', values: more }]
  return files.map((file) => ({
    ...found,
    label: `ci/${file}`,
    values: [normalize(join(values.folder, 'ci', file)), ...more],
  }))
}

function upgradesOf(found: Found, { folder, version, ...rest }: Found, more: readonly string[]): TestCase[] {
  const cases = casesOf(found, { folder, version, ...rest }, more)
  return cases.map((one) => ({ ...one, label: `${one.label} from ${version}`, previous: { folder, version } }))
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
  const problem = troubleOf(error)
  return { chart, name: chart, version: '', folder: chart, label: 'default values', values: [], problem }
}
