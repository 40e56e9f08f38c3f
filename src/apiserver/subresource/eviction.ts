import type { Kind } from '#kinds'
import {
  badRequest,
  conflict,
  genericNotFound,
  isMap,
  isTerminating,
  type Json,
  type JsonObject,
  type KubeObject,
  labelSelectorOf,
  notFound,
  SelectorError,
  StatusError,
  timeText,
  valueAt,
} from '#kube'
import type { SpecialCall, SpecialEndpoint } from '../contract/registry.ts'
import type { Core } from '../registry/core.ts'
import { type DeleteOptions, deleteOptionsOf } from '../registry/options/delete-options.ts'
import { removeObject } from '../registry/write/remove.ts'
import { updateObject } from '../registry/write/update.ts'
import type { WriteRequest } from '../registry/write/write-request.ts'
import { spendBudget, stillProcessed } from './disruption-budget.ts'
import { admitBody, endpointWrite } from './endpoint-write.ts'

/** POST of an Eviction: deletes a pod when its disruption budget lets it go. */
export function evictionEndpoint(core: Core): SpecialEndpoint {
  return { group: '', resource: 'pods', subresource: 'eviction', create: (call) => evict(core, call) }
}

async function evict(core: Core, call: SpecialCall): Promise<{ object: JsonObject; status: number }> {
  const kind = core.registry.kinds.find('', 'v1', 'pods')
  if (kind === undefined) throw genericNotFound()
  if (valueAt(call.object, 'metadata', 'name') !== call.name) {
    throw badRequest('name in URL does not match name in Eviction object')
  }
  const write = endpointWrite(kind, call, 'eviction')
  const body = await admitBody(core, write, call.object, { group: 'policy', version: 'v1', kind: 'Eviction' })
  const options = optionsIn(body, call.options.dryRun)
  const eviction: Eviction = { core, kind, write: { ...write, dryRun: options.dryRun, isInternal: true }, options }
  const pod = podOf(eviction)
  if (isBeyondBudgets(pod)) await removePod(eviction, isEnded(pod) ? undefined : pod)
  else await removeGuarded(eviction, pod)
  return { object: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }, status: 201 }
}

/** One eviction on its way. */
interface Eviction {
  readonly core: Core
  readonly kind: Kind
  readonly write: WriteRequest
  readonly options: DeleteOptions
}

function optionsIn(body: KubeObject, isDryRun: boolean): DeleteOptions {
  const sent = isMap(body['deleteOptions']) ? { ...body['deleteOptions'] } : {}
  delete sent['kind']
  delete sent['apiVersion']
  if (isDryRun) sent['dryRun'] = ['All']
  return deleteOptionsOf(sent)
}

function podOf({ core, kind, write }: Eviction): KubeObject {
  const pod = core.registry.read(kind, write.namespace, write.name)
  if (pod === undefined) throw notFound({ group: '', resource: 'pods' }, write.name)
  return pod
}

function isEnded(pod: KubeObject): boolean {
  const phase = valueAt(pod, 'status', 'phase')
  return phase === 'Succeeded' || phase === 'Failed' || isTerminating(pod)
}

/** Pods whose end disrupts nothing: done, not begun, or already on their way out. */
function isBeyondBudgets(pod: KubeObject): boolean {
  return isEnded(pod) || valueAt(pod, 'status', 'phase') === 'Pending'
}

async function removeGuarded(eviction: Eviction, pod: KubeObject): Promise<void> {
  const { core, write } = eviction
  const [budget, second] = budgetsOf(core, pod)
  if (second !== undefined) throw tooManyBudgets()
  if (budget === undefined) return removePod(eviction)
  if (isSpared(pod, budget)) {
    try {
      await removePod(eviction, pod)
    } catch (cause) {
      const isOurs = eviction.options.preconditions.resourceVersion === undefined
      if (isOurs && cause instanceof StatusError && cause.code === 'Conflict')
        throw stillProcessed(budget.metadata.name)
      throw cause
    }
    return
  }
  await spendBudget(core, { budget, podName: write.name, dryRun: write.dryRun })
  await removePod(eviction)
}

