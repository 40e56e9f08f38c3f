import type { NodeState } from '../fleet.ts'
import { roomOf } from '../node/room.ts'
import type { PodRecord } from './record.ts'
import type { Work } from './work.ts'

/** The pod takes its room on the node (mutates). */
export function takeRoom({ record, pod, node }: Pick<Work, 'record' | 'pod' | 'node'>): void {
  if (record.room !== undefined) return
  record.room = roomOf(pod)
  node.pods.set(record.key, record)
  for (const [name, amount] of record.room) node.used.set(name, (node.used.get(name) ?? 0) + amount)
}

/** The pod is over: its room and its addresses are for others (mutates). */
export function leaveRoom({ record, node }: Pick<Work, 'record' | 'node'>): void {
  giveRoom(node, record)
  if (!record.sharesHostNetwork) for (const one of record.addresses) node.pool?.give(one)
}

/** What the pod took of the node is for others; its addresses are still its own (mutates). */
export function giveRoom(node: NodeState, record: PodRecord): void {
  if (record.room === undefined) return
  for (const [name, amount] of record.room) node.used.set(name, (node.used.get(name) ?? 0) - amount)
  record.room = undefined
  node.pods.delete(record.key)
}
