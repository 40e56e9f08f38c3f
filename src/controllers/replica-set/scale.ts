import { mapAt, numberAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import type { Expectations } from '../owner/expectations.ts'
import { BY_CONTROLLER, controllerOf } from '../owner/owner.ts'
import { slowStart } from '../owner/slow-start.ts'
import { createPod, isNamespaceClosing, podOf, removePod } from '../pod/make.ts'
import { compareForRemoval } from '../pod/rank.ts'
import { isActive } from '../pod/state.ts'
import { types } from '../types.ts'
import type { ReplicaKind } from './kind.ts'

/** A set of pods, and who wants how many of them. */
export interface Replicas {
  readonly owner: KubeObject
  readonly kind: ReplicaKind
  /** Those that count. */
  readonly pods: readonly KubeObject[]
}

/** Why not every pod could be made or removed. */
export interface ScaleProblem {
  readonly reason: 'FailedCreate' | 'FailedDelete'
  readonly error: unknown
}

/** As many pods are made or removed at once. */
const BURST = 500

/**
 * Makes or removes pods until there are as many as are wanted, or says why not.
 * Source: kubernetes ReplicaSet controller `manageReplicas`.
 */
export async function scale(
  replicas: Replicas,
  expectations: Expectations,
  context: Context,
): Promise<ScaleProblem | undefined> {
  const wanted = numberAt(mapAt(replicas.owner, 'spec'), 'replicas') ?? 1
  const missing = wanted - replicas.pods.length
  if (missing > 0) return grow(replicas.owner, Math.min(missing, BURST), { expectations, context })
  if (missing < 0) return shrink(replicas, Math.min(-missing, BURST), { expectations, context })
  return undefined
}

interface Means {
  readonly expectations: Expectations
  readonly context: Context
}

async function grow(
  owner: KubeObject,
  count: number,
  { expectations, context }: Means,
): Promise<ScaleProblem | undefined> {
  const uid = textAt(owner, 'metadata', 'uid')
  const pod = podOf(owner, mapAt(owner, 'spec', 'template'))
  expectations.expectCreations(uid, count)
  const { succeeded, error } = await slowStart(count, async () => {
    try {
      await createPod(owner, pod, context)
    } catch (failure) {
      // Nothing can be made in a namespace that is going away: trying again would not help.
      if (!isNamespaceClosing(failure)) throw failure
      expectations.created(uid)
    }
  })
  for (let skipped = succeeded; skipped < count; skipped++) expectations.created(uid)
  return error === undefined ? undefined : { reason: 'FailedCreate', error }
}

async function shrink(
  { owner, pods }: Replicas,
  count: number,
  { expectations, context }: Means,
): Promise<ScaleProblem | undefined> {
  const uid = textAt(owner, 'metadata', 'uid')
  const leaving = count < pods.length ? firstToGo(owner, pods, context).slice(0, count) : pods
  expectations.expectDeletions(
    uid,
    leaving.map((pod) => textAt(pod, 'metadata', 'uid')),
  )
  const removals = await Promise.allSettled(
    leaving.map(async (pod) => {
      let isRemoved = false
      try {
        isRemoved = await removePod(owner, pod, context)
      } finally {
        if (!isRemoved) expectations.deleted(uid, textAt(pod, 'metadata', 'uid'))
      }
    }),
  )
  const failed = removals.find((removal) => removal.status === 'rejected')
  return failed === undefined ? undefined : { reason: 'FailedDelete', error: failed.reason }
}

function firstToGo(owner: KubeObject, pods: readonly KubeObject[], context: Context): readonly KubeObject[] {
  const crowds = kinPerNode(owner, context)
  const now = context.clock.now()
  return pods
    .map((pod) => ({ pod, rank: crowds.get(textAt(pod, 'spec', 'nodeName')) ?? 0 }))
    .sort((a, b) => compareForRemoval(a, b, now))
    .map(({ pod }) => pod)
}

/** How many pods each node has of all sets with the same owner: a Deployment spreads over nodes what it keeps. */
function kinPerNode(owner: KubeObject, context: Context): ReadonlyMap<string, number> {
  const crowds = new Map<string, number>()
  const grandparent = controllerOf(owner)
  if (grandparent === undefined) return crowds
  const pods = context.informer(types.pods).cache
  for (const set of context.informer(types.replicaSets).cache.byIndex(BY_CONTROLLER, grandparent.uid)) {
    for (const pod of pods.byIndex(BY_CONTROLLER, textAt(set, 'metadata', 'uid'))) {
      const node = textAt(pod, 'spec', 'nodeName')
      if (isActive(pod)) crowds.set(node, (crowds.get(node) ?? 0) + 1)
    }
  }
  return crowds
}
