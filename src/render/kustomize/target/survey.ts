import type { RemoteNeeds, RepositoryRequest } from '#source'
import { KustomizeError } from '../error.ts'
import { parseKustomization } from '../file/read.ts'
import type { Kustomization } from '../file/types.ts'
import { type Loader, loaderFor } from '../load/loader.ts'
import { RemoteMissing } from '../load/missing.ts'
import { findKustomization } from './find.ts'
import type { BuildOptions } from './options.ts'

/**
 * Everything remote that a build will ask for and that has not been fetched, as far as the files tell that are there:
 * what lies in a repository shows when it has been fetched. Failures are left to the build.
 */
export function surveyRemotes(path: string, { files, isUnrestricted = false }: BuildOptions): RemoteNeeds {
  const survey: Survey = { repositories: new Map(), downloads: new Set(), seen: new Set() }
  follow(survey, () => visit(survey, loaderFor(path, { files, isUnrestricted })))
  return { repositories: [...survey.repositories.values()], downloads: [...survey.downloads] }
}

interface Survey {
  readonly repositories: Map<string, RepositoryRequest>
  readonly downloads: Set<string>
  readonly seen: Set<string>
}

function visit(survey: Survey, loader: Loader): void {
  if (survey.seen.has(loader.root)) return
  survey.seen.add(loader.root)
  const { name, text } = findKustomization(loader)
  const file = parseKustomization({ text, file: name, folder: loader.root })
  for (const path of filesOf(file)) follow(survey, () => loader.loadRemote(path))
  for (const path of basesOf(file)) follow(survey, () => visit(survey, loader.open(path)))
}

function basesOf({ resources = [], bases = [], components = [], ...rest }: Kustomization): readonly string[] {
  const { generators = [], transformers = [], validators = [] } = rest
  return [...resources, ...bases, ...components, ...generators, ...transformers, ...validators]
}

function filesOf(file: Kustomization): readonly string[] {
  const { resources = [], bases = [], crds = [], configurations = [], patches = [], replacements = [] } = file
  const { generators = [], transformers = [], validators = [], openapi } = file
  return [
    ...[resources, bases, crds, configurations, generators, transformers, validators].flat(),
    ...[...patches, ...replacements].flatMap(({ path }) => path ?? []),
    ...((openapi?.['path'] ?? '') ? [openapi?.['path'] ?? ''] : []),
  ]
}

function follow(survey: Survey, run: () => void): void {
  try {
    run()
  } catch (error) {
    if (error instanceof RemoteMissing) take(survey, error.needs)
    else if (!(error instanceof KustomizeError)) throw error
  }
}

function take(survey: Survey, { repositories, downloads }: RemoteNeeds): void {
  for (const request of repositories) survey.repositories.set(`${request.url}\n${request.ref}`, request)
  for (const url of downloads) survey.downloads.add(url)
}
