import { loaderFor } from '../load/loader.ts'
import { nameReferenceTransformer } from '../references/names.ts'
import { resolveVars } from '../references/vars.ts'
import { newObject } from '../resource/json.ts'
import type { ResourceList } from '../resource/list.ts'
import { BUILD_ANNOTATIONS } from '../resource/marks.ts'
import { sortResources } from '../resource/order.ts'
import { originText, transformationsText } from '../resource/origin-text.ts'
import { checkMetadata } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import { hashTransformer } from '../transformers/hash-names.ts'
import { labelTransformer } from '../transformers/metadata.ts'
import { accumulate, loadTarget } from './accumulate.ts'
import type { Accumulator } from './accumulator.ts'
import { atEntry } from './at-entry.ts'
import { BuildState } from './build-state.ts'
import { type Cause, observe } from './observer.ts'
import type { BuildOptions } from './options.ts'
import type { Target } from './target.ts'

/** Builds the kustomization of a folder or repository: its resources in the order of printing. Throws `KustomizeError`. */
export function buildResources(path: string, options: BuildOptions): ResourceList {
  const { files, isUnrestricted = false, log } = options
  const state = new BuildState(options)
  const loader = loaderFor(path, { files, isUnrestricted, ...(log && { log }) })
  const loaded = loadTarget(loader, state)
  atEntry(loaded, ['openapi', 'path'], () => state.useSchema(loaded.kustomization, loader))
  const asks = (loaded.kustomization.buildMetadata?.length ?? 0) > 0
  const target: Target = asks ? { ...loaded, origin: {} } : loaded
  const built = accumulate(target)
  finishNames(built, target, options)
  dropLocal(built.resources)
  order(built.resources, target, options)
  const { resources } = built
  const cause: Cause = { kind: 'BuildMetadata', kustomization: target, entry: ['buildMetadata'] }
  observe({ observer: options.observer, resources, cause }, () => finishMetadata(resources, target, options))
  return built.resources
}

/** What is only known when all resources are there: hashes, names in other resources, vars. */
function finishNames({ resources, configuration, vars }: Accumulator, target: Target, options: BuildOptions): void {
  const { observer, log } = options
  const cause = (kind: string): Cause => ({ kind, kustomization: target, entry: [] })
  observe({ observer, resources, cause: cause('HashTransformer') }, () => hashTransformer()(resources))
  resources.touched()
  if (configuration.nameReference.length > 0) {
    const follow = nameReferenceTransformer(configuration.nameReference)
    observe({ observer, resources, cause: cause('NameReferenceTransformer') }, () => follow(resources))
  }
  let unused: readonly string[] = []
  observe({ observer, resources, cause: cause('RefVarTransformer') }, () => {
    unused = atEntry(target, ['vars'], () => resolveVars(resources, vars, configuration.varReference))
  })
  if (unused.length > 0) log?.(`well-defined vars that were never replaced: ${unused.join(',')}`)
  resources.touched()
}

const LOCAL_CONFIG = 'config.kubernetes.io/local-config'

function dropLocal(resources: ResourceList): void {
  const kept: Resource[] = []
  for (const resource of resources) {
    if (resource.isEmpty) continue
    checkMetadata(resource.value, resource.place)
    const mark = resource.annotations.get(LOCAL_CONFIG)
    if (mark === undefined || mark === 'false') kept.push(resource)
  }
  if (kept.length < resources.size) resources.replaceAll(kept)
}

const BOTH_ORDERS =
  "Warning: Sorting order is set both in 'kustomization.yaml' ('sortOptions') and in a CLI flag ('--reorder'). Using the kustomization file over the CLI flag."

function order(
  resources: ResourceList,
  { kustomization }: Target,
  { reorder = 'unspecified', log }: BuildOptions,
): void {
  const { sortOptions } = kustomization
  if (sortOptions !== undefined) {
    if (reorder !== 'unspecified') log?.(BOTH_ORDERS)
    sortResources(resources, sortOptions)
  } else if (reorder !== 'none') sortResources(resources, { order: 'legacy' })
}

const MANAGED_BY = 'app.kubernetes.io/managed-by'
/** The release whose behaviour and texts this build has. */
const VERSION = 'v5.7.1'

function finishMetadata(resources: ResourceList, { kustomization }: Target, options: BuildOptions): void {
  const wanted = new Set(kustomization.buildMetadata)
  if (options.addManagedByLabel === true || wanted.has('managedByLabel')) {
    const labels = { [MANAGED_BY]: `kustomize-${options.version ?? VERSION}` }
    labelTransformer({ labels, fieldSpecs: [{ path: 'metadata/labels', create: true }] })(resources)
  }
  const withOrigin = wanted.has('originAnnotations')
  const withSteps = wanted.has('transformerAnnotations')
  for (const resource of resources) finishAnnotations(resource, { withOrigin, withSteps })
}

const ORIGIN = 'config.kubernetes.io/origin'
const TRANSFORMATIONS = 'alpha.config.kubernetes.io/transformations'

function finishAnnotations(
  resource: Resource,
  { withOrigin, withSteps }: { readonly withOrigin: boolean; readonly withSteps: boolean },
): void {
  const { annotations, origin, transformations } = resource
  for (const key of annotations.keys()) if (BUILD_ANNOTATIONS.has(key)) annotations.delete(key)
  if (!withOrigin) annotations.delete(ORIGIN)
  else if (origin !== undefined) annotations.set(ORIGIN, originText(origin))
  if (!withSteps) annotations.delete(TRANSFORMATIONS)
  else if (transformations.length > 0) annotations.set(TRANSFORMATIONS, transformationsText(transformations))
  // the reference writes what it has read: numbers become texts, an empty map goes, and missing metadata appear
  if (annotations.size > 0 || resource.hasAnnotations) resource.annotations = annotations
  else if (resource.value['metadata'] === undefined) resource.value['metadata'] = newObject()
}
