import type { Loader } from '../load/loader.ts'
import type { ResourceList } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'

/** What of the kustomization files made or changed resources. */
export interface Cause {
  /** The reference's name of the step: `PatchTransformer`; `Resource` for what a file gives. */
  readonly kind: string
  /** The kustomization that holds the entry; undefined for what closes every build. */
  readonly kustomization: CauseFile | undefined
  /** Path of the entry in the kustomization file: `['patches', 0]`. */
  readonly entry: readonly (string | number)[]
  /** What the step is told. */
  readonly config?: object | undefined
  /** The object that configures a step which is not built into the file's fields. */
  readonly plugin?: Resource | undefined
}

/** A kustomization file. */
export interface CauseFile {
  readonly loader: Loader
  readonly fileName: string
}

/** What one step did. */
export interface Change {
  readonly before: readonly Resource[]
  readonly after: readonly Resource[]
  readonly cause: Cause
}

/** Looks on while a build runs. It must not change anything. */
export interface BuildObserver {
  /** Objects were read from a file. */
  loaded(resources: readonly Resource[], cause: Cause): void
  /** A step has run. Resources are the same object before and after, unless a step put another one in its place. */
  stepped(change: Change): void
}

/** Where a step runs, and who looks on. */
export interface Observed {
  readonly observer: BuildObserver | undefined
  readonly resources: ResourceList
  readonly cause: Cause
}

/** Runs a step and tells the observer; without one it only runs. */
export function observe({ observer, resources, cause }: Observed, run: () => void): void {
  if (observer === undefined) {
    run()
    return
  }
  const before = resources.resources
  const copy = [...before]
  run()
  observer.stepped({ before: copy, after: resources.resources, cause })
}
