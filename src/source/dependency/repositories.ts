import type { Dependency } from '#repo'
import { SourceError } from '../error.ts'
import { localPath } from './local.ts'
import type { DependencyOptions } from './options.ts'

const stableHint = `
Note that repositories must be URLs or aliases. For example, to refer to the "example"
repository, use "https://charts.example.com/" or "@example" instead of
"example". Don't forget to add the repo, too ('helm repo add').`

/**
 * The dependencies with `@name` and `alias:name` replaced by URLs. Throws `bad-dependency` for a repository that is
 * neither configured nor a URL, `not-found` for a missing local one. Source: helm pkg/downloader resolveRepoNames.
 */
export function resolveRepositories(
  dependencies: readonly Dependency[],
  chartPath: string,
  options: DependencyOptions,
): Dependency[] {
  const missing: string[] = []
  const resolved = dependencies.map((dependency) => {
    const url = repositoryOf(dependency, chartPath, options)
    if (url === undefined) missing.push(dependency.repository)
    return { ...dependency, repository: url ?? '' }
  })
  if (missing.length > 0) throw unknownRepositories(missing)
  return resolved
}

function repositoryOf({ repository }: Dependency, chartPath: string, options: DependencyOptions): string | undefined {
  if (repository === '' || repository.startsWith('oci://')) return repository
  if (repository.startsWith('file://')) {
    localPath(repository, chartPath)
    return repository
  }
  const name = /^(?:@|alias:)(.*)$/s.exec(repository)?.[1]
  if (name !== undefined) return options.repositoryUrl(name)
  return /^[a-zA-Z][a-zA-Z0-9+.-]*:|^\//.test(repository) ? repository : undefined
}

function unknownRepositories(missing: readonly string[]): SourceError {
  const isName = (text: string) => !text.includes('//') && !text.startsWith('@') && !text.startsWith('alias:')
  const note = missing.some(isName) ? stableHint : ''
  const message = `no repository definition for ${missing.join(', ')}. Please add them via 'helm repo add'${note}`
  return new SourceError('bad-dependency', message, { hint: 'berth repo add NAME URL' })
}
