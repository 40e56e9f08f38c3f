import { mapAt, textAt } from '#kinds'
import { isTerminating, type KubeObject } from '#kube'
import { type Controller, keyOfText, type ObjectKey, type Result } from '#reconcile'
import { type Fleet, isSilent, type NodeState, podKey } from '../fleet.ts'
import type { ContainerChange, ContainerRuntime } from '../runtime/runtime.ts'
import { types } from '../types.ts'
import { recall } from './adopt.ts'
import { endPod } from './end.ts'
import { namespaceOf } from './identity.ts'
import { leaveRoom, takeRoom } from './place.ts'
import { isRunning, newPod, type PodRecord } from './record.ts'
import { createSources, type Sources } from './sources.ts'
import { isOver } from './spec.ts'
import { syncPod } from './sync.ts'
import type { Shop, Work } from './work.ts'

const WORKERS = 64

/** Looks after the pods of all nodes of a fleet: one watch, one queue. */
export function podController(fleet: Fleet, runtime: ContainerRuntime): Controller {
  let sources: Sources | undefined
  return {
    name: 'kubelet',
    component: 'kubelet',
    workers: WORKERS,
    watches: [
      {
        type: types.pods,
        keysOf: ({ type, object }) => {
          if (!fleet.nodes.has(nodeOf(object))) return []
          const key = podKey(object)
          if (type === 'MODIFIED' && isOwnWrite(fleet.pods.get(key), object)) return []
          return [{ namespace: namespaceOf(object), name: object.metadata.name }]
        },
      },
    ],
    begin: (context) => {
      fleet.enqueue = context.enqueue
      return runtime.onChange((change) => take(fleet, change))
    },
    reconcile: async (key, context) => {
      sources ??= createSources(context.client, context.clock)
      return await reconcile(key, { fleet, runtime, sources, context })
    },
  }
}

function nodeOf(pod: KubeObject): string {
  return textAt(mapAt(pod, 'spec'), 'nodeName')
}

/** The cache has what we wrote ourselves: nothing new. */
function isOwnWrite(record: PodRecord | undefined, object: KubeObject): boolean {
  if (record?.latest === undefined) return false
  const isOwn = record.latest.metadata['resourceVersion'] === object.metadata['resourceVersion']
  if (isOwn) record.latest = undefined
  return isOwn
}

async function reconcile({ namespace, name }: ObjectKey, shop: Shop): Promise<Result | undefined> {
  const { fleet, context } = shop
  const key = `${namespace}/${name}`
  const cached = context.informer(types.pods).cache.get(namespace, name)
  await discardOther(key, cached, shop)
  const node = cached === undefined ? undefined : fleet.nodes.get(nodeOf(cached))
  if (cached === undefined || node === undefined) return undefined
  if (isSilent(node.node)) {
    node.waiting.add(key)
    return undefined
  }
  const record = fleet.pods.get(key) ?? own(key, cached, node, shop)
  const pod = newest(cached, record)
  const work: Work = { ...shop, pod, record, node }
  if (isTerminating(pod)) {
    if (!record.isGone && (await endPod(work))) letGo(fleet, record)
    return undefined
  }
  if (isOver(pod)) {
    leaveRoom(work)
    return undefined
  }
  const dueMs = await syncPod(work)
  return dueMs === Infinity ? undefined : { requeueAfterMs: Math.max(1, dueMs - context.clock.now()) }
}

/** A pod that is gone, or whose name another one has now, ends at once. */
async function discardOther(key: string, cached: KubeObject | undefined, { fleet, runtime }: Shop): Promise<void> {
  const record = fleet.pods.get(key)
  if (record === undefined || record.uid === cached?.metadata['uid']) return
  record.ending.abort()
  if (record.sandbox !== '') await runtime.removeSandbox(record.sandbox)
  const node = fleet.nodes.get(record.node)
  if (node !== undefined) leaveRoom({ record, node })
  forget(fleet, record)
}

/** Nothing is left of it. It is known until the cache knows too: who met it there again would begin to end it anew. */
function letGo(fleet: Fleet, record: PodRecord): void {
  fleet.sandboxes.delete(record.sandbox)
  record.isGone = true
  record.sandbox = ''
  record.addresses = []
}

function forget(fleet: Fleet, record: PodRecord): void {
  if (fleet.pods.get(record.key) === record) fleet.pods.delete(record.key)
  fleet.sandboxes.delete(record.sandbox)
}

/** Takes a pod on; what ran before this process began runs on. */
function own(key: string, pod: KubeObject, node: NodeState, { fleet, runtime, context }: Shop): PodRecord {
  const record = newPod(pod, { key, node: nodeOf(pod), nowMs: context.clock.now() })
  fleet.pods.set(key, record)
  const known = recall(pod, record, runtime.name)
  if (known.length > 0 && runtime.adopt !== undefined) {
    record.sandbox = runtime.adopt(pod, known).id
    fleet.sandboxes.set(record.sandbox, record)
  }
  if (!isOver(pod) && record.isAdmitted) takeRoom({ record, pod, node })
  if (!isOver(pod)) for (const one of record.addresses) node.pool?.claim(one)
  return record
}

/** The pod as our last write left it, while the cache is behind. */
function newest(cached: KubeObject, record: PodRecord): KubeObject {
  const { latest } = record
  if (latest === undefined) return cached
  const isBehind = versionOf(cached) < versionOf(latest)
  if (!isBehind) record.latest = undefined
  return isBehind ? latest : cached
}

function versionOf(object: KubeObject): number {
  return Number(object.metadata['resourceVersion'])
}

/** Notes what a container does. */
function take(fleet: Fleet, { sandbox, id, state }: ContainerChange): void {
  const record = fleet.sandboxes.get(sandbox)
  const container = [...(record?.containers.values() ?? [])].find((one) => one.id === id)
  if (record === undefined || container === undefined) return
  if (state.type === 'running') {
    container.startedAtMs = state.startedAtMs
    return
  }
  if (!isRunning(container)) return
  const { type: _, ...end } = state
  const reason = end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error')
  container.exit = { ...end, id, reason }
  fleet.enqueue(keyOfText(record.key))
}
