import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Dependency } from '#repo'
import { readArchive } from '../archive/read.ts'
import { SourceError, wrapError } from '../error.ts'
import { ioError } from '../folder.ts'
import { assembleChart } from '../load/assemble.ts'
import { loadChart } from '../load/chart.ts'
import { archiveName } from '../package/archive-name.ts'
import { packageContents } from '../package/contents.ts'
import { packFiles } from '../package/tar-writer.ts'
import { quote } from '../text.ts'
import { localPath } from './local.ts'
import type { DependencyOptions } from './options.ts'

interface Archive {
  readonly fileName: string
  readonly bytes: Uint8Array
}

/**
 * Fetches every locked dependency, then writes them all into `charts/` and removes archives there that are no longer
 * asked for. Nothing in `charts/` changes when one cannot be fetched. Throws `bad-dependency`, what the downloader and
 * loading throw, `io`. Source: helm pkg/downloader downloadAll, safeMoveDeps.
 */
export async function downloadAll(
  dependencies: readonly Dependency[],
  chartPath: string,
  options: DependencyOptions,
): Promise<void> {
  const charts = join(chartPath, 'charts')
  ensureFolder(charts)
  options.onOutput?.(`Saving ${dependencies.length} charts`)
  const archives = new Map<string, Archive>()
  for (const dependency of dependencies) {
    const archive = await announceFailure(options, () => fetchOne(dependency, chartPath, { options, archives }))
    if (archive !== undefined) archives.set(keyOf(dependency), archive)
  }
  for (const archive of archives.values()) place(charts, archive)
  options.onOutput?.('Deleting outdated charts')
  const wanted = new Set([...archives.values()].map(({ fileName }) => fileName))
  const unpacked = dependencies.filter(({ repository }) => repository === '').map(({ name }) => name)
  removeOutdated(charts, wanted, { options, unpacked })
}

async function announceFailure<T>({ onOutput }: DependencyOptions, fetch: () => Promise<T>): Promise<T> {
  try {
    return await fetch()
  } catch (error) {
    onOutput?.(`Save error occurred:  ${error instanceof Error ? error.message : String(error)}`)
    throw error
  }
}

function ensureFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new SourceError('io', `${quote(path)} is not a directory`)
  }
  mkdirSync(path, { recursive: true })
}

function keyOf({ name, repository, version }: Dependency): string {
  return [repository.replace(/\/$/, ''), name, version].join('\n')
}

interface Fetching {
  readonly options: DependencyOptions
  readonly archives: ReadonlyMap<string, Archive>
}

async function fetchOne(
  dependency: Dependency,
  chartPath: string,
  { options, archives }: Fetching,
): Promise<Archive | undefined> {
  const { name, repository } = dependency
  if (repository === '') {
    options.onOutput?.(`Dependency ${name} did not declare a repository. Assuming it exists in the charts directory`)
    return checkUnpacked(dependency, chartPath, options)
  }
  if (repository.startsWith('file://')) return packLocal(dependency, chartPath, options)
  if (archives.has(keyOf(dependency))) {
    options.onOutput?.(`Already downloaded ${name} from repo ${repository}`)
    return undefined
  }
  options.onOutput?.(`Downloading ${name} from repo ${repository}`)
  return download(dependency, options)
}

function checkUnpacked({ name, version }: Dependency, chartPath: string, options: DependencyOptions): undefined {
  const path = join(chartPath, 'charts', name)
  const found = loadOrWrap(path, options).metadata.version
  if (options.versions.satisfies(version, found)) return
  throw new SourceError(
    'bad-dependency',
    `dependency ${name} at version ${found} does not satisfy the constraint ${version}`,
  )
}

function loadOrWrap(path: string, options: DependencyOptions) {
  try {
    return loadChart(path, options)
  } catch (error) {
    throw wrapError(`unable to load chart '${path}'`, error)
  }
}

async function packLocal(dependency: Dependency, chartPath: string, options: DependencyOptions): Promise<Archive> {
  const chart = loadChart(localPath(dependency.repository, chartPath), { ...options, withTimes: true })
  if (!options.versions.satisfies(dependency.version, chart.metadata.version)) {
    throw new SourceError('bad-dependency', `can't get a valid version for dependency ${dependency.name}`)
  }
  return { fileName: archiveName(chart), bytes: await packFiles(packageContents(chart, options)) }
}

async function download(dependency: Dependency, options: DependencyOptions): Promise<Archive> {
  const { name, repository, version } = dependency
  const fetched = await options.downloader.fetchChart(repository, name, version)
  const chart = readFetched(fetched.bytes, fetched.url, options)
  if (chart.metadata.name !== name) {
    const message = `${fetched.url} holds the chart ${chart.metadata.name}, and ${name} was asked for`
    throw new SourceError('bad-dependency', message)
  }
  return { fileName: archiveName(chart), bytes: fetched.bytes }
}

function readFetched(bytes: Uint8Array, url: string, options: DependencyOptions) {
  try {
    return assembleChart({ files: readArchive(bytes, options.limits), origin: url }, options)
  } catch (error) {
    throw wrapError(`could not download ${url}`, error)
  }
}

/** Written beside and renamed: a reader sees the old archive or the new one. Hidden names are no charts to the loader. */
function place(folder: string, { fileName, bytes }: Archive): void {
  const part = join(folder, `.${fileName}.part`)
  try {
    writeFileSync(part, bytes)
    renameSync(part, join(folder, fileName))
  } catch (error) {
    rmSync(part, { force: true })
    throw ioError(`open ${join(folder, fileName)}`, error)
  }
}

interface Removal {
  readonly options: DependencyOptions
  /** Dependencies without a repository, which live in `charts/` themselves. */
  readonly unpacked: readonly string[]
}

function removeOutdated(folder: string, wanted: ReadonlySet<string>, { options, unpacked }: Removal): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() || wanted.has(entry.name)) continue
    const path = join(folder, entry.name)
    try {
      if (!unpacked.includes(loadChart(path, options).metadata.name)) rmSync(path)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      options.onOutput?.(`Could not verify ${path} for deletion: ${reason} (Skipping)`)
    }
  }
}
