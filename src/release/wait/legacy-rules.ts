import { asMap, isTrue, mapAt, mapsAt, matchesSelector, numberAt, textAt } from '#kinds'
import type { Json, JsonObject, KubeObject } from '#kube'
import { conditionsOf } from './kstatus.ts'
import { current, failed, inProgress, notFound, type Standing, type Target, type View } from './standing.ts'
import { newReplicaSet } from './workload-pods.ts'

type Rule = (object: KubeObject, view: View, waitsForJobs: boolean) => Standing

const READY = current('ready')

/**
 * Where an object stands by Helm 3's rules; kinds without one are ready at once. Source: helm.sh/helm/v3 pkg/kube/ready.go.
 */
export function legacyStanding(target: Target, view: View, waitsForJobs: boolean): Standing {
  const rule = RULES[target.one.object.kind]
  if (rule === undefined) return READY
  const live = view.get(target)
  return live === undefined ? notFound : rule(live, view, waitsForJobs)
}

/** Whether Helm 3 looks at objects of a kind at all. */
export function isWatchedByLegacy(kind: string): boolean {
  return Object.hasOwn(RULES, kind)
}

const RULES: Readonly<Record<string, Rule | undefined>> = {
  Pod: pod,
  Job: job,
  Deployment: deployment,
  PersistentVolumeClaim: ({ status }) =>
    step(textAt(asMap(status), 'phase') === 'Bound', 'PersistentVolumeClaim is not bound'),
  Service: service,
  DaemonSet: daemonSet,
  StatefulSet: statefulSet,
  CustomResourceDefinition: definition,
  ReplicationController: podController,
  ReplicaSet: podController,
}

function step(isReady: boolean, reason: string): Standing {
  return isReady ? READY : inProgress(reason)
}

function pod(object: KubeObject): Standing {
  if (textAt(asMap(object['status']), 'phase') === 'Failed') return failed(`pod ${object.metadata.name} failed`)
  return step(isPodReady(object), 'Pod is not ready')
}

function isPodReady(object: KubeObject): boolean {
  return conditionsOf(object).some((one) => textAt(one, 'type') === 'Ready' && textAt(one, 'status') === 'True')
}

function job({ metadata, spec, status }: KubeObject, _: View, waitsForJobs: boolean): Standing {
  if (!waitsForJobs) return READY
  const [limit = 6, wanted] = ['backoffLimit', 'completions'].map((key) => numberAt(asMap(spec), key))
  const [failures = 0, succeeded = 0] = ['failed', 'succeeded'].map((key) => numberAt(asMap(status), key))
  if (failures > limit) return failed(`job is failed: ${textAt(metadata, 'namespace')}/${metadata.name}`)
  return step(wanted === undefined || succeeded >= wanted, 'Job is not completed')
}

function deployment(object: KubeObject, view: View): Standing {
  const { spec, metadata, status } = object
  if (isTrue(asMap(spec), 'paused')) return READY
  if (conditionsOf(object).some((one) => textAt(one, 'reason') === 'ProgressDeadlineExceeded')) {
    return failed('Progress deadline exceeded')
  }
  const set = newReplicaSet(object, view)
  const isSeen = numberAt(asMap(status), 'observedGeneration') === numberAt(metadata, 'generation')
  if (set === undefined || !isObserved(set) || !isSeen) return inProgress('its generation is not observed yet')
  const wanted = numberAt(asMap(spec), 'replicas') ?? 1
  const expected = wanted - maxUnavailableOf(mapAt(spec, 'strategy'), wanted)
  const ready = numberAt(asMap(set['status']), 'readyReplicas') ?? 0
  return step(ready >= expected, `${ready} out of ${expected} expected pods are ready`)
}

/** Pods that a rolling update may take away: a share counts down, but where both are nothing it is one. */
function maxUnavailableOf(strategy: JsonObject, wanted: number): number {
  if (textAt(strategy, 'type') !== 'RollingUpdate' || wanted === 0) return 0
  const { maxUnavailable, maxSurge } = asMap(strategy['rollingUpdate'])
  const share = scaled(maxUnavailable, wanted, Math.floor)
  const surge = scaled(maxSurge, wanted, Math.ceil)
  return Math.min(share === 0 && surge === 0 ? 1 : share, wanted)
}