/** A pod that is not ready counts for nothing; it may go where enough others are healthy, or the budget says so. */
function isSpared(pod: KubeObject, budget: KubeObject): boolean {
  if (isReady(pod)) return false
  if (valueAt(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true
  const current = numberOf(valueAt(budget, 'status', 'currentHealthy'))
  const desired = numberOf(valueAt(budget, 'status', 'desiredHealthy'))
  return current >= desired && desired > 0
}

function isReady(pod: KubeObject): boolean {
  const conditions = valueAt(pod, 'status', 'conditions')
  if (!Array.isArray(conditions)) return false
  return conditions.some(
    (condition) => valueAt(condition, 'type') === 'Ready' && valueAt(condition, 'status') === 'True',
  )
}

function budgetsOf({ registry }: Core, pod: KubeObject): readonly KubeObject[] {
  const kind = registry.kinds.find('policy', 'v1', 'poddisruptionbudgets')
  const namespace = pod.metadata['namespace']
  if (kind === undefined || typeof namespace !== 'string') return []
  const labels = pod.metadata['labels']
  return registry.readAll(kind, namespace).filter((budget) => selects(budget, isMap(labels) ? labels : {}))
}

/** A selector that is empty, missing or broken selects no pod. */
function selects(budget: KubeObject, labels: JsonObject): boolean {
  try {
    const selector = labelSelectorOf(valueAt(budget, 'spec', 'selector'))
    return selector.requirements.length > 0 && selector.matches(labels)
  } catch (cause) {
    if (cause instanceof SelectorError) return false
    throw cause
  }
}

/** Notes why the pod goes, then deletes it; as it is in `pod`, where one is given. */
async function removePod(eviction: Eviction, pod?: KubeObject): Promise<void> {
  const { core, write, options } = eviction
  const asked = options.preconditions.resourceVersion ?? textOf(pod?.metadata['resourceVersion'])
  const revision = write.dryRun ? asked : await noteDisruption(eviction, asked)
  const preconditions = { ...options.preconditions, ...(asked !== '' && { resourceVersion: revision }) }
  await removeObject(core, write, { ...options, preconditions })
}

/** Gives the revision of the pod with its new condition. */
async function noteDisruption({ core, write, options }: Eviction, asked: string): Promise<string> {
  const { uid } = options.preconditions
  const make = (pod: KubeObject | undefined): KubeObject => {
    if (pod === undefined) throw genericNotFound()
    const present = textOf(pod.metadata['resourceVersion'])
    const isOther = (asked !== '' && asked !== present) || (uid !== undefined && uid !== pod.metadata['uid'])
    if (isOther) throw conflict({ group: '', resource: 'pods' }, write.name, preconditionFailed)
    return disrupted(core, pod)
  }
  const { text } = await updateObject(core, { ...write, subresource: 'status' }, { make })
  return textOf(valueAt(JSON.parse(text) as KubeObject, 'metadata', 'resourceVersion'))
}

const preconditionFailed = 'the pod is not the one that the preconditions of its eviction describe'

function disrupted(core: Core, pod: KubeObject): KubeObject {
  const status: JsonObject = isMap(pod['status']) ? pod['status'] : {}
  const conditions: Json[] = Array.isArray(status['conditions']) ? status['conditions'] : []
  const condition: JsonObject = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
    lastTransitionTime: timeText(core.clock.now()),
  }
  const others = conditions.filter((other) => valueAt(other, 'type') !== 'DisruptionTarget')
  return { ...pod, status: { ...status, conditions: [...others, condition] } }
}

function tooManyBudgets(): StatusError {
  const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
  return new StatusError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: 500 })
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
