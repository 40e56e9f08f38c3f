import type { HelmRenderOptions } from '#render'
import type { Chart } from '#source'
import type { deployFlags } from '../flags/deploy.ts'
import type { globalFlags } from '../flags/global.ts'
import type { renderFlags } from '../flags/render.ts'
import type { Input } from '../frame/flag.ts'
import type { Asking } from './deploy-flags.ts'
import type { RecordedLookups } from './lookups.ts'

/** The command line of `template` and of everything that renders as it does. */
export type RenderInput = Input<typeof globalFlags & typeof deployFlags & typeof renderFlags>

/** What a render starts from. */
export interface RenderPlan {
  readonly chart: Chart
  readonly options: HelmRenderOptions
  /** The answers of `--lookups`. */
  readonly recorded?: RecordedLookups
  /** What a cluster is to be asked; absent where none is. */
  readonly asking?: Asking
}
