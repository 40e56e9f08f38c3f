import type { ObjectEvent } from '#client'
import { mapAt, mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, textAt, timeText, tolerates } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result, textOfKey } from '#reconcile'
import { conditionOf } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { nodeIndexers, podsOn } from './pods-on-node.ts'
import { evictingTaints } from './taint.ts'

/**
 * Removes pods from nodes with NoExecute taints: at once, or after as long as they tolerate that.
 * Source: kubernetes pkg/controller/tainteviction.
 */
export function taintEvictionController(): Controller {
  const planned: Planned = new Map()
  return {
    name: 'taint-eviction-controller',
    workers: 8,
    watches: [
      { type: types.nodes, keysOf: podsOfChangedNode },
      { type: types.pods, indexers: nodeIndexers, keysOf: (event, context) => changedPod(event, planned, context) },
    ],
    reconcile: (key, context) => settle(key, planned, context),
  }
}

/** Evictions to come, by the pod's `namespace/name`. */
type Planned = Map<string, { readonly uid: string; readonly at: number }>

function podsOfChangedNode({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const [taints, before] = [evictingTaints(object), evictingTaints(previous)]
  if (type === 'DELETED' || sameJson([...taints], [...before])) return []
  return podsOn(object.metadata.name, context).map(keyOfObject)
}

function changedPod({ type, object, previous }: ObjectEvent, planned: Planned, context: Context): readonly ObjectKey[] {
  const key = keyOfObject(object)
  if (planned.has(textOfKey(key))) return type === 'DELETED' || isMoved(object, previous) ? [key] : []
  if (type === 'DELETED' || !isMoved(object, previous)) return []
  return evictingTaints(nodeOf(object, context)).length > 0 ? [key] : []
}

function isMoved(pod: KubeObject, previous: KubeObject | undefined): boolean {
  const [spec, before] = [mapAt(pod, 'spec'), mapAt(previous, 'spec')]
  return spec['nodeName'] !== before['nodeName'] || !sameJson(spec['tolerations'], before['tolerations'])
}

function nodeOf(pod: KubeObject, context: Context): KubeObject | undefined {
  return context.informer(types.nodes).cache.get('', textAt(pod, 'spec', 'nodeName'))
}

async function settle(key: ObjectKey, planned: Planned, context: Context): Promise<Result | undefined> {
  const pod = context.informer(types.pods).cache.get(key.namespace, key.name)
  if (pod === undefined || planned.get(textOfKey(key))?.uid !== textAt(pod, 'metadata', 'uid')) {
    cancel(key, pod, { planned, context })
  }
  if (pod === undefined) return undefined
  const toleratedMs = tolerance(evictingTaints(nodeOf(pod, context)), mapsAt(mapAt(pod, 'spec'), 'tolerations'))
  if (toleratedMs === 'forever') {
    cancel(key, pod, { planned, context })
    return undefined
  }
  const now = context.clock.now()
  if (toleratedMs === 0) cancel(key, pod, { planned, context })
  else if (!planned.has(textOfKey(key)))
    planned.set(textOfKey(key), { uid: textAt(pod, 'metadata', 'uid'), at: now + toleratedMs })
  const leftMs = (planned.get(textOfKey(key))?.at ?? now) - now
  if (leftMs > 0) return { requeueAfterMs: leftMs }
  planned.delete(textOfKey(key))
  await evict(pod, context)
  return undefined
}

/**
 * For how long a pod tolerates all these taints, in milliseconds: the shortest of the tolerations that come first for one of
 * them; zero when one of the taints is not tolerated.
 */
export function tolerance(taints: readonly JsonObject[], tolerations: readonly JsonObject[]): number | 'forever' {
  if (taints.length === 0) return 'forever'
  const used = taints.map((taint) => tolerations.find((toleration) => tolerates(toleration, taint)))
  if (used.includes(undefined)) return 0
  const seconds = used.flatMap((toleration) => {
    const { tolerationSeconds } = toleration ?? {}
    return typeof tolerationSeconds === 'number' ? [Math.max(0, tolerationSeconds)] : []
  })
  return seconds.length === 0 ? 'forever' : Math.min(...seconds) * 1000
}

interface Desk {
  readonly planned: Planned
  readonly context: Context
}

function cancel(key: ObjectKey, pod: KubeObject | undefined, { planned, context }: Desk): void {
  const plan = planned.get(textOfKey(key))
  if (!planned.delete(textOfKey(key)) || plan === undefined) return
  const metadata = { ...key, uid: plan.uid }
  const about: KubeObject = pod ?? { apiVersion: 'v1', kind: 'Pod', metadata }
  tell(about, `Cancelling deletion of Pod ${textOfKey(key)}`, context)
}

function tell(about: KubeObject, message: string, { record }: Context): void {
  record(about, { type: 'Normal', reason: 'TaintManagerEviction', message })
}

async function evict(pod: KubeObject, context: Context): Promise<void> {
  const { client, clock } = context
  const { metadata } = pod
  const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
  const uid = textAt(metadata, 'uid')
  if (metadata['deletionTimestamp'] !== undefined) return
  tell(pod, `Marking for deletion Pod ${place.namespace}/${place.name}`, context)
  if (!isMarked(pod)) {
    const body = {
      metadata: { uid },
      status: { conditions: [{ ...DISRUPTION, lastTransitionTime: timeText(clock.now()) }] },
    }
    const patch = { type: 'strategic', body } as const
    const written = await unless(
      ['NotFound', 'Conflict'],
      client.patch(types.pods, place, patch, { subresource: 'status' }),
    )
    if (written === undefined) return
  }
  await unless(['NotFound', 'Conflict'], client.remove(types.pods, place, { preconditions: { uid } }))
}

const DISRUPTION = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
}

function isMarked(pod: KubeObject): boolean {
  const { status, reason } = conditionOf(pod, DISRUPTION.type) ?? {}
  return status === DISRUPTION.status && reason === DISRUPTION.reason
}
