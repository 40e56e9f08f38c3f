import type { ObjectEvent } from '#client'
import { mapAt } from '#kinds'
import { isTerminating, type JsonObject, type KubeObject, sameJson, textAt, timeText, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result, textOfKey } from '#reconcile'
import { isReady } from '../pod/state.ts'
import { types } from '../types.ts'
import { expectedPods, UnknownScale } from './expected-pods.ts'
import { createMembership, type Membership } from './membership.ts'
import { selectorText } from './selector-text.ts'

/** An eviction that did not remove its pod after so long is forgotten. */
const EVICTION_MS = 2 * 60_000

/** Keeps the status of PodDisruptionBudgets, which evictions ask. Source: kubernetes pkg/controller/disruption. */
export function disruptionController(): Controller {
  const desk: Desk = { membership: createMembership(), told: new Map() }
  return {
    name: 'disruption-controller',
    component: 'controllermanager',
    watches: [
      {
        type: types.disruptionBudgets,
        keysOf: (event, context) => {
          desk.membership.budgetChanged(event, context)
          return [keyOfObject(event.object)]
        },
      },
      { type: types.pods, keysOf: (event) => concernedBy(event, desk.membership) },
      ...[types.replicaSets, types.deployments, types.statefulSets, types.replicationControllers].map((type) => ({
        type,
        keysOf: () => [],
      })),
    ],
    reconcile: async (key, context) => {
      const budget = context.informer(types.disruptionBudgets).cache.get(key.namespace, key.name)
      if (budget !== undefined) return judge(budget, desk, context)
      desk.told.delete(textOfKey(key))
      return undefined
    },
  }
}

interface Desk {
  readonly membership: Membership
  /** What was last told of a budget, by `namespace/name`. */
  readonly told: Map<string, string>
}

/** Only what budgets count is news. */
function concernedBy(event: ObjectEvent, membership: Membership): readonly ObjectKey[] {
  const { object, previous } = event
  const concerned = membership.podChanged(event)
  if (previous === undefined || event.type !== 'MODIFIED') return concerned
  const isSame =
    isReady(object) === isReady(previous) &&
    object.metadata['deletionTimestamp'] === previous.metadata['deletionTimestamp'] &&
    sameJson(object.metadata['labels'], previous.metadata['labels']) &&
    sameJson(object.metadata['ownerReferences'], previous.metadata['ownerReferences'])
  return isSame ? [] : concerned
}

async function judge(budget: KubeObject, desk: Desk, context: Context): Promise<Result | undefined> {
  const pods = desk.membership.podsOf(keyOfObject(budget), context)
  try {
    const { status, recheckMs } = await statusOf(budget, pods, { ...desk, context })
    await write(budget, status, context)
    return recheckMs === undefined ? undefined : { requeueAfterMs: recheckMs }
  } catch (error) {
    if (!(error instanceof UnknownScale)) throw error
    const message = `Failed to calculate the number of expected pods: ${error.message}`
    tell(budget, { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message }, { ...desk, context })
    await write(budget, closed(budget, error.message, context.clock.now()), context)
    return undefined
  }
}

async function write(budget: KubeObject, status: JsonObject, { client }: Context): Promise<void> {
  if (sameJson(status, budget['status'])) return
  await client.update(types.disruptionBudgets, { ...budget, status }, { subresource: 'status' })
}

interface Counting extends Desk {
  readonly context: Context
}

