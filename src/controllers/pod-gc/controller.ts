import type { Indexers } from '#client'
import { isTerminating, type JsonObject, type KubeObject, textAt, timeText } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { readiness } from '../node/health.ts'
import { nodeIndexers, nodesWithPods, podsOn } from '../node/pods-on-node.ts'
import { taintsOf } from '../node/taint.ts'
import { isFinished } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { hasEnded, surplus, TERMINATED_THRESHOLD } from './rank.ts'

/** How often it looks for pods to clear away. */
const LOOK_MS = 20_000
/** A node that no cache knows is believed gone after so long, and then asked for. */
const QUARANTINE_MS = 40_000

/**
 * Removes pods nobody else removes: of nodes that are gone, on their way out on nodes that are out of service or on none at
 * all, and ended ones beyond a number. Source: kubernetes pkg/controller/podgc.
 */
export function podGarbageCollector(threshold = TERMINATED_THRESHOLD): Controller {
  /** Nodes that pods name and that are not there, with the time since when. */
  const missing = new Map<string, number>()
  return {
    name: 'pod-garbage-collector',
    component: 'pod-garbage-collector-controller',
    watches: [
      { type: types.nodes, keysOf: () => [] },
      { type: types.pods, indexers: { ...nodeIndexers, ...lifeIndexers }, keysOf: () => [] },
    ],
    begin: (context) => {
      context.enqueue(ALL)
      return () => undefined
    },
    reconcile: async (_key, context): Promise<Result> => {
      await clear({ threshold, missing, context })
      return { requeueAfterMs: LOOK_MS }
    },
  }
}

const ALL: ObjectKey = { namespace: '', name: 'all' }
const BY_LIFE = 'gc-life'

/** Ended pods, and those on their way out: the others are not looked at. */
const lifeIndexers: Indexers = {
  [BY_LIFE]: (pod) => [...(hasEnded(pod) ? ['ended'] : []), ...(isTerminating(pod) ? ['going'] : [])],
}

interface Round {
  readonly threshold: number
  readonly missing: Map<string, number>
  readonly context: Context
}

async function clear({ threshold, missing, context }: Round): Promise<void> {
  const pods = context.informer(types.pods).cache
  const nodes = context.informer(types.nodes).cache
  const nodeOf = (pod: KubeObject): string => textAt(pod, 'spec', 'nodeName')
  const going = pods.byIndex(BY_LIFE, 'going')
  await removeAll(surplus(pods.byIndex(BY_LIFE, 'ended'), threshold), context)
  await removeAll(
    going.filter((pod) => isOutOfService(nodes.get('', nodeOf(pod)))),
    context,
  )
  for (const name of await goneNodes(missing, context)) await removeAll(podsOn(name, context), context, ORPHANED)
  await removeAll(
    going.filter((pod) => nodeOf(pod) === ''),
    context,
  )
}

function isOutOfService(node: KubeObject | undefined): boolean {
  if (node === undefined || readiness(node) === 'True') return false
  return taintsOf(node).some(({ key }) => key === 'node.kubernetes.io/out-of-service')
}

/** Nodes with pods that have been missing for long enough and that the server does not know either. */
async function goneNodes(missing: Map<string, number>, context: Context): Promise<readonly string[]> {
  const nodes = context.informer(types.nodes).cache
  const named = new Set(nodesWithPods(context))
  const now = context.clock.now()
  for (const name of missing.keys()) if (nodes.get('', name) !== undefined || !named.has(name)) missing.delete(name)
  for (const name of named) if (nodes.get('', name) === undefined && !missing.has(name)) missing.set(name, now)
  const gone: string[] = []
  for (const [name, since] of missing) {
    if (now - since < QUARANTINE_MS) continue
    if ((await unless(['NotFound'], context.client.get(types.nodes, { name }))) === undefined) gone.push(name)
    else missing.delete(name)
  }
  return gone
}

const ORPHANED: JsonObject = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByPodGC',
  message: 'PodGC: node no longer exists',
}

async function removeAll(pods: readonly KubeObject[], context: Context, condition?: JsonObject): Promise<void> {
  for (const pod of pods) {
    try {
      await remove(pod, context, condition)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      context.trace({ message: 'pod not cleared away', fields: { pod: pod.metadata.name, error: reason } })
    }
  }
}

/** Nobody else would say how the pod ended: it failed. */
async function remove(pod: KubeObject, { client, clock }: Context, condition?: JsonObject): Promise<void> {
  const place = keyOfObject(pod)
  const uid = textAt(pod, 'metadata', 'uid')
  if (!isFinished(pod)) {
    const conditions = condition && [{ ...condition, lastTransitionTime: timeText(clock.now()) }]
    const status: JsonObject = { phase: 'Failed', ...(conditions !== undefined && { conditions }) }
    const patch = { type: 'strategic', body: { metadata: { uid }, status } } as const
    const written = await unless(
      ['NotFound', 'Conflict'],
      client.patch(types.pods, place, patch, { subresource: 'status' }),
    )
    if (written === undefined) return
  }
  const body = { gracePeriodSeconds: 0, preconditions: { uid } }
  await unless(['NotFound', 'Conflict'], client.remove(types.pods, place, body))
}
