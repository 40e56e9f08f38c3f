import type { chartSourceFlags } from '../flags/network.ts'
import type { Input } from '../frame/flag.ts'
import type { GlobalInput } from './helm-environment.ts'

/** The flags that say where a chart is and how to reach it. */
export type ChartSourceInput = Input<typeof chartSourceFlags>['flags'] & GlobalInput
