import type { Loader } from '../load/loader.ts'
import type { HelmOptions } from '../target/options.ts'
import type { StepContext } from '../target/step-context.ts'

/** What a built-in plugin is given beside its configuration. */
export interface PluginContext extends StepContext {
  readonly loader: Loader
  /** How charts are rendered; undefined where they are not allowed. */
  readonly helm: HelmOptions | undefined
}
