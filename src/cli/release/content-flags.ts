import type { GlobalInput } from '../chart/helm-environment.ts'
import type { CompleteChartInput } from '../chart/load-complete.ts'
import type { FilterFlags } from '../chart/render.ts'
import type { deployFlags } from '../flags/deploy.ts'
import type { reuseFlags } from '../flags/reuse.ts'
import type { Input } from '../frame/flag.ts'

/** The flags that say what a release renders; what a command does not have may be left out. */
export type ContentFlags = GlobalInput &
  Input<typeof deployFlags>['flags'] &
  Partial<Input<typeof reuseFlags>['flags']> & {
    readonly 'hide-secret'?: boolean
    /** What a chart may spend. */
    readonly limits?: readonly string[]
  } & Pick<FilterFlags, 'filter'> &
  Pick<CompleteChartInput, 'complete'>
