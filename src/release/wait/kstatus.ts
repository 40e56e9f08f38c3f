import { asMap, mapsAt, numberAt, textAt } from '#kinds'
import { groupVersionOf, isTerminating, type JsonObject, type KubeObject } from '#kube'
import { daemonSet, deployment, replicaSet, statefulSet } from './kstatus-workloads.ts'
import { current, failed, inProgress, type Standing } from './standing.ts'

/** A rule for one kind; `nowMs` is the time. */
type Rule = (object: KubeObject, nowMs: number) => Standing

/**
 * Where an object stands: what holds for every kind first, then the rule of its kind, then its `Ready` condition; an object
 * that says nothing is current. Source: sigs.k8s.io/cli-utils pkg/kstatus/status.
 */
export function statusOf(object: KubeObject, nowMs: number): Standing {
  const general = generalStatus(object)
  if (general !== undefined) return general
  const rule = RULES.get(`${groupVersionOf(object.apiVersion).group}/${object.kind}`)
  return rule === undefined ? readyCondition(object) : rule(object, nowMs)
}

const alwaysReady: Rule = () => current('Resource is always ready')

const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['/Service', service],
  ['/Pod', pod],
  ['/Secret', alwaysReady],
  ['/ConfigMap', alwaysReady],
  ['/PersistentVolumeClaim', claim],
  ['apps/StatefulSet', statefulSet],
  ['apps/DaemonSet', daemonSet],
  ['apps/Deployment', deployment],
  ['apps/ReplicaSet', replicaSet],
  ['extensions/DaemonSet', daemonSet],
  ['extensions/Deployment', deployment],
  ['extensions/ReplicaSet', replicaSet],
  ['policy/PodDisruptionBudget', () => current('AllowedDisruptions has been computed.')],
  ['batch/CronJob', alwaysReady],
  ['batch/Job', startedJob],
  ['apiextensions.k8s.io/CustomResourceDefinition', definition],
])

function generalStatus(object: KubeObject): Standing | undefined {
  if (isTerminating(object)) return { status: 'Terminating', message: 'Resource scheduled for deletion' }
  const generation = numberAt(object.metadata, 'generation')
  const observed = numberAt(asMap(object['status']), 'observedGeneration')
  if (generation !== undefined && observed !== undefined && generation !== observed) {
    return inProgress(`${object.kind} generation is ${generation}, but latest observed generation is ${observed}`)
  }
  for (const condition of conditionsOf(object)) {
    if (textAt(condition, 'status') !== 'True') continue
    if (textAt(condition, 'type') === 'Reconciling') return inProgress(textAt(condition, 'message'))
    if (textAt(condition, 'type') === 'Stalled') return failed(textAt(condition, 'message'))
  }
  return undefined
}

function readyCondition(object: KubeObject): Standing {
  const ready = conditionsOf(object).find((condition) => textAt(condition, 'type') === 'Ready')
  const status = ready === undefined ? '' : textAt(ready, 'status')
  if (status === 'True') return current('Resource is Ready')
  if (ready !== undefined && (status === 'False' || status === 'Unknown')) return inProgress(textAt(ready, 'message'))
  return current('Resource is current')
}

/** The conditions of an object's status. */
export function conditionsOf(object: KubeObject): readonly JsonObject[] {
  return mapsAt(asMap(object['status']), 'conditions')
}

function service({ spec }: KubeObject): Standing {
  const fields = asMap(spec)
  const needsAddress = textAt(fields, 'type') === 'LoadBalancer' && textAt(fields, 'clusterIP') === ''
  return needsAddress ? inProgress('ClusterIP not set. Service type: LoadBalancer') : current('Service is ready')
}

function claim({ status }: KubeObject): Standing {
  const phase = textAt(asMap(status), 'phase') || 'unknown'
  return phase === 'Bound' ? current('PVC is Bound') : inProgress(`PVC is not Bound. phase: ${phase}`)
}

