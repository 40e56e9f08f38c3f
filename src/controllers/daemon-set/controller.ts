import type { ObjectEvent } from '#client'
import { mapAt, numberAt } from '#kinds'
import { isTerminating, type KubeObject, labelSelectorOf, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { createExpectations, type Expectations } from '../owner/expectations.ts'
import { BY_CONTROLLER, controllerOf, ORPHANS, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { createPace, type Pace } from '../pace.ts'
import { perRun } from '../per-run.ts'
import { createRetries, type Retries } from '../pod/retry.ts'
import { availableInMs, isFinished, phaseOf } from '../pod/state.ts'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { targetOf } from './daemon-pod.ts'
import { type DaemonHistory, pruneTemplates, recordTemplate } from './history.ts'
import { type Fleet, manage, minReadySecondsOf } from './manage.ts'
import { perform } from './perform.ts'
import { isMoved, placementsOf } from './placement.ts'
import { rollingUpdate } from './rolling-update.ts'
import { observedGenerationOf, statusOf } from './status.ts'

/** What a controller remembers while it runs. */
interface Memory {
  readonly creations: Expectations
  readonly deletions: Expectations
  readonly retries: Retries
  readonly pace: Pace
}

const memoryOf = perRun<Memory>(({ clock }) => ({
  creations: createExpectations(clock),
  deletions: createExpectations(clock),
  retries: createRetries(clock),
  pace: createPace(clock),
}))

const KIND = { apiVersion: 'apps/v1', kind: 'DaemonSet' }
const keysOfOwned = ownerKeys(KIND, wouldAdopt)

/** Keeps one pod on every node that is meant. Source: kubernetes pkg/controller/daemon. */
export const daemonSetController: Controller = {
  name: 'daemon-set',
  component: 'daemonset-controller',
  workers: 2,
  watches: [
    { type: types.daemonSets, keysOf: keysOfSet },
    {
      type: types.pods,
      indexers: ownerIndexers,
      keysOf: (event, context) => {
        noteSeen(event, memoryOf(context))
        return keysOfOwned(event, context)
      },
    },
    { type: types.controllerRevisions, indexers: ownerIndexers, keysOf: keysOfRevision },
    { type: types.nodes, keysOf: concernedByNode },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const set = context.informer(types.daemonSets).cache.get(namespace, name)
    if (set === undefined || isTerminating(set)) return undefined
    const memory = memoryOf(context)
    const waitMs = memory.pace.waitMs(textAt(set, 'metadata', 'uid'), controlledPods(set, context).length)
    return waitMs > 0 ? { requeueAfterMs: waitMs } : reconcileSet(set, memory, context)
  },
}

async function reconcileSet(set: KubeObject, memory: Memory, context: Context): Promise<Result | undefined> {
  if (selectsAll(set)) {
    const message = 'This daemon set is selecting all pods. A non-empty selector is required.'
    context.record(set, { type: 'Warning', reason: 'SelectingAll', message })
    return undefined
  }
  const pods = await ownPods(set, context)
  const history = await recordTemplate(set, pods, context)
  const isSettled = areSeen(set, memory)
  const fleet = (): Fleet => fleetOf(set, history.hash, context)
  let waitMs: number | undefined
  try {
    if (isSettled) {
      waitMs = await cover(fleet(), memory, context)
      await pruneTemplates(set, pods, history, context)
    }
  } finally {
    await writeStatus(fleet(), history, isSettled, context)
  }
  return earliest([waitMs, ...availability(fleet())])
}

/** Makes and removes pods so that every node has its own; then goes on with an update. Gives when to look again. */
async function cover(fleet: Fleet, memory: Memory, context: Context): Promise<number | undefined> {
  const { set } = fleet
  const { retries } = memory
  const waits: number[] = []
  const mayRetry = (nodeName: string): boolean => {
    const place = `${textAt(set, 'metadata', 'uid')}/${observedGenerationOf(set)}/${nodeName}`
    const waitMs = retries.waitMs(place)
    if (waitMs > 0) waits.push(waitMs)
    else retries.failed(place)
    return waitMs <= 0
  }
  const changes = manage(fleet, mayRetry)
  for (const pod of changes.remove) tellEnded(pod, fleet, context)
  await perform(changes, fleet, memory, context)
  const isRolling = mapAt(set, 'spec', 'updateStrategy')['type'] === 'RollingUpdate'
  if (isRolling && areSeen(set, memory)) {
    await perform(rollingUpdate(fleetOf(set, fleet.hash, context)), fleet, memory, context)
  }
  return waits.length === 0 ? undefined : Math.min(...waits)
}

function tellEnded(pod: KubeObject, { set }: Fleet, { record }: Context): void {
  const where = `daemon pod ${textAt(pod, 'metadata', 'namespace')}/${pod.metadata.name} on node ${targetOf(pod)}`
  if (phaseOf(pod) === 'Failed') {
    const message = `Found failed ${where}, will try to kill it`
    record(set, { type: 'Warning', reason: 'FailedDaemonPod', message })
  } else if (phaseOf(pod) === 'Succeeded') {
    const message = `Found succeeded ${where}, will try to delete it`
    record(set, { type: 'Normal', reason: 'SucceededDaemonPod', message })
  }
}

async function ownPods(owner: KubeObject, context: Context): Promise<readonly KubeObject[]> {
  const selector = labelSelectorOf(valueAt(owner, 'spec', 'selector'))
  const orphans = context.informer(types.pods).cache.byIndex(ORPHANS, textAt(owner, 'metadata', 'namespace'))
  const candidates = [...controlledPods(owner, context), ...orphans]
  const matches = (pod: KubeObject): boolean => selector.matches(labelsOf(pod))
  return claim({ owner, ownerType: types.daemonSets, type: types.pods, candidates, matches }, context)
}

function controlledPods(set: KubeObject, context: Context): readonly KubeObject[] {
  return context.informer(types.pods).cache.byIndex(BY_CONTROLLER, textAt(set, 'metadata', 'uid'))
}

/** The caches as they are now. Pods that have ended and are on their way out make room for others. */
function fleetOf(set: KubeObject, hash: string, context: Context): Fleet {
  const podsByNode = new Map<string, KubeObject[]>()
  for (const pod of controlledPods(set, context)) {
    const nodeName = targetOf(pod)
    if (nodeName === '' || (isFinished(pod) && isTerminating(pod))) continue
    const there = podsByNode.get(nodeName)
    if (there === undefined) podsByNode.set(nodeName, [pod])
    else there.push(pod)
  }
  const nodes = context.informer(types.nodes).cache.list()
  return { set, hash, nodes, podsByNode, nowMs: context.clock.now() }
}

async function writeStatus(
  fleet: Fleet,
  { collisions }: DaemonHistory,
  isSettled: boolean,
  context: Context,
): Promise<void> {
  const { set } = fleet
  const generation = isSettled ? (numberAt(mapAt(set, 'metadata'), 'generation') ?? 0) : observedGenerationOf(set)
  const status = statusOf(fleet, { generation, collisions })
  if (sameJson(status, set['status'])) return
  await context.client.update(types.daemonSets, { ...set, status }, { subresource: 'status' })
}

/** Pods become available by time alone. */
function availability({ set, podsByNode, nowMs }: Fleet): readonly (number | undefined)[] {
  const minReadySeconds = minReadySecondsOf(set)
  if (minReadySeconds === 0) return []
  return [...podsByNode.values()].flat().map((pod) => availableInMs(pod, minReadySeconds, nowMs))
}

function earliest(waits: readonly (number | undefined)[]): Result | undefined {
  const soonest = Math.min(...waits.filter((wait) => wait !== undefined))
  return Number.isFinite(soonest) ? { requeueAfterMs: soonest } : undefined
}

function selectsAll(set: KubeObject): boolean {
  return labelSelectorOf(valueAt(set, 'spec', 'selector')).isEverything
}

function areSeen(set: KubeObject, { creations, deletions }: Memory): boolean {
  const uid = textAt(set, 'metadata', 'uid')
  return creations.areMet(uid) && deletions.areMet(uid)
}

/** Whoever changes a revision that has its owner is on his own until the owner changes; one that has none can be adopted. */
function keysOfRevision(event: ObjectEvent, context: Context): readonly ObjectKey[] {
  return controllerOf(event.object) === undefined ? keysOfOwned(event, context) : []
}

/** What a set that is gone asked for is expected no longer. */
function keysOfSet({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type === 'DELETED') forget(textAt(object, 'metadata', 'uid'), memoryOf(context))
  return [keyOfObject(object)]
}

function forget(uid: string, { creations, deletions, pace }: Memory): void {
  for (const memory of [creations, deletions, pace]) memory.forget(uid)
}

/** A pod that appears or goes was expected. */
function noteSeen({ type, object, previous }: ObjectEvent, { creations, deletions }: Memory): void {
  const owner = controllerOf(object)
  if (owner?.kind !== KIND.kind) return
  const isLeaving = isTerminating(object) && (previous === undefined || !isTerminating(previous))
  if (type === 'ADDED') creations.created(owner.uid)
  if (type === 'DELETED' || isLeaving) deletions.deleted(owner.uid, textAt(object, 'metadata', 'uid'))
}

/** Daemon sets for which a node has become another. */
function concernedByNode({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type === 'MODIFIED' && previous !== undefined && !isMoved(object, previous)) return []
  const sets = context.informer(types.daemonSets).cache.list()
  return sets.filter((set) => isConcerned(set, object, previous)).map(keyOfObject)
}

function isConcerned(set: KubeObject, node: KubeObject, previous: KubeObject | undefined): boolean {
  const placement = placementsOf(set)
  const now = placement(node)
  const before = previous === undefined || previous === node ? undefined : placement(previous)
  if (before === undefined) return now.mayStay
  return now.shouldRun !== before.shouldRun || now.mayStay !== before.mayStay
}

function wouldAdopt(orphan: KubeObject, context: Context): readonly ObjectKey[] {
  return context
    .informer(types.daemonSets)
    .cache.list(textAt(orphan, 'metadata', 'namespace'))
    .filter((set) => labelSelectorOf(valueAt(set, 'spec', 'selector')).matches(labelsOf(orphan)))
    .map(keyOfObject)
}
