import { mapAt, numberAt } from '#kinds'
import type { Json, KubeObject } from '#kube'
import { scaledCount } from '../pod/scaled-count.ts'
import { isActive } from '../pod/state.ts'
import { revisionOf } from './identity.ts'
import { isWell, isWorking } from './well.ts'

/** What a rolling update is planned from; `places` are the wanted ones in order, empty ones undefined. */
export interface Updating {
  readonly set: KubeObject
  readonly places: readonly (KubeObject | undefined)[]
  readonly updateRevision: string
  readonly nowMs: number
}

/**
 * The pods that go now because they are of another revision: from the last place down to the partition, as many as
 * `maxUnavailable` leaves room for. Pods of old that do not work go at once when places are independent of each other.
 * Source: updateStatefulSetAfterInvariantEstablished.
 */
export function planUpdate({ set, places, updateRevision, nowMs }: Updating): readonly KubeObject[] {
  const strategy = mapAt(set, 'spec', 'updateStrategy')
  if (strategy['type'] === 'OnDelete') return []
  const rolling = mapAt(strategy, 'rollingUpdate')
  const isDown = (pod: KubeObject | undefined): boolean => pod === undefined || !isWell(pod, set, nowMs)
  const room = roomFor(rolling['maxUnavailable'], places.length) - places.filter(isDown).length
  const outdated = places
    .slice(numberAt(rolling, 'partition') ?? 0)
    .filter((pod) => pod !== undefined)
    .filter((pod) => revisionOf(pod) !== updateRevision && isActive(pod))
    .reverse()
  if (mapAt(set, 'spec')['podManagementPolicy'] !== 'Parallel') return outdated.slice(0, Math.max(0, room))
  const broken = outdated.filter((pod) => !isWorking(pod, set, nowMs))
  const working = outdated.filter((pod) => !broken.includes(pod))
  return [...broken, ...working.slice(0, Math.max(0, room))]
}

/** How many may be down at once: at least one. */
function roomFor(maxUnavailable: Json | undefined, count: number): number {
  return Math.max(1, maxUnavailable === undefined ? 1 : scaledCount(maxUnavailable, count, Math.floor))
}
