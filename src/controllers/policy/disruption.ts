import { type JsonObject, type KubeObject, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject } from '#reconcile'
import { isReady } from '../pod/state.ts'
import { matchesLabels } from '../select.ts'
import { timeText } from '../time.ts'
import { types, views } from '../types.ts'
import { expectedPods } from './expected-pods.ts'

/** An eviction that did not remove its pod after so long is forgotten. */
const EVICTION_MS = 2 * 60_000

/** Keeps the status of PodDisruptionBudgets, which evictions ask. Source: kubernetes pkg/controller/disruption. */
export const disruptionController: Controller = {
  name: 'disruption',
  watches: [
    { type: types.disruptionBudgets },
    {
      type: views.pods,
      keysOf: ({ object, previous }, context) =>
        context
          .informer(types.disruptionBudgets)
          .cache.list(textAt(object, 'metadata', 'namespace'))
          .filter((budget) => [object, previous].some((pod) => pod !== undefined && selects(budget, pod)))
          .map(keyOfObject),
    },
  ],
  reconcile: async ({ namespace, name }, context) => {
    const budget = context.informer(types.disruptionBudgets).cache.get(namespace, name)
    if (budget === undefined) return undefined
    const pods = context
      .informer(views.pods)
      .cache.list(namespace)
      .filter((pod) => selects(budget, pod))
    const { status, recheckMs } = await statusOf(budget, pods, context)
    if (!sameJson(status, budget['status'])) {
      await context.client.update(types.disruptionBudgets, { ...budget, status }, { subresource: 'status' })
    }
    return recheckMs === undefined ? undefined : { requeueAfterMs: recheckMs }
  },
}

function selects(budget: KubeObject, pod: KubeObject): boolean {
  return matchesLabels(valueAt(budget, 'spec', 'selector'), pod)
}

interface Computed {
  readonly status: JsonObject
  readonly recheckMs: number | undefined
}

async function statusOf(budget: KubeObject, pods: readonly KubeObject[], context: Context): Promise<Computed> {
  const now = context.clock.now()
  const { expected, desired, problem } = await expectedPods(budget, pods, context.client)
  const pending = pendingEvictions(budget, pods, now)
  const isHealthy = (pod: KubeObject): boolean =>
    isReady(pod) && valueAt(pod, 'metadata', 'deletionTimestamp') === undefined && !pending.has(pod.metadata.name)
  const currentHealthy = pods.filter(isHealthy).length
  const allowed = expected > 0 && problem === undefined ? Math.max(0, currentHealthy - desired) : 0
  const disruptedPods = Object.fromEntries([...pending].map(([name, at]) => [name, timeText(at)]))
  const soonest = Math.min(...[...pending.values()].map((at) => at + EVICTION_MS - now))
  return {
    status: {
      ...(pending.size > 0 && { disruptedPods }),
      observedGeneration: valueAt(budget, 'metadata', 'generation') ?? 0,
      disruptionsAllowed: allowed,
      currentHealthy,
      desiredHealthy: desired,
      expectedPods: expected,
      conditions: [condition(budget, allowed, problem, now)],
    },
    recheckMs: Number.isFinite(soonest) ? Math.max(0, soonest) : undefined,
  }
}

/** Pods whose eviction was granted and that are not gone yet, with the time of it in milliseconds. */
function pendingEvictions(budget: KubeObject, pods: readonly KubeObject[], now: number): Map<string, number> {
  const noted = (valueAt(budget, 'status', 'disruptedPods') ?? {}) as JsonObject
  const result = new Map<string, number>()
  for (const { metadata } of pods) {
    const at = Date.parse(textAt(noted, metadata.name))
    const isOver = Number.isNaN(at) || now - at >= EVICTION_MS || metadata['deletionTimestamp'] !== undefined
    if (!isOver) result.set(metadata.name, at)
  }
  return result
}

function condition(budget: KubeObject, allowed: number, problem: string | undefined, now: number): JsonObject {
  const old = ((valueAt(budget, 'status', 'conditions') ?? []) as JsonObject[]).find(
    ({ type }) => type === 'DisruptionAllowed',
  )
  const status = allowed > 0 ? 'True' : 'False'
  const reason = problem !== undefined ? 'SyncFailed' : allowed > 0 ? 'SufficientPods' : 'InsufficientPods'
  return {
    type: 'DisruptionAllowed',
    status,
    observedGeneration: valueAt(budget, 'metadata', 'generation') ?? 0,
    lastTransitionTime: old?.['status'] === status ? (old['lastTransitionTime'] ?? timeText(now)) : timeText(now),
    reason,
    message: problem ?? '',
  }
}