function scaled(value: Json | undefined, total: number, round: (share: number) => number): number {
  if (typeof value === 'number') return value
  const share = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined
  return share === undefined ? 0 : round((Number(share) * total) / 100)
}

function isObserved({ metadata, status }: KubeObject): boolean {
  return numberAt(asMap(status), 'observedGeneration') === numberAt(metadata, 'generation')
}

function service({ spec, status }: KubeObject): Standing {
  const fields = asMap(spec)
  const type = textAt(fields, 'type')
  if (type === 'ExternalName') return READY
  if (textAt(fields, 'clusterIP') === '') return inProgress('Service does not have cluster IP address')
  const hasExternal = Array.isArray(fields['externalIPs']) && fields['externalIPs'].length > 0
  const hasIngress = mapsAt(mapAt(status, 'loadBalancer'), 'ingress').length > 0
  const isReady = type !== 'LoadBalancer' || hasExternal || hasIngress
  return step(isReady, 'Service does not have load balancer ingress IP address')
}

function daemonSet(object: KubeObject): Standing {
  if (!isObserved(object)) return inProgress('its generation is not observed yet')
  const strategy = mapAt(object, 'spec', 'updateStrategy')
  if (textAt(strategy, 'type') !== 'RollingUpdate') return READY
  const status = asMap(object['status'])
  const count = (key: string): number => numberAt(status, key) ?? 0
  const wanted = count('desiredNumberScheduled')
  const updated = count('updatedNumberScheduled')
  if (updated !== wanted) return inProgress(`${updated} out of ${wanted} expected pods have been scheduled`)
  const expected = wanted - scaled(asMap(strategy['rollingUpdate'])['maxUnavailable'], wanted, Math.ceil)
  const ready = count('numberReady')
  return step(ready >= expected, `${ready} out of ${expected} expected pods are ready`)
}

function statefulSet(object: KubeObject): Standing {
  if (!isObserved(object)) return inProgress('its generation is not observed yet')
  const strategy = mapAt(object, 'spec', 'updateStrategy')
  if (textAt(strategy, 'type') !== 'RollingUpdate') return READY
  const status = asMap(object['status'])
  const wanted = numberAt(asMap(object['spec']), 'replicas') ?? 1
  const partition = numberAt(asMap(strategy['rollingUpdate']), 'partition') ?? 0
  const updated = numberAt(status, 'updatedReplicas') ?? 0
  const ready = numberAt(status, 'readyReplicas') ?? 0
  if (updated < wanted - partition) {
    return inProgress(`${updated} out of ${wanted - partition} expected pods have been scheduled`)
  }
  if (ready !== wanted) return inProgress(`${ready} out of ${wanted} expected pods are ready`)
  const isMixed = textAt(status, 'currentRevision') !== textAt(status, 'updateRevision')
  return step(partition !== 0 || !isMixed, 'not every pod has the new revision')
}

/** A name that is taken is no reason to wait. */
function definition(object: KubeObject): Standing {
  const isDone = conditionsOf(object).some((one) => {
    const [type, status] = ['type', 'status'].map((key) => textAt(one, key))
    return (type === 'Established' && status === 'True') || (type === 'NamesAccepted' && status === 'False')
  })
  return step(isDone, 'it is not established')
}

function podController(object: KubeObject, view: View): Standing {
  if (!isObserved(object)) return inProgress('its generation is not observed yet')
  const { selector } = asMap(object['spec'])
  const wanted = object.kind === 'ReplicationController' ? { matchLabels: asMap(selector) } : asMap(selector)
  const pods = view
    .pods(textAt(object.metadata, 'namespace'))
    .filter(({ metadata }) => matchesSelector(wanted, metadata['labels']))
  const ready = pods.filter(isPodReady).length
  return step(ready === pods.length, `${ready} out of ${pods.length} pods are ready`)
}
