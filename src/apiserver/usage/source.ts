/** Where a container runs. */
export interface ContainerPlace {
  readonly node: string
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

/** What a container uses. */
export interface ContainerUsage {
  readonly cpuNanoCores: number
  readonly memoryBytes: number
  /** Of the whole pod, since it started. */
  readonly receivedBytes: number
  readonly sentBytes: number
}

/** Tells what containers use. */
export interface UsageSource {
  /** Whether anybody tells of a node. */
  knows(node: string): boolean
  /** Undefined for a container that does not run, or whose node does not answer. */
  usageOf(place: ContainerPlace): Promise<ContainerUsage | undefined>
}
