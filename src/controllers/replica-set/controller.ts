import type { ObjectEvent } from '#client'
import { mapAt, numberAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, sameJson, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { createExpectations, type Expectations } from '../owner/expectations.ts'
import { BY_CONTROLLER, controllerOf, isControlledBy, ORPHANS, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { availableInMs, isActive, isFinished } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { type ReplicaKind, replicaKinds } from './kind.ts'
import { createPace, type Pace } from './pace.ts'
import { scale } from './scale.ts'
import { statusOf } from './status.ts'

/** Keep the pods of ReplicaSets and ReplicationControllers. Source: kubernetes pkg/controller/replicaset. */
export function replicaSetControllers(): readonly Controller[] {
  return replicaKinds.map(controllerFor)
}

function controllerFor(kind: ReplicaKind): Controller {
  const { name, component, type } = kind
  const pace = createPace()
  let made: Expectations | undefined
  const expectationsOf = ({ clock }: Context): Expectations => {
    made ??= createExpectations(clock)
    return made
  }
  const forget = (uid: string, context: Context): void => {
    expectationsOf(context).forget(uid)
    pace.forget(uid)
  }
  const owners = ownerKeys(kind, (orphan, context) => selecting(orphan, kind, context))
  return {
    name,
    component,
    watches: [
      {
        type,
        indexers: ownerIndexers,
        keysOf: ({ type: change, object }, context) => {
          if (change === 'DELETED') forget(textAt(object, 'metadata', 'uid'), context)
          return [keyOfObject(object)]
        },
      },
      {
        type: types.pods,
        indexers: ownerIndexers,
        keysOf: (event, context) => {
          observe(event, expectationsOf(context))
          return owners(event, context)
        },
      },
    ],
    reconcile: (key, context) => reconcile(key, context, { kind, pace, expectations: expectationsOf(context) }),
  }
}

/** A pod on its way out counts as gone: its owner need not wait for its node. */
function observe({ type, object }: ObjectEvent, expectations: Expectations): void {
  const owner = controllerOf(object)
  if (owner === undefined) return
  if (type === 'DELETED' || isTerminating(object)) expectations.deleted(owner.uid, textAt(object, 'metadata', 'uid'))
  else if (type === 'ADDED') expectations.created(owner.uid)
}

function selecting(pod: KubeObject, { type, selects }: ReplicaKind, context: Context): readonly ObjectKey[] {
  return context
    .informer(type)
    .cache.list(textAt(pod, 'metadata', 'namespace'))
    .filter((owner) => selects(owner, pod))
    .map(keyOfObject)
}

interface Machinery {
  readonly kind: ReplicaKind
  readonly pace: Pace
  readonly expectations: Expectations
}

async function reconcile(
  { namespace, name }: ObjectKey,
  context: Context,
  { kind, expectations, pace }: Machinery,
): Promise<Result | undefined> {
  const owner = context.informer(kind.type).cache.get(namespace, name)
  if (owner === undefined) return undefined
  const uid = textAt(owner, 'metadata', 'uid')
  const waitMs = pace.waitMs(uid, context.clock.now())
  if (waitMs > 0) return { requeueAfterMs: waitMs }
  const isSettled = expectations.areMet(uid)
  const { active, terminating } = await podsOf(owner, kind, context)
  pace.looked(uid, active.length + terminating.length, context.clock.now())
  const mayScale = isSettled && !isTerminating(owner)
  const problem = mayScale ? await scale({ owner, kind, pods: active }, expectations, context) : undefined
  const now = context.clock.now()
  const countsTerminating = kind.countsTerminating ? terminating.length : undefined
  await writeStatus(owner, statusOf(owner, { active, terminating: countsTerminating, problem, nowMs: now }), {
    kind,
    context,
  })
  if (problem !== undefined) throw problem.error
  const minReadySeconds = numberAt(mapAt(owner, 'spec'), 'minReadySeconds') ?? 0
  const waits = active.map((pod) => availableInMs(pod, minReadySeconds, now)).filter((wait) => wait !== undefined)
  return waits.length === 0 ? undefined : { requeueAfterMs: Math.min(...waits) }
}

interface Pods {
  readonly active: readonly KubeObject[]
  readonly terminating: readonly KubeObject[]
}

async function podsOf(owner: KubeObject, kind: ReplicaKind, context: Context): Promise<Pods> {
  const { cache } = context.informer(types.pods)
  const own = cache.byIndex(BY_CONTROLLER, textAt(owner, 'metadata', 'uid'))
  const orphans = cache.byIndex(ORPHANS, textAt(owner, 'metadata', 'namespace'))
  const matches = (pod: KubeObject): boolean => kind.selects(owner, pod)
  const candidates = [...own, ...orphans].filter(isActive)
  const active = await claim({ owner, ownerType: kind.type, type: types.pods, candidates, matches }, context)
  const terminating = own.filter(
    (pod) => isTerminating(pod) && !isFinished(pod) && isControlledBy(pod, owner) && matches(pod),
  )
  return { active, terminating }
}

async function writeStatus(
  owner: KubeObject,
  status: JsonObject,
  { kind, context }: { readonly kind: ReplicaKind; readonly context: Context },
): Promise<void> {
  if (sameJson(status, mapAt(owner, 'status'))) return
  await unless(['NotFound'], context.client.update(kind.type, { ...owner, status }, { subresource: 'status' }))
}
