import { type Json, type KubeObject, valueAt } from '#kube'
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
  const surge = shareOf(valueAt(fences, 'maxSurge'), (percent) => Math.ceil((percent * size) / 100))
  const share = shareOf(valueAt(fences, 'maxUnavailable'), (percent) => Math.floor((percent * size) / 100))
  const unavailable = surge === 0 && share === 0 ? 1 : share
  return { surge, unavailable: Math.min(unavailable, size) }
}

function shareOf(value: Json | undefined, ofPercent: (percent: number) => number): number {
  if (typeof value === 'number') return value
  const percent = /^(\d+)%$/.exec(typeof value === 'string' ? value : '')?.[1]
  return percent === undefined ? 0 : ofPercent(Number(percent))
}
