import type { OverlayFiles } from '#source'
import type { ProgramOptions } from '../functions/program.ts'
import type { ChartRequest } from '../generators/chart.ts'
import type { KeptWork } from './kept-work.ts'
import type { BuildObserver } from './observer.ts'

/** How resources are sorted where the kustomization does not say: `legacy` by kind, `none` as loaded. */
export type Reorder = 'legacy' | 'none' | 'unspecified'

/** What a build is given beside the folder. */
export interface BuildOptions {
  readonly files: OverlayFiles
  /** Lifts the rule that files lie in or below the kustomization's folder. */
  readonly isUnrestricted?: boolean | undefined
  readonly reorder?: Reorder | undefined
  /** Adds `app.kubernetes.io/managed-by` to every object, as `buildMetadata: [managedByLabel]` does. */
  readonly addManagedByLabel?: boolean | undefined
  /** Whether plugins that are not built in may be loaded. */
  readonly plugins?: PluginOptions | undefined
  readonly helm?: HelmOptions | undefined
  /** The version that `managed-by` names: `v5.7.1`. */
  readonly version?: string | undefined
  /** What an earlier build has left; this one adds to it. */
  readonly kept?: KeptWork | undefined
  /** Looks on while the build runs. */
  readonly observer?: BuildObserver | undefined
  /** Takes lines for stderr in their order: `# Warning: …`. */
  readonly warn?: ((line: string) => void) | undefined
  /** Takes lines that the reference logs with a time stamp. */
  readonly log?: ((line: string) => void) | undefined
}

/** Programs of the user's own: allowed, where plugins lie, and how they are run. */
export interface PluginOptions {
  /** The places that were looked at for plugins, for the message that none is there: path and what names it. */
  readonly searched: readonly (readonly [path: string, by: string])[]
  /** The first of them that is there. */
  readonly home?: string | undefined
  /** How programs are run; undefined where none can be. */
  readonly programs?: ProgramOptions | undefined
}

/** Charts in a kustomization: allowed, and rendered by this function. */
export interface HelmOptions {
  /** The program's name, which must not be empty. */
  readonly command: string
  readonly apiVersions?: readonly string[] | undefined
  readonly kubeVersion?: string | undefined
  readonly isDebug?: boolean | undefined
  /** What `helm template` prints for a chart; undefined where it has not been rendered yet. Throws what stopped the render. */
  readonly rendered: (request: ChartRequest) => string | undefined
}
