import { type KubeObject, valueAt } from '#kube'
import { scaledCount } from '../pod/scaled-count.ts'
import { isRolling, sizeOf } from './facts.ts'

/** How many pods a rolling update may have above, and may lack below, the wanted number. */
export interface Fences {
  readonly surge: number
  readonly unavailable: number
}

/**
 * The fences of a Deployment: percentages are of the wanted number, of the surge rounded up, of what may be unavailable
 * rounded down; where both come to nothing one pod may be unavailable. Without rolling updates both are 0.
 * Source: kubernetes `ResolveFenceposts`, `MaxSurge`, `MaxUnavailable`.
 */
export function fencesOf(deployment: KubeObject): Fences {
  if (!isRolling(deployment)) return { surge: 0, unavailable: 0 }
  const size = sizeOf(deployment)
  const fences = valueAt(deployment, 'spec', 'strategy', 'rollingUpdate')
  const surge = scaledCount(valueAt(fences, 'maxSurge'), size, Math.ceil)
  const share = scaledCount(valueAt(fences, 'maxUnavailable'), size, Math.floor)
  const unavailable = surge === 0 && share === 0 ? 1 : share
  return { surge, unavailable: Math.min(unavailable, size) }
}
