import type { ResourceList } from '../resource/list.ts'
import { plainValue } from '../resource/plain.ts'
import { buildResources } from './build.ts'
import type { BuildOptions } from './options.ts'
import { printResources } from './print.ts'

/** What a build gives. */
export interface KustomizeBuild {
  /** The objects, in order. */
  readonly resources: ResourceList
  /** All of them as one stream of documents. */
  readonly text: string
  /** The objects as a JSON reader would have them. */
  readonly objects: () => unknown[]
}

/**
 * Builds the kustomization of a folder or repository. Throws `KustomizeError`; `RemoteMissing` and `ChartMissing` where
 * something must be fetched before the build can go on.
 */
export function renderKustomize(path: string, options: BuildOptions): KustomizeBuild {
  const resources = buildResources(path, options)
  const objects = (): unknown[] => resources.resources.map(({ value }) => plainValue(value))
  return { resources, text: printResources(resources, options.kept), objects }
}