interface Note {
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

function tell(budget: KubeObject, note: Note, { told, context }: Counting): void {
  const { namespace, name } = keyOfObject(budget)
  if (told.get(`${namespace}/${name}`) === note.message) return
  told.set(`${namespace}/${name}`, note.message)
  context.record(budget, note)
}

interface Computed {
  readonly status: JsonObject
  readonly recheckMs: number | undefined
}

async function statusOf(budget: KubeObject, pods: readonly KubeObject[], counting: Counting): Promise<Computed> {
  const { context } = counting
  const now = context.clock.now()
  if (pods.length === 0) tell(budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' }, counting)
  const { expected, desired, hasUnmanaged } = await expectedPods(budget, pods, context)
  if (hasUnmanaged) tell(budget, unmanagedNote(budget), counting)
  const pending = pendingEvictions(budget, pods, counting)
  const isHealthy = (pod: KubeObject): boolean => isReady(pod) && !isTerminating(pod) && !pending.has(pod.metadata.name)
  const currentHealthy = pods.filter(isHealthy).length
  const allowed = expected > 0 ? Math.max(0, currentHealthy - desired) : 0
  const disruptedPods = Object.fromEntries([...pending].map(([name, at]) => [name, timeText(at)]))
  const soonest = Math.min(...[...pending.values()].map((at) => at + EVICTION_MS - now))
  const observedGeneration = valueAt(budget, 'metadata', 'generation') ?? 0
  const reason = allowed > 0 ? 'SufficientPods' : 'InsufficientPods'
  return {
    status: {
      ...(pending.size > 0 && { disruptedPods }),
      observedGeneration,
      disruptionsAllowed: allowed,
      currentHealthy,
      desiredHealthy: desired,
      expectedPods: expected,
      conditions: conditionsWith(budget, { isAllowed: allowed > 0, observedGeneration, reason, message: '' }, now),
    },
    recheckMs: Number.isFinite(soonest) ? Math.max(0, soonest) : undefined,
  }
}

function unmanagedNote(budget: KubeObject): Note {
  const selector = selectorText(valueAt(budget, 'spec', 'selector'))
  const message =
    `Pods selected by this PodDisruptionBudget (selector: ${selector}) were found to be unmanaged. As a result, the status ` +
    'of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please ' +
    'set ".spec.minAvailable" field of the PDB to an integer value.'
  return { type: 'Warning', reason: 'UnmanagedPods', message }
}

/** Pods whose eviction was granted and that are not gone yet, with the time of it in milliseconds. */
function pendingEvictions(
  budget: KubeObject,
  pods: readonly KubeObject[],
  { context }: Counting,
): ReadonlyMap<string, number> {
  const noted = mapAt(budget, 'status', 'disruptedPods')
  const result = new Map<string, number>()
  for (const pod of pods) {
    const { metadata } = pod
    const at = Date.parse(textAt(noted, metadata.name))
    if (Number.isNaN(at) || metadata['deletionTimestamp'] !== undefined) continue
    if (context.clock.now() - at < EVICTION_MS) result.set(metadata.name, at)
    else {
      const namespace = textAt(budget, 'metadata', 'namespace')
      const message = `Pod was expected by PDB ${namespace}/${namespace} to be deleted but it wasn't`
      context.record(pod, { type: 'Warning', reason: 'NotDeleted', message })
    }
  }
  return result
}

/** What is left of a status when nothing can be counted: no disruption is allowed. */
function closed(budget: KubeObject, message: string, nowMs: number): JsonObject {
  const old = mapAt(budget, 'status')
  const observedGeneration = old['observedGeneration'] ?? 0
  const verdict = { isAllowed: false, observedGeneration, reason: 'SyncFailed', message }
  return {
    currentHealthy: 0,
    desiredHealthy: 0,
    expectedPods: 0,
    ...old,
    disruptionsAllowed: 0,
    conditions: conditionsWith(budget, verdict, nowMs),
  }
}

interface DisruptionVerdict {
  readonly isAllowed: boolean
  readonly observedGeneration: NonNullable<ReturnType<typeof valueAt>>
  readonly reason: string
  readonly message: string
}

function conditionsWith(budget: KubeObject, verdict: DisruptionVerdict, nowMs: number): JsonObject[] {
  const all = (valueAt(budget, 'status', 'conditions') ?? []) as readonly JsonObject[]
  const old = all.find(({ type }) => type === 'DisruptionAllowed')
  const { isAllowed, observedGeneration, reason, message } = verdict
  const status = isAllowed ? 'True' : 'False'
  const since = old?.['status'] === status ? old['lastTransitionTime'] : undefined
  const lastTransitionTime = since ?? timeText(nowMs)
  const condition = { type: 'DisruptionAllowed', status, observedGeneration, lastTransitionTime, reason, message }
  return [...all.filter((one) => one !== old), condition]
}
