import { listAt, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import {
  addQuantities,
  compareQuantities,
  type JsonObject,
  type KubeObject,
  printQuantity,
  type Quantity,
  subtractQuantities,
  zeroQuantity,
} from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../../contract/admission.ts'
import type { Registry, Target } from '../../contract/registry.ts'
import { forbid } from '../refuse.ts'
import { type ResourceAmounts, readAmounts } from '../resource-amounts.ts'
import { isInScope, type QuotaEvaluator, quotaEvaluatorOf, type ScopeRow } from './evaluate.ts'

const SERVER = { user: { name: 'system:apiserver', groups: ['system:masters'] }, isInternal: true } as const
/** What nobody counts: events are many and go away by themselves. */
const IGNORED: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events'])

/**
 * Refuses what goes beyond the quotas of a namespace. Usage is written before the object is, and a write that another was
 * faster than is judged again, so that no two requests share the last free place; a quota controller sets right what
 * requests that fail later have taken.
 */
export function resourceQuota(): AdmissionPlugin {
  const turns = new Map<string, Promise<void>>()
  return {
    name: 'ResourceQuota',
    operations: ['CREATE', 'UPDATE'],
    validate: async (request, registry) => {
      const { namespace, resource } = request
      if (namespace === '' || request.object === undefined || IGNORED.has(`${resource.group}/${resource.resource}`))
        return
      const evaluator = quotaEvaluatorOf(resource.group, resource.resource)
      if (!isHandled(request, evaluator)) return
      const kind = registry.kinds.find('', 'v1', 'resourcequotas')
      if (kind === undefined || registry.readAll(kind, namespace).length === 0) return
      await inTurn(turns, namespace, () => check(request, { registry, evaluator }))
    },
  }
}

function isHandled({ operation, subresource, resource }: AdmissionRequest, { isUpdated }: QuotaEvaluator): boolean {
  if (operation === 'CREATE') return subresource === ''
  if (resource.group === '' && resource.resource === 'pods') return subresource === 'resize'
  return isUpdated && subresource === ''
}

/** One after the other in a namespace. */
async function inTurn(turns: Map<string, Promise<void>>, namespace: string, run: () => Promise<void>): Promise<void> {
  const before = turns.get(namespace) ?? Promise.resolve()
  const mine = before.then(run)
  const settled = mine.catch(() => {})
  turns.set(namespace, settled)
  try {
    await mine
  } finally {
    if (turns.get(namespace) === settled) turns.delete(namespace)
  }
}

interface Means {
  readonly registry: Registry
  readonly evaluator: QuotaEvaluator
}

async function check(request: AdmissionRequest, { registry, evaluator }: Means): Promise<void> {
  const kind = registry.kinds.find('', 'v1', 'resourcequotas')
  if (kind === undefined || request.object === undefined) return
  const quotas = registry.readAll(kind, request.namespace).filter((quota) => concerns(quota, request, evaluator))
  const delta = deltaOf(request, request.object, evaluator)
  if (delta.size === 0) return
  const judged = quotas.map((quota) => ({ quota, used: usedAfter(quota, { delta, request }) }))
  if (request.dryRun) return
  for (const { quota, used } of judged) {
    if (used === undefined) continue
    const target: Target = { kind, namespace: request.namespace, name: quota.metadata.name, subresource: 'status' }
    await registry.update(target, (current) => withUsed(current, usedAfter(current, { delta, request })), SERVER)
  }
}

/** Whether a quota counts an object; refuses what the quota cannot judge. */
function concerns(quota: KubeObject, request: AdmissionRequest, evaluator: QuotaEvaluator): boolean {
  const object = request.object
  if (object === undefined) return false
  const names = Object.keys(mapAt(quota, 'status', 'hard')).filter((name) => evaluator.counts(name))
  const scopes = scopesOf(quota)
  if (names.length === 0 || !scopes.every((scope) => evaluator.isScoped && isInScope(object, scope))) return false
  const missing = evaluator.missing?.(names, object)
  if (missing !== undefined) throw forbid(request, `failed quota: ${quota.metadata.name}: ${missing}`)
  const used = mapAt(quota, 'status', 'used')
  if (names.every((name) => Object.hasOwn(used, name))) return true
  throw forbid(request, `status unknown for quota: ${quota.metadata.name}, resources: ${[...names].sort().join(',')}`)
}

/** The scopes of a quota, plain and selected. */
export function scopesOf(quota: KubeObject): ScopeRow[] {
  const spec = mapAt(quota, 'spec')
  const plain = textsAt(spec, 'scopes').map((scopeName) => ({ scopeName, operator: 'Exists', values: [] }))
  const selected = mapsAt(mapAt(spec, 'scopeSelector'), 'matchExpressions').map((row) => ({
    scopeName: textAt(row, 'scopeName'),
    operator: textAt(row, 'operator'),
    values: listAt(row, 'values').map(String),
  }))
  return [...plain, ...selected]
}

/** How much more an object uses than before; nothing that becomes less. */
function deltaOf(request: AdmissionRequest, object: KubeObject, evaluator: QuotaEvaluator): ResourceAmounts {
  const before =
    request.operation === 'UPDATE' && request.oldObject !== undefined ? evaluator.usage(request.oldObject) : undefined
  const delta = new Map<string, Quantity>()
  for (const [name, amount] of evaluator.usage(object)) {
    const more = before === undefined ? amount : subtractQuantities(amount, before.get(name) ?? zeroQuantity)
    if (more.nanos > 0n) delta.set(name, more)
    if (more.nanos < 0n && before === undefined)
      throw forbid(request, `quota usage is negative for resource(s): ${name}`)
  }
  return delta
}

interface Demand {
  readonly delta: ResourceAmounts
  readonly request: AdmissionRequest
}

/** What a quota has given away with this demand; undefined when it is not touched. Throws the 403 when that is too much. */
function usedAfter(quota: KubeObject, { delta, request }: Demand): JsonObject | undefined {
  const hard = readAmounts(mapAt(quota, 'status', 'hard'))
  const used = readAmounts(mapAt(quota, 'status', 'used'))
  const wanted = [...delta].filter(([name]) => hard.has(name)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (wanted.length === 0) return undefined
  const next = (name: string, more: Quantity): Quantity => addQuantities(used.get(name) ?? zeroQuantity, more)
  const exceeded = wanted.filter(
    ([name, more]) => compareQuantities(next(name, more), hard.get(name) ?? zeroQuantity) > 0,
  )
  if (exceeded.length > 0) {
    const list = (amountOf: (name: string, more: Quantity) => Quantity): string =>
      exceeded.map(([name, more]) => `${name}=${printQuantity(amountOf(name, more))}`).join(',')
    const [asked, taken, most] = [
      list((_, more) => more),
      list((name) => used.get(name) ?? zeroQuantity),
      list((name) => hard.get(name) ?? zeroQuantity),
    ]
    throw forbid(
      request,
      `exceeded quota: ${quota.metadata.name}, requested: ${asked}, used: ${taken}, limited: ${most}`,
    )
  }
  const changed = Object.fromEntries(wanted.map(([name, more]) => [name, printQuantity(next(name, more))]))
  return { ...mapAt(quota, 'status', 'used'), ...changed }
}

function withUsed(quota: KubeObject, used: JsonObject | undefined): KubeObject | undefined {
  return used === undefined ? undefined : { ...quota, status: { ...mapAt(quota, 'status'), used } }
}
