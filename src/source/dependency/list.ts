import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Dependency } from '#repo'
import type { Chart } from '../chart.ts'
import { loadChart } from '../load/chart.ts'
import type { LoadOptions } from '../load/options.ts'
import { quote } from '../text.ts'
import type { VersionRules } from './downloader.ts'

/** How a dependency stands: as `helm dependency list` prints it. */
export type DependencyStatus =
  | 'ok'
  | 'unpacked'
  | 'missing'
  | 'wrong version'
  | 'invalid version'
  | 'too many matches'
  | 'corrupt'
  | 'misnamed'

/** One row of the list. */
export interface ListedDependency {
  readonly name: string
  readonly version: string
  readonly repository: string
  readonly status: DependencyStatus
}

/** The rows, and Helm's warnings about what else is in `charts/`. */
export interface DependencyList {
  readonly rows: readonly ListedDependency[]
  readonly warnings: readonly string[]
}

/** What listing needs beside the chart. */
export interface ListOptions extends LoadOptions {
  readonly versions: Pick<VersionRules, 'satisfies' | 'isVersion'>
}

/**
 * How each declared dependency of the chart at `path` stands. Throws what loading throws.
 * Source: helm pkg/action/dependency.go.
 */
export function listDependencies(path: string, options: ListOptions): DependencyList {
  const chart = loadChart(path, options)
  const declared = chart.metadata.dependencies
  if (declared === undefined) return { rows: [], warnings: [`WARNING: no dependencies at ${join(path, 'charts')}`] }
  const listing: Listing = { path, chart, options, names: namesIn(join(path, 'charts')) }
  const rows = declared.map((dependency) => {
    const { name, version, repository } = dependency
    return { name, version, repository, status: statusOf(listing, dependency) }
  })
  return { rows, warnings: listing.names.flatMap((name) => warningFor(listing, join(path, 'charts', name))) }
}

interface Listing {
  readonly path: string
  readonly chart: Chart
  readonly options: ListOptions
  readonly names: readonly string[]
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

const strictVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/

function statusOf(listing: Listing, dependency: Dependency): DependencyStatus {
  const prefix = `${dependency.name}-`
  const archives = listing.names.filter((name) => name.startsWith(prefix) && name.endsWith('.tgz'))
  if (archives.length === 0) return unpackedStatus(listing, dependency)
  const isVersioned = (name: string) => strictVersion.test(name.slice(prefix.length, -'.tgz'.length))
  const found = archives.length === 1 ? archives : archives.filter(isVersioned)
  if (found.length > 1) return 'too many matches'
  if (found.length === 0) return unpackedStatus(listing, dependency)
  return archiveStatus(listing, join(listing.path, 'charts', found[0] ?? ''), dependency)
}

function archiveStatus(listing: Listing, path: string, dependency: Dependency): DependencyStatus {
  const chart = tryLoad(path, listing.options)
  if (chart === undefined) return 'corrupt'
  if (chart.metadata.name !== dependency.name) return 'misnamed'
  return versionStatus(listing, chart, dependency) ?? 'ok'
}

function unpackedStatus(listing: Listing, dependency: Dependency): DependencyStatus {
  const chart = listing.chart.dependencies.findLast(({ metadata }) => metadata.name === dependency.name)
  if (chart === undefined) return 'missing'
  return versionStatus(listing, chart, dependency) ?? 'unpacked'
}

function versionStatus({ options }: Listing, chart: Chart, dependency: Dependency): DependencyStatus | undefined {
  const { version } = chart.metadata
  if (version === dependency.version) return undefined
  try {
    if (!options.versions.isVersion(version)) return 'invalid version'
    return options.versions.satisfies(dependency.version, version) ? undefined : 'wrong version'
  } catch {
    return 'invalid version'
  }
}

function tryLoad(path: string, { compat, limits }: LoadOptions): Chart | undefined {
  try {
    return loadChart(path, { ...(compat && { compat }), ...(limits && { limits }) })
  } catch {
    return undefined
  }
}

function warningFor({ chart, options }: Listing, path: string): string[] {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
  if (!isFolder && !path.endsWith('.tgz')) return []
  const found = tryLoad(path, options)
  if (found === undefined) return [`WARNING: ${quote(path)} is not a chart.`]
  const isDeclared = chart.metadata.dependencies?.some(({ name }) => name === found.metadata.name)
  return isDeclared ? [] : [`WARNING: ${quote(path)} is not in Chart.yaml.`]
}
