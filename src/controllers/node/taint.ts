import type { Client } from '#client'
import { mapAt, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt, timeText } from '#kube'
import { isRefusal } from '../refusal.ts'
import { types } from '../types.ts'
import { conditionsOf } from './health.ts'

/** One taint by what makes it itself. */
export interface Taint {
  readonly key: string
  readonly effect: 'NoSchedule' | 'NoExecute'
}

const NOT_READY = 'node.kubernetes.io/not-ready'
const UNREACHABLE = 'node.kubernetes.io/unreachable'
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable'

/** Drives pods off a node that says it is not ready. */
export const notReady: Taint = { key: NOT_READY, effect: 'NoExecute' }
/** Drives pods off a node that says nothing. */
export const unreachable: Taint = { key: UNREACHABLE, effect: 'NoExecute' }

/** Condition and status, and the taint it means. Source: kubernetes nodelifecycle nodeConditionToTaintKeyStatusMap. */
const CONDITION_TAINTS: Readonly<Record<string, string>> = {
  'Ready=False': NOT_READY,
  'Ready=Unknown': UNREACHABLE,
  'MemoryPressure=True': 'node.kubernetes.io/memory-pressure',
  'DiskPressure=True': 'node.kubernetes.io/disk-pressure',
  'NetworkUnavailable=True': 'node.kubernetes.io/network-unavailable',
  'PIDPressure=True': 'node.kubernetes.io/pid-pressure',
}

const OURS: ReadonlySet<string> = new Set([...Object.values(CONDITION_TAINTS), UNSCHEDULABLE])

/** What to change in the taints of a node. */
export interface TaintChange {
  readonly add: readonly Taint[]
  readonly remove: readonly Taint[]
}

/** What keeps new pods off a node, by its conditions and by its being cordoned; other taints are left alone. */
export function schedulingTaints(node: KubeObject): TaintChange {
  const wanted = new Set<string>()
  for (const condition of conditionsOf(node)) {
    const key = CONDITION_TAINTS[`${textAt(condition, 'type')}=${textAt(condition, 'status')}`]
    if (key !== undefined) wanted.add(key)
  }
  if (mapAt(node, 'spec')['unschedulable'] === true) wanted.add(UNSCHEDULABLE)
  const present = taintsOf(node).filter(({ effect }) => effect === 'NoSchedule')
  const keys = new Set(present.map((taint) => textAt(taint, 'key')))
  return {
    add: [...wanted].filter((key) => !keys.has(key)).map(noSchedule),
    remove: [...keys].filter((key) => OURS.has(key) && !wanted.has(key)).map(noSchedule),
  }
}

function noSchedule(key: string): Taint {
  return { key, effect: 'NoSchedule' }
}

/** The taints of a node. */
export function taintsOf(node: KubeObject | undefined): readonly JsonObject[] {
  return mapsAt(mapAt(node, 'spec'), 'taints')
}

/** The taints of a node that drive pods off it. */
export function evictingTaints(node: KubeObject | undefined): readonly JsonObject[] {
  return taintsOf(node).filter(({ effect }) => effect === 'NoExecute')
}

/** Whether a node has a taint. */
export function hasTaint(node: KubeObject, taint: Taint): boolean {
  return taintsOf(node).some((one) => isSame(one, taint))
}

function isSame({ key, effect }: JsonObject, taint: Taint): boolean {
  return key === taint.key && effect === taint.effect
}

/** The taints of a node after a change; undefined when nothing changes. */
export function changedTaints(node: KubeObject, { add, remove }: TaintChange, nowMs: number): JsonObject[] | undefined {
  const old = taintsOf(node)
  const missing = add.filter((taint) => !hasTaint(node, taint))
  const kept = old.filter((one) => !remove.some((taint) => isSame(one, taint)))
  if (missing.length === 0 && kept.length === old.length) return undefined
  return [...kept, ...missing.map(({ key, effect }) => ({ key, effect, timeAdded: timeText(nowMs) }))]
}

const TRIES = 5

/** Changes the taints of a node; others that write it meanwhile are not overwritten. False when the node is gone. */
export async function changeTaints(
  node: KubeObject,
  change: TaintChange,
  { client, nowMs }: { readonly client: Client; readonly nowMs: number },
): Promise<boolean> {
  const place = { name: node.metadata.name }
  for (let current = node, tries = 1; ; tries++) {
    const taints = changedTaints(current, change, nowMs)
    if (taints === undefined) return true
    const metadata = { resourceVersion: textAt(current, 'metadata', 'resourceVersion') }
    const body = { metadata, spec: { taints: taints.length > 0 ? taints : null } }
    try {
      await client.patch(types.nodes, place, { type: 'merge', body })
      return true
    } catch (error) {
      if (isRefusal(error, 'NotFound')) return false
      if (!isRefusal(error, 'Conflict') || tries >= TRIES) throw error
      current = await client.get(types.nodes, place)
    }
  }
}
