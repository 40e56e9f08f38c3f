import { readFileSync, type Stats, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readArchive } from '../archive/read.ts'
import { ensureArchive } from '../archive/sniff.ts'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError } from '../error.ts'
import { ioError, readFolder } from '../folder.ts'
import { assembleChart } from './assemble.ts'
import { readApiVersion } from './document.ts'
import type { LoadOptions } from './options.ts'

/**
 * The chart in a folder or a `.tgz` archive. Throws a `SourceError` with Helm's text, its position and a hint: for
 * charts that are not found, not valid, not safe or too large. Source: helm pkg/chart/loader/load.go.
 */
export function loadChart(path: string, options: LoadOptions = {}): Chart {
  const origin = (options.origin ?? path).replace(/(?<=.)\/+$/, '')
  const isFolder = statPath(path)
  const isChecked = options.compat !== 'helm3' && options.anyApiVersion !== true
  if (isFolder && isChecked) checkFolder(path, origin, options)
  const files = isFolder ? readChartFolder(path, options) : readChartArchive(path, options)
  if (!isFolder && isChecked) checkArchive(files, origin, options)
  return assembleChart({ files, origin }, options)
}

function statPath(path: string): boolean {
  const stats = stat(path)
  if (stats.isDirectory() || stats.isFile()) return stats.isDirectory()
  throw new SourceError('irregular-file', `cannot load irregular file ${path}`, {
    hint: 'name a chart folder or a .tgz archive, no device or pipe',
  })
}

function stat(path: string): Stats {
  try {
    return statSync(path)
  } catch (error) {
    throw ioError(`stat ${path}`, error)
  }
}

function checkFolder(path: string, origin: string, options: LoadOptions): void {
  const name = join(resolve(path), 'Chart.yaml')
  let data: Uint8Array
  try {
    data = readFileSync(name)
  } catch (error) {
    const hint = 'name a folder that holds Chart.yaml, or write one: berth create NAME'
    throw new SourceError(
      'not-a-chart',
      `unable to detect chart at ${name}: ${ioError(`open ${name}`, error).message}`,
      { hint },
    )
  }
  checkVersion(data, origin, options)
}

function checkArchive(files: readonly ChartFile[], origin: string, options: LoadOptions): void {
  const chartYaml = files.find((file) => file.name === 'Chart.yaml')
  if (chartYaml !== undefined) return checkVersion(chartYaml.data, origin, options)
  const hint = 'the archive must hold NAME/Chart.yaml'
  throw new SourceError('not-a-chart', 'unable to detect chart version, no Chart.yaml found', { hint })
}

/** Helm 4 chooses a loader by apiVersion before anything else is read. */
function checkVersion(data: Uint8Array, origin: string, options: LoadOptions): void {
  const document = { name: 'Chart.yaml', file: `${origin}/Chart.yaml`, data, compat: options.compat }
  const apiVersion = readApiVersion(document)
  if (apiVersion === '' || apiVersion === 'v1' || apiVersion === 'v2') return
  const message = apiVersion === 'v3' ? 'invalid chart apiVersion' : 'unsupported chart version'
  const position = { file: document.file, line: 1, column: 1 }
  throw new SourceError('unsupported', message, { position, hint: `apiVersion is ${apiVersion}; write v2` })
}

function readChartFolder(path: string, options: LoadOptions): ChartFile[] {
  return readFolder(path, {
    ...options,
    onLink: (link, resolved) => options.onWarning?.(linkLine(link, resolved, options)),
  })
}

function linkLine(path: string, resolved: string, { compat }: LoadOptions): string {
  const advice = 'Contents of linked file included and used'
  if (compat === 'helm3') return `walk.go:75: found symbolic link in path: ${path} resolves to ${resolved}. ${advice}`
  return `level=INFO msg="found symbolic link in path. ${advice}" path=${path} resolved=${resolved}`
}

function readChartArchive(path: string, options: LoadOptions): ChartFile[] {
  let data: Uint8Array
  try {
    data = readFileSync(path)
  } catch (error) {
    throw ioError(`open ${path}`, error)
  }
  ensureArchive(path, data)
  try {
    return readArchive(data, options.limits)
  } catch (error) {
    throw archiveError(path, error, options)
  }
}

/** Helm 4 says only that the archive cannot be loaded; the reason is put behind it. */
function archiveError(path: string, error: unknown, { compat, origin = path }: LoadOptions): unknown {
  if (!(error instanceof SourceError)) return error
  const { code, hint, cause } = error
  const prefix = compat === 'helm3' ? '' : 'unable to load chart archive: '
  const message =
    error.message === 'gzip: invalid header'
      ? `file '${path}' does not appear to be a valid chart file (details: ${error.message})`
      : `${prefix}${error.message}`
  return new SourceError(code, message, { position: { file: origin, line: 1, column: 1 }, hint, cause })
}
