import { statSync } from 'node:fs'
import { type Dependency, type Lock, lockDigest } from '#repo'
import type { Chart } from '../chart.ts'
import { SourceError } from '../error.ts'
import { loadChart } from '../load/chart.ts'
import { downloadAll } from './download.ts'
import { helm2Digest, writeLock } from './lock.ts'
import type { DependencyOptions } from './options.ts'
import { resolveRepositories } from './repositories.ts'
import { resolveVersions } from './resolve.ts'

/**
 * Finds the newest version that fits each dependency of the chart folder, saves them in `charts/`, and writes the lock
 * file when it changes. Throws `bad-dependency`, what loading and the downloader throw, `io`.
 * Source: helm pkg/downloader Manager.Update.
 */
export async function updateDependencies(chartPath: string, options: DependencyOptions): Promise<void> {
  const chart = loadFolder(chartPath, options)
  const declared = chart.metadata.dependencies
  if (declared === undefined) return
  const requested = resolveRepositories(declared, chartPath, options)
  const locked = await resolveVersions(requested, chartPath, options)
  await downloadAll(locked, chartPath, options)
  const digest = lockDigest(requested, locked)
  if (chart.lock?.digest === digest) return
  const generated = new Date(options.nowMs).toISOString()
  writeLock(chartPath, { generated, digest, dependencies: locked }, chart.metadata.apiVersion)
}

/**
 * Saves the versions of the lock file in `charts/`; without a lock file it updates. Throws `lock-out-of-sync`, and what
 * updating throws. Source: helm pkg/downloader Manager.Build.
 */
export async function buildDependencies(chartPath: string, options: DependencyOptions): Promise<void> {
  const chart = loadFolder(chartPath, options)
  if (chart.lock === undefined) return updateDependencies(chartPath, options)
  checkLock(chart, chart.lock, { chartPath, options })
  checkConfigured(chart.lock.dependencies, options)
  await downloadAll(chart.lock.dependencies, chartPath, options)
}

function loadFolder(path: string, options: DependencyOptions): Chart {
  const stats = statSync(path, { throwIfNoEntry: false })
  if (stats?.isDirectory() === false) throw new SourceError('not-a-chart', 'only unpacked charts can be updated')
  if (stats !== undefined) return loadChart(path, options)
  throw new SourceError('not-found', `could not find ${path}: stat ${path}: no such file or directory`)
}

interface Folder {
  readonly chartPath: string
  readonly options: DependencyOptions
}

function checkLock({ metadata, origin }: Chart, lock: Lock, { chartPath, options }: Folder): void {
  const declared = metadata.dependencies ?? []
  const requested = resolveRepositories(declared, chartPath, options)
  if (lockDigest(requested, lock.dependencies) === lock.digest) return
  const isOld = metadata.apiVersion === 'v1'
  if (isOld) {
    options.onWarning?.('warning: a valid Helm v3 hash was not found. Checking against Helm v2 hash...')
    if (helm2Digest(declared) === lock.digest) return
  }
  const [lockName, name] = isOld ? ['requirements.lock', 'requirements.yaml'] : ['Chart.lock', 'Chart.yaml']
  const message = `the lock file (${lockName}) is out of sync with the dependencies file (${name}). Please update the dependencies`
  const position = { file: `${origin}/${lockName}`, line: 1, column: 1 }
  throw new SourceError('lock-out-of-sync', message, { position, hint: `berth dependency update ${chartPath}` })
}

function checkConfigured(dependencies: readonly Dependency[], { isConfigured }: DependencyOptions): void {
  if (isConfigured === undefined) return
  const missing = dependencies
    .map(({ repository }) => repository)
    .filter((url) => url !== '' && !/^(?:file|oci):\/\//.test(url) && !isConfigured(url.replace(/\/$/, '')))
  if (missing.length === 0) return
  const message = `no repository definition for ${missing.join(', ')}. Please add the missing repos via 'helm repo add'`
  throw new SourceError('bad-dependency', message, { hint: 'berth repo add NAME URL' })
}
