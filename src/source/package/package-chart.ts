import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { validateMetadata } from '#repo'
import type { Chart } from '../chart.ts'
import { checkDependencies } from '../dependency/check.ts'
import { SourceError, wrapError } from '../error.ts'
import { ioError } from '../folder.ts'
import { loadChart } from '../load/chart.ts'
import type { Compat, LoadOptions } from '../load/options.ts'
import type { ContentsOptions } from './contents.ts'
import { saveChart } from './save.ts'

/** How a chart is packaged. */
export interface PackageOptions extends LoadOptions, Pick<ContentsOptions, 'nowMs'> {
  /** Instead of the version in Chart.yaml. */
  readonly version?: string
  /** Instead of the appVersion in Chart.yaml. */
  readonly appVersion?: string
  /** The folder to write to. */
  readonly destination: string
  /** Masterminds' `NewVersion` accepts this text. */
  readonly isVersion: (version: string) => boolean
}

/**
 * Packs a chart folder into `destination/NAME-VERSION.tgz` and returns the absolute path. Throws what loading throws,
 * `missing-dependency`, `invalid-version`, `invalid-schema`, `io`. Source: helm pkg/action/package.go.
 */
export async function packageChart(folder: string, options: PackageOptions): Promise<string> {
  const stats = statSync(folder, { throwIfNoEntry: false })
  if (stats === undefined) throw new SourceError('not-found', `stat ${folder}: no such file or directory`)
  if (!stats.isDirectory()) throw notFolder(folder)
  const chart = withVersions(loadChart(folder, { ...options, withTimes: true }), options)
  checkDependencies(chart)
  try {
    return await saveChart(chart, resolve(options.destination), options)
  } catch (error) {
    throw wrapError(options.compat === 'helm3' ? 'Failed to save' : 'failed to save', error)
  }
}

function notFolder(path: string): SourceError {
  const name = `${resolve(path)}/Chart.yaml`
  const reason = ioError(`open ${name}`, Object.assign(new Error(), { code: 'ENOTDIR' })).message
  return new SourceError('not-a-chart', `unable to detect chart at ${name}: ${reason}`, { hint: 'name a chart folder' })
}

function withVersions(chart: Chart, options: PackageOptions): Chart {
  const { version, appVersion } = options
  if (version === undefined && appVersion === undefined) return chart
  if (version !== undefined && !options.isVersion(version)) throw badVersion(version, options.compat)
  const changed = { ...(version && { version }), ...(appVersion && { appVersion }) }
  return { ...chart, metadata: validateMetadata({ ...chart.metadata, ...changed }) }
}

function badVersion(version: string, compat: Compat | undefined): SourceError {
  const isPadded = /^v?\d+(?:\.\d+){0,2}-(?:[\w-]+\.)*0\d+(?:[.+]|$)/.test(version)
  const text = isPadded ? 'version segment starts with 0' : 'invalid semantic version'
  const helm3Text = isPadded ? 'Version segment starts with 0' : 'Invalid Semantic Version'
  const hint = `--version is ${version}, such as 1.2.3 was expected`
  return new SourceError('invalid-version', compat === 'helm3' ? helm3Text : text, { hint })
}
