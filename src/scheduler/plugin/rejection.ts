/** Why a node cannot take a pod, in Kubernetes' words. */
export interface Rejection {
  readonly plugin: string
  readonly reasons: readonly string[]
  /** True when no removal of pods can help (UnschedulableAndUnresolvable). */
  readonly isFinal: boolean
}
