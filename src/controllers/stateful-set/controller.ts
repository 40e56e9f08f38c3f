import type { ObjectEvent } from '#client'
import { asMap, mapAt, numberAt } from '#kinds'
import { isTerminating, type KubeObject, labelSelectorOf, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result } from '#reconcile'
import { claim } from '../owner/claim.ts'
import { BY_CONTROLLER, ORPHANS, ownerIndexers, ownerKeys } from '../owner/owner.ts'
import { perRun } from '../per-run.ts'
import { createRetries, type Retries } from '../pod/retry.ts'
import { availableInMs, isFinished } from '../pod/state.ts'
import { inOrder } from '../revision/decide.ts'
import { revisionHash } from '../revision/hash.ts'
import { type History, historyLimitOf, recordHistory, removeRevisions } from '../revision/history.ts'
import { goMapJson, templateAt, templatePatch } from '../revision/template-patch.ts'
import { labelsOf } from '../select.ts'
import { types } from '../types.ts'
import { claimName, claimTemplatesOf, ordinalOf, ordinalsOf, placeOf, revisionOf, statefulPod } from './identity.ts'
import { perform } from './perform.ts'
import { type Plan, plan, type Situation } from './plan.ts'
import { statusOf } from './status.ts'

/** Keeps pods with names, places and storage of their own. Source: kubernetes pkg/controller/statefulset. */
export const statefulSetController: Controller = {
  name: 'stateful-set',
  component: 'statefulset-controller',
  watches: [
    { type: types.statefulSets },
    {
      type: types.pods,
      indexers: ownerIndexers,
      keysOf: ownerKeys({ apiVersion: 'apps/v1', kind: 'StatefulSet' }, wouldAdoptPod),
    },
    { type: types.controllerRevisions, indexers: ownerIndexers, keysOf: () => [] },
    { type: types.persistentVolumeClaims, keysOf: waitsForClaim },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const set = context.informer(types.statefulSets).cache.get(namespace, name)
    return set === undefined ? undefined : reconcileSet(set, context)
  },
}

const retriesOf = perRun<Retries>(({ clock }) => createRetries(clock))

async function reconcileSet(set: KubeObject, context: Context): Promise<Result | undefined> {
  const pods = await ownPods(set, context)
  const history = await recordHistory(
    {
      owner: set,
      ownerType: types.statefulSets,
      data: templatePatch(set),
      hashLabel: 'controller.kubernetes.io/hash',
      collisions: numberAt(mapAt(set, 'status'), 'collisionCount') ?? 0,
      hash: (collisions) => revisionHash(goMapJson(templatePatch(set)), collisions ?? 0),
    },
    context,
  )
  const former = formerRevision(set, history)
  const situation = situationOf(set, pods, history, context)
  const isGoing = isTerminating(set)
  const planned = isGoing ? { phases: [], replaced: [] } : plan(situation)
  try {
    const isParallel = mapAt(set, 'spec')['podManagementPolicy'] === 'Parallel'
    await perform(planned, isParallel, { set, context, makePod: (ordinal) => podOf(set, ordinal, history) })
  } finally {
    await writeStatus(situation, planned, { history, former }, context)
  }
  await prune(set, pods, { history, former }, context)
  return recheck(situation, context)
}

/** Pods that are named after the set and selected by it. */
async function ownPods(owner: KubeObject, context: Context): Promise<readonly KubeObject[]> {
  const { cache } = context.informer(types.pods)
  const selector = labelSelectorOf(valueAt(owner, 'spec', 'selector'))
  const controlled = cache.byIndex(BY_CONTROLLER, textAt(owner, 'metadata', 'uid'))
  const orphans = cache.byIndex(ORPHANS, textAt(owner, 'metadata', 'namespace'))
  const matches = (pod: KubeObject): boolean =>
    placeOf(pod.metadata.name).set === owner.metadata.name && selector.matches(labelsOf(pod))
  const candidates = [...controlled, ...orphans]
  return claim({ owner, ownerType: types.statefulSets, type: types.pods, candidates, matches }, context)
}

function situationOf(set: KubeObject, pods: readonly KubeObject[], history: History, context: Context): Situation {
  const claims = context.informer(types.persistentVolumeClaims).cache
  const namespace = textAt(set, 'metadata', 'namespace')
  const updateRevision = history.current.metadata.name
  const claim = (name: string): KubeObject | undefined => claims.get(namespace, name)
  const mayRetry = (pod: KubeObject): boolean => retry(set, pod, context)
  return { set, pods, updateRevision, claim, mayRetry, nowMs: context.clock.now() }
}

