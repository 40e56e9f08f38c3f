import type { JsonObject } from '#kube'

/** A node to be: what its kubelet tells of it. */
export interface NodePlan {
  readonly name: string
  /** Where it is reached. */
  readonly address: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  /** What there is of each resource, as quantities. */
  readonly capacity: Readonly<Record<string, string>>
  /** Machine, kernel and the like. */
  readonly info: JsonObject
}
