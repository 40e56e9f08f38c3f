import type { ObjectEvent } from '#client'
import { type JsonObject, type KubeObject, parseQuantity, sameJson, textAt, valueAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey, type Result, textOfKey } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'
import type { QuotaRules } from './rules.ts'
import { usedBy } from './used.ts'

/** Admission notes usage before the object is there: only what stays so for as long is set right downwards. */
const SETTLE_MS = 500
/** Resources that no watch tells of are counted again after so long. */
const RECOUNT_MS = 30_000

/** Keeps the status of ResourceQuotas. Source: kubernetes pkg/controller/resourcequota. */
export function quotaController(rules: QuotaRules): Controller {
  /** Since when a quota claims more than there is: its version and the time. */
  const excess = new Map<string, { readonly version: string; readonly since: number }>()
  let isFollowing = false
  return {
    name: 'resource-quota',
    watches: [{ type: types.resourceQuotas }, { type: types.pods, keysOf: quotasBehind }],
    reconcile: async (key, context) => {
      const quota = await unless(['NotFound'], context.client.get(types.resourceQuotas, key))
      if (quota === undefined) {
        excess.delete(textOfKey(key))
        return undefined
      }
      if (!isFollowing) followCounted(context)
      isFollowing = true
      return settle(quota, { rules, excess, context })
    },
  }
}

/** Followed only where there is a quota: they may have very many objects. Others follow workloads anyway. */
const COUNTED = [
  views.services,
  views.persistentVolumeClaims,
  views.configMaps,
  views.secrets,
  types.replicationControllers,
  types.replicaSets,
  types.deployments,
  types.statefulSets,
  types.daemonSets,
  types.jobs,
  types.cronJobs,
]

function followCounted(context: Context): void {
  for (const type of COUNTED) {
    context.informer(type).onChange((event) => {
      for (const key of quotasBehind(event, context)) context.enqueue(key)
    })
  }
}

/** What goes away, and a pod that has ended, gives room to the quotas of its namespace. */
function quotasBehind({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const hasEnded = type === 'MODIFIED' && previous !== undefined && phaseOf(object) !== phaseOf(previous)
  if (type !== 'DELETED' && !hasEnded) return []
  return context
    .informer(types.resourceQuotas)
    .cache.list(textAt(object, 'metadata', 'namespace'))
    .map(keyOfObject)
}

function phaseOf(object: KubeObject): string {
  return textAt(object, 'status', 'phase')
}

interface Settling {
  readonly rules: QuotaRules
  readonly excess: Map<string, { readonly version: string; readonly since: number }>
  readonly context: Context
}

async function settle(quota: KubeObject, { rules, excess, context }: Settling): Promise<Result> {
  const { client, clock } = context
  const key = `${textAt(quota, 'metadata', 'namespace')}/${quota.metadata.name}`
  const hard = (valueAt(quota, 'spec', 'hard') ?? {}) as JsonObject
  const used = await usedBy(quota, rules, client)
  const old = (valueAt(quota, 'status', 'used') ?? {}) as JsonObject
  if (sameJson(valueAt(quota, 'status', 'hard'), hard) && sameAmounts(old, used)) {
    excess.delete(key)
    return { requeueAfterMs: RECOUNT_MS }
  }
  const version = textAt(quota, 'metadata', 'resourceVersion')
  const seen = excess.get(key)
  const isLess = sameJson(valueAt(quota, 'status', 'hard'), hard) && claimsMore(old, used)
  if (isLess && (seen?.version !== version || clock.now() - seen.since < SETTLE_MS)) {
    if (seen?.version !== version) excess.set(key, { version, since: clock.now() })
    return { requeueAfterMs: SETTLE_MS }
  }
  excess.delete(key)
  await client.update(types.resourceQuotas, { ...quota, status: { hard, used } }, { subresource: 'status' })
  return { requeueAfterMs: RECOUNT_MS }
}

function nanosOf(value: unknown): bigint {
  return parseQuantity(typeof value === 'string' || typeof value === 'number' ? String(value) : '')?.nanos ?? 0n
}

function sameAmounts(a: JsonObject, b: JsonObject): boolean {
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && nanosOf(a[name]) === nanosOf(b[name]))
  )
}

/** Whether what is noted is more than what is used, for a name of both. */
function claimsMore(noted: JsonObject, used: JsonObject): boolean {
  return (
    Object.keys(used).every((name) => Object.hasOwn(noted, name)) &&
    Object.keys(used).some((name) => nanosOf(noted[name]) > nanosOf(used[name]))
  )
}
