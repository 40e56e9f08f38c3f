import {
  forbidden,
  isMap,
  type Json,
  type JsonObject,
  type KubeObject,
  notFound,
  StatusError,
  timeText,
  tooManyRequests,
  valueAt,
} from '#kube'
import type { Core } from '../registry/core.ts'

/** One disruption that a budget has to allow. */
export interface Disruption {
  readonly budget: KubeObject
  readonly podName: string
  readonly dryRun: boolean
}

const server = { name: 'system:apiserver', groups: ['system:masters'] }

/** Takes one disruption from a budget. Throws 429 when it has none left, 403 when it is broken. */
export async function spendBudget(core: Core, { budget, podName, dryRun }: Disruption): Promise<void> {
  const kind = core.registry.kinds.find('policy', 'v1', 'poddisruptionbudgets')
  if (kind === undefined) throw notFound({ group: 'policy', resource: 'poddisruptionbudgets' }, budget.metadata.name)
  const { name, namespace = '' } = budget.metadata
  const target = { kind, namespace: typeof namespace === 'string' ? namespace : '', name, subresource: 'status' }
  const spend = (present: KubeObject) => spent(core, present, podName)
  await core.registry.update(target, spend, { user: server, dryRun, isInternal: true })
}

/** 429 of a budget that its controller has not looked at yet. */
export function stillProcessed(name: string): StatusError {
  return refused(`The disruption budget ${name} is still being processed by the server.`, 10)
}

const maxDisruptedPods = 2000
const broken = { group: 'policy', resource: 'poddisruptionbudget' }

function spent(core: Core, budget: KubeObject, podName: string): KubeObject {
  const { name } = budget.metadata
  const status: JsonObject = isMap(budget['status']) ? budget['status'] : {}
  const pods: JsonObject = isMap(status['disruptedPods']) ? status['disruptedPods'] : {}
  if (numberOf(status['observedGeneration']) < numberOf(budget.metadata['generation'])) throw stillProcessed(name)
  const allowed = numberOf(status['disruptionsAllowed'])
  if (allowed < 0) throw forbidden(broken, name, 'pdb disruptions allowed is negative')
  if (Object.keys(pods).length > maxDisruptedPods) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller'
    throw forbidden(broken, name, why)
  }
  if (allowed === 0) throw exhausted(name, status)
  const now = timeText(core.clock.now())
  const next: JsonObject = { ...status, disruptionsAllowed: allowed - 1, disruptedPods: { ...pods, [podName]: now } }
  if (allowed === 1) next['conditions'] = withCondition(budget, now)
  return { ...budget, status: next }
}

function exhausted(name: string, status: JsonObject): StatusError {
  const [desired, current] = [numberOf(status['desiredHealthy']), numberOf(status['currentHealthy'])]
  return refused(`The disruption budget ${name} needs ${desired} healthy pods and has ${current} currently`, 0)
}

/** DisruptionAllowed is false once nothing is left. */
function withCondition(budget: KubeObject, now: string): Json[] {
  const conditions = valueAt(budget, 'status', 'conditions')
  const list = Array.isArray(conditions) ? conditions : []
  const condition: JsonObject = {
    type: 'DisruptionAllowed',
    status: 'False',
    reason: 'InsufficientPods',
    message: '',
    lastTransitionTime: now,
    observedGeneration: numberOf(valueAt(budget, 'status', 'observedGeneration')),
  }
  return [...list.filter((other) => valueAt(other, 'type') !== 'DisruptionAllowed'), condition]
}

function refused(cause: string, retryAfterSeconds: number): StatusError {
  const { status } = tooManyRequests(
    "Cannot evict pod as it would violate the pod's disruption budget.",
    retryAfterSeconds,
  )
  const details = { ...status.details, causes: [{ reason: 'DisruptionBudget', message: cause }] }
  return new StatusError({ ...status, details })
}

function numberOf(value: Json | undefined): number {
  return typeof value === 'number' ? value : 0
}
