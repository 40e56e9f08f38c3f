import type { globalFlags } from '../flags/global.ts'
import type { kustomizeFlags } from '../flags/kustomize.ts'
import type { Input } from '../frame/flag.ts'

/** The command line of `kustomize build`. */
export type KustomizeInput = Input<typeof globalFlags & typeof kustomizeFlags>
