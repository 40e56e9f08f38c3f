import type { DiffOptions, ResourceChange } from './diff/compare.ts'
import type { ExplainRequest, Explanation } from './explain/explain.ts'
import type { LocalizedCopy, LocalizeOptions } from './localize/options.ts'
import type { Fetchers } from './target/drive.ts'
import type { KeptWork } from './target/kept-work.ts'
import type { BuildOptions } from './target/options.ts'
import type { KustomizeBuild } from './target/render.ts'

// Loaded when it is first called: a chart pays for no overlay.

/** Builds the kustomization of a folder or repository: see `target/drive.ts`. */
export async function buildKustomization(
  path: string,
  options: BuildOptions,
  fetchers: Fetchers = {},
): Promise<KustomizeBuild> {
  return (await import('./target/drive.ts')).driveBuild(path, options, fetchers)
}

/** Builds a kustomization and tells who wrote a field: see `explain/explain.ts`. */
export async function explainKustomization(
  request: ExplainRequest,
  options: BuildOptions,
  fetchers: Fetchers = {},
): Promise<Explanation> {
  return (await import('./explain/explain.ts')).explainBuild(request, options, fetchers)
}

/** What a build leaves for the next one of the same folder: see `target/kept-work.ts`. */
export async function keepWork(): Promise<KeptWork> {
  return (await import('./target/kept-work.ts')).newKeptWork()
}

/** What changes kustomization files. */
export type KustomizeEdits = typeof import('./edit/index.ts')

/** What changes kustomization files: see `edit/index.ts`. */
export async function kustomizeEdits(): Promise<KustomizeEdits> {
  return import('./edit/index.ts')
}

/** Each object of a build as a text of its own, under the file name that the reference gives it. */
export async function kustomizationFiles(built: KustomizeBuild): Promise<ReadonlyMap<string, string>> {
  return (await import('./target/individual-files.ts')).individualFiles(built.resources)
}

/** Makes the localized copy of a kustomization, not yet written: see `localize/drive.ts`. */
export async function localizeKustomization(options: LocalizeOptions, fetchers: Fetchers = {}): Promise<LocalizedCopy> {
  return (await import('./localize/drive.ts')).driveLocalize(options, fetchers)
}

/** The objects in which two builds differ: see `diff/compare.ts`. */
export async function compareKustomizations(
  before: KustomizeBuild,
  after: KustomizeBuild,
  options: DiffOptions,
): Promise<ResourceChange[]> {
  return (await import('./diff/compare.ts')).compareBuilds(before, after, options)
}
