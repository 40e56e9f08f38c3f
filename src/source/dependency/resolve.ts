import { join } from 'node:path'
import type { Dependency } from '#repo'
import { SourceError } from '../error.ts'
import { loadChart } from '../load/chart.ts'
import { quote } from '../text.ts'
import { localPath } from './local.ts'
import type { DependencyOptions } from './options.ts'

/**
 * Each dependency at one version: the newest that fits its constraint. Throws `bad-dependency` when none does, and what
 * the downloader throws. Source: helm internal/resolver.
 */
export async function resolveVersions(
  dependencies: readonly Dependency[],
  chartPath: string,
  options: DependencyOptions,
): Promise<Dependency[]> {
  const locked: Dependency[] = []
  const missing: string[] = []
  for (const dependency of dependencies) {
    const version = await resolveVersion(dependency, chartPath, options)
    const { name, repository } = dependency
    if (version === undefined) missing.push(describe(dependency))
    else locked.push({ name, repository, version })
  }
  if (missing.length === 0) return locked
  const advice = 'Make sure a matching chart version exists in the repo, or change the version constraint in Chart.yaml'
  const message = `can't get a valid version for ${missing.length} subchart(s): ${missing.join(', ')}. ${advice}`
  throw new SourceError('bad-dependency', message)
}

function describe({ name, repository, version }: Dependency): string {
  return `${quote(name)} (repository ${quote(repository)}, version ${quote(version)})`
}

async function resolveVersion(
  dependency: Dependency,
  chartPath: string,
  options: DependencyOptions,
): Promise<string | undefined> {
  const { name, repository, version } = dependency
  checkConstraint(dependency, options)
  if (repository === '') {
    localPath(join('charts', name), chartPath)
    return version
  }
  if (repository.startsWith('file://')) {
    const found = loadChart(localPath(repository, chartPath), options).metadata.version
    return options.versions.satisfies(version, found) ? found : undefined
  }
  if (repository.startsWith('oci://') && options.versions.isVersion(version)) return version
  const found = await options.downloader.versions(repository, name)
  if (found.length === 0) throw new SourceError('bad-dependency', `${name} chart not found in repo ${repository}`)
  const offered = options.versions.sortVersions(found)
  return offered.find((each) => options.versions.satisfies(version, each))
}

/** Throws `bad-dependency` for a constraint that cannot be read. */
function checkConstraint({ name, version }: Dependency, { versions }: DependencyOptions): void {
  try {
    versions.satisfies(version, '0.0.0')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `dependency ${quote(name)} has an invalid version/constraint format: ${reason}`
    throw new SourceError('bad-dependency', message, { cause: error })
  }
}
