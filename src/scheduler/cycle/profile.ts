import type { Plugin } from '../plugin/plugin.ts'

/** How pods of one scheduler name are placed. */
export interface Profile {
  /** `spec.schedulerName` of its pods. */
  readonly name: string
  /** In the order in which nodes are checked: the first rejection counts. */
  readonly filters: readonly Plugin[]
  readonly scores: readonly { readonly plugin: Plugin; readonly weight: number }[]
  /** How many of the nodes are looked for, in percent; 0: by the size of the cluster. */
  readonly nodesToScorePercent: number
  /** Whether other pods are removed for one that finds no place. */
  readonly preempts: boolean
  /** Candidates for that: at least so many percent of the nodes, and at least so many. */
  readonly candidates: { readonly minPercent: number; readonly minCount: number }
  /** Whether pods with scheduling gates wait. */
  readonly honoursGates: boolean
  /** What a claim is waited for at most. */
  readonly bindTimeoutMs: number
}