/** One that ends goes at once; one that ends again waits longer each time, so that nothing spins. */
function retry(set: KubeObject, pod: KubeObject, context: Context): boolean {
  const retries = retriesOf(context)
  if (retries.waitMs(retryPlace(set, pod)) > 0) return false
  retries.failed(retryPlace(set, pod))
  return true
}

/** A new template is a new chance. */
function retryPlace(set: KubeObject, pod: KubeObject): string {
  return `${textAt(set, 'metadata', 'uid')}/${observedGenerationOf(set)}/${pod.metadata.name}`
}

function observedGenerationOf(set: KubeObject): number {
  return numberAt(mapAt(set, 'status'), 'observedGeneration') ?? 0
}

/** The revision that pods below the partition keep; the newest until the status names another. */
function formerRevision(set: KubeObject, { current, others }: History): KubeObject {
  const name = textAt(set, 'status', 'currentRevision')
  return others.find(({ metadata }) => metadata.name === name) ?? current
}

/** A place below the partition gets a pod of the former revision. */
function podOf(set: KubeObject, ordinal: number, history: History): KubeObject {
  const former = formerRevision(set, history)
  const { type, rollingUpdate } = mapAt(set, 'spec', 'updateStrategy')
  const kept =
    rollingUpdate === undefined
      ? (numberAt(mapAt(set, 'status'), 'currentReplicas') ?? 0)
      : (numberAt(asMap(rollingUpdate), 'partition') ?? 0)
  const isKept = type === 'RollingUpdate' && ordinal < ordinalsOf(set).start + kept
  const revision = isKept ? former : history.current
  return statefulPod(set, templateAt(set, revision), ordinal, revision.metadata.name)
}

interface Past {
  readonly history: History
  readonly former: KubeObject
}

async function writeStatus(
  situation: Situation,
  planned: Plan,
  { history, former }: Past,
  context: Context,
): Promise<void> {
  const { set, pods, nowMs, updateRevision } = situation
  const currentRevision = former.metadata.name
  const replaced = planned.replaced.filter((pod) => revisionOf(pod) === currentRevision).length
  const status = statusOf({
    set,
    pods,
    nowMs,
    currentRevision,
    updateRevision,
    collisions: history.collisions ?? 0,
    replaced,
  })
  if (sameJson(status, set['status'])) return
  await context.client.update(types.statefulSets, { ...set, status }, { subresource: 'status' })
}

/** Revisions that no pod has and that are no longer rolled out are kept up to the limit, the newest ones. */
async function prune(
  set: KubeObject,
  pods: readonly KubeObject[],
  { history, former }: Past,
  context: Context,
): Promise<void> {
  const live = new Set([former.metadata.name, ...pods.map(revisionOf)])
  const dead = inOrder(history.others.filter(({ metadata }) => !live.has(metadata.name)))
  await removeRevisions(dead.slice(0, Math.max(0, dead.length - historyLimitOf(set))), context)
}

/** Pods become available by time alone, and one that has ended may have to wait for its removal. */
function recheck({ set, pods, nowMs }: Situation, context: Context): Result | undefined {
  const minReadySeconds = numberAt(mapAt(set, 'spec'), 'minReadySeconds') ?? 0
  const waits = pods.map((pod) =>
    isFinished(pod) ? retriesOf(context).waitMs(retryPlace(set, pod)) : availableInMs(pod, minReadySeconds, nowMs),
  )
  const soonest = Math.min(...waits.filter((wait) => wait !== undefined).filter((wait) => wait > 0))
  return Number.isFinite(soonest) ? { requeueAfterMs: soonest } : undefined
}

function wouldAdoptPod(pod: KubeObject, context: Context): readonly ObjectKey[] {
  const { set } = placeOf(pod.metadata.name)
  return wouldAdopt(pod, context).filter(({ name }) => name === set)
}

function wouldAdopt(orphan: KubeObject, context: Context): readonly ObjectKey[] {
  return context
    .informer(types.statefulSets)
    .cache.list(textAt(orphan, 'metadata', 'namespace'))
    .filter((set) => labelSelectorOf(valueAt(set, 'spec', 'selector')).matches(labelsOf(orphan)))
    .map(keyOfObject)
}

/** A place whose claim had to go first can be filled when it is gone. */
function waitsForClaim({ type, object }: ObjectEvent, context: Context): readonly ObjectKey[] {
  if (type !== 'DELETED') return []
  const ordinal = ordinalOf(object)
  return context
    .informer(types.statefulSets)
    .cache.list(textAt(object, 'metadata', 'namespace'))
    .filter((set) => claimTemplatesOf(set).some((one) => claimName(one, set, ordinal) === object.metadata.name))
    .map(keyOfObject)
}