/** How long a pod may wait for a node. */
const SCHEDULE_WINDOW_MS = 15_000

function pod(object: KubeObject, nowMs: number): Standing {
  const phase = textAt(asMap(object['status']), 'phase')
  const has = (type: string, status: string): JsonObject | undefined =>
    conditionsOf(object).find((one) => textAt(one, 'type') === type && textAt(one, 'status') === status)
  if (phase === 'Succeeded') return current('Pod has completed successfully')
  if (phase === 'Failed') return current('Pod has completed, but not successfully')
  if (phase === 'Running') {
    if (has('Ready', 'True') !== undefined) return current('Pod is Ready')
    const looping = crashLooping(object)
    if (looping.length > 0) return failed(`Containers in CrashLoop state: ${looping.join(',')}`)
    return inProgress('Pod is running but is not Ready')
  }
  if (phase !== 'Pending') return inProgress('Pod phase not available')
  if (textAt(has('PodScheduled', 'False') ?? {}, 'reason') !== 'Unschedulable') {
    return inProgress('Pod is in the Pending phase')
  }
  const ageMs = nowMs - Date.parse(textAt(object.metadata, 'creationTimestamp'))
  return ageMs < SCHEDULE_WINDOW_MS ? inProgress('Pod has not been scheduled') : failed('Pod could not be scheduled')
}

/** Names of containers that crash again and again. */
export function crashLooping(pod: KubeObject): readonly string[] {
  return mapsAt(asMap(pod['status']), 'containerStatuses')
    .filter(({ state }) => textAt(asMap(asMap(state)['waiting']), 'reason') === 'CrashLoopBackOff')
    .map((status) => textAt(status, 'name'))
}

function startedJob(job: KubeObject): Standing {
  const done = endedJob(job)
  if (done !== undefined) return done
  const status = asMap(job['status'])
  if (textAt(status, 'startTime') === '') return inProgress('Job not started')
  const [succeeded = 0, active = 0, failures = 0] = ['succeeded', 'active', 'failed'].map((key) =>
    numberAt(status, key),
  )
  return current(`Job in progress. success:${succeeded}, active: ${active}, failed: ${failures}`)
}

/** Where a job stands that has to be done, not only begun: with `--wait-for-jobs`, and as a hook. */
export function completedJob(job: KubeObject): Standing {
  return endedJob(job) ?? inProgress('Job in progress')
}

function endedJob(job: KubeObject): Standing | undefined {
  const { spec, status } = job
  const completions = numberAt(asMap(spec), 'completions') ?? numberAt(asMap(spec), 'parallelism') ?? 1
  const count = (key: string): string => `${numberAt(asMap(status), key) ?? 0}/${completions}`
  for (const condition of conditionsOf(job)) {
    if (textAt(condition, 'status') !== 'True') continue
    if (textAt(condition, 'type') === 'Complete') return current(`Job Completed. succeeded: ${count('succeeded')}`)
    if (textAt(condition, 'type') === 'Failed')
      return { ...failed(`Job Failed. failed: ${count('failed')}`), reason: textAt(condition, 'reason') }
  }
  return undefined
}

/** Where a pod stands that has to end well: as a hook. */
export function succeededPod({ metadata, status }: KubeObject): Standing {
  const phase = textAt(asMap(status), 'phase')
  if (phase === 'Succeeded') return current(`pod ${metadata.name} succeeded`)
  return phase === 'Failed' ? failed(`pod ${metadata.name} failed`) : inProgress('Pod in progress')
}

function definition(object: KubeObject): Standing {
  for (const condition of conditionsOf(object)) {
    const [type, status, reason] = ['type', 'status', 'reason'].map((key) => textAt(condition, key))
    if (type === 'NamesAccepted' && status === 'False') return failed(textAt(condition, 'message'))
    if (type !== 'Established') continue
    if (status === 'False' && reason !== 'Installing') return failed(textAt(condition, 'message'))
    if (status === 'True') return current('CRD is established')
  }
  return inProgress('Install in progress')
}
