import { mapAt } from '#kinds'
import type { KubeObject } from '#kube'
import { scaledCount } from '../pod/scaled-count.ts'

/** How many pods an update may touch at once. */
export interface Budget {
  /** Nodes that may have two pods. */
  readonly maxSurge: number
  /** Nodes that may have none that is available. */
  readonly maxUnavailable: number
}

/** The budget of a daemon set that is meant for `desired` nodes; one node may be down where nothing else would be allowed. */
export function budgetOf(set: KubeObject, desired: number): Budget {
  const strategy = mapAt(set, 'spec', 'updateStrategy')
  const rolling = strategy['type'] === 'RollingUpdate' ? mapAt(strategy, 'rollingUpdate') : {}
  const maxSurge = scaledCount(rolling['maxSurge'], desired, Math.ceil)
  const maxUnavailable = scaledCount(rolling['maxUnavailable'], desired, Math.ceil)
  const isStuck = desired > 0 && maxSurge === 0 && maxUnavailable === 0
  return { maxSurge, maxUnavailable: isStuck ? 1 : maxUnavailable }
}

/** Whether a node may have two pods of the daemon set. */
export function allowsSurge(set: KubeObject): boolean {
  return budgetOf(set, 1).maxSurge > 0
}
