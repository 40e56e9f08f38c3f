import { asMap, mapAt, mapsAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import { current, failed, inProgress, type Standing } from './standing.ts'

/** A number that must not be above another, and what to say when it is. */
type Step = readonly [isWaiting: boolean, message: string]

function firstOf(steps: readonly Step[], done: Standing): Standing {
  const found = steps.find(([isWaiting]) => isWaiting)
  return found === undefined ? done : inProgress(found[1])
}

interface Numbers {
  /** `.status.KEY`, 0 where it is not set. */
  of(key: string): number
  /** `.spec.replicas`. */
  readonly wanted: number
}

function numbersOf({ spec, status }: KubeObject): Numbers {
  const fields = asMap(status)
  return { of: (key) => numberAt(fields, key) ?? 0, wanted: numberAt(asMap(spec), 'replicas') ?? 1 }
}

/** What the controller writes for "no deadline". */
const NO_DEADLINE = 2 ** 31 - 1

/** Where a Deployment stands. */
export function deployment(object: KubeObject): Standing {
  const { of, wanted } = numbersOf(object)
  const conditions = mapsAt(asMap(object['status']), 'conditions')
  const condition = (type: string) => conditions.find((one) => textAt(one, 'type') === type) ?? {}
  const progress = condition('Progressing')
  const reason = textAt(progress, 'reason')
  if (reason === 'ProgressDeadlineExceeded') return failed('Progress deadline exceeded')
  const deadline = numberAt(asMap(object['spec']), 'progressDeadlineSeconds') ?? NO_DEADLINE
  const isRolledOut = textAt(progress, 'status') === 'True' && reason === 'NewReplicaSetAvailable'
  const total = of('replicas')
  const updated = of('updatedReplicas')
  return firstOf(
    [
      [wanted > total, `Replicas: ${total}/${wanted}`],
      [wanted > updated, `Updated: ${updated}/${wanted}`],
      [total > wanted, `Pending termination: ${total - wanted}`],
      [updated > of('availableReplicas'), `Available: ${of('availableReplicas')}/${updated}`],
      [wanted > of('readyReplicas'), `Ready: ${of('readyReplicas')}/${wanted}`],
      [deadline !== NO_DEADLINE && !isRolledOut, 'ReplicaSet not Available'],
      [textAt(condition('Available'), 'status') !== 'True', 'Deployment not Available'],
    ],
    current(`Deployment is available. Replicas: ${total}`),
  )
}

/** Where a StatefulSet stands. */
export function statefulSet(object: KubeObject): Standing {
  const strategy = mapAt(object, 'spec', 'updateStrategy')
  if (textAt(strategy, 'type') === 'OnDelete') return current('StatefulSet is using the ondelete update strategy')
  const { of, wanted } = numbersOf(object)
  const total = of('replicas')
  const common: readonly Step[] = [
    [wanted > total, `Replicas: ${total}/${wanted}`],
    [wanted > of('readyReplicas'), `Ready: ${of('readyReplicas')}/${wanted}`],
    [total > wanted, `Pending termination: ${total - wanted}`],
  ]
  const partition = numberAt(asMap(strategy['rollingUpdate']), 'partition')
  if (partition !== undefined) {
    const updated = of('updatedReplicas')
    const left: Step = [updated < wanted - partition, `updated: ${updated}/${wanted - partition}`]
    return firstOf([...common, left], current(`Partition rollout complete. updated: ${updated}`))
  }
  const status = asMap(object['status'])
  const isMixed = textAt(status, 'currentRevision') !== textAt(status, 'updateRevision')
  return firstOf(
    [
      ...common,
      [wanted > of('currentReplicas'), `current: ${of('currentReplicas')}/${wanted}`],
      [isMixed, 'Waiting for updated revision to match current'],
    ],
    current(`All replicas scheduled as expected. Replicas: ${total}`),
  )
}

/** Where a ReplicaSet stands. */
export function replicaSet(object: KubeObject): Standing {
  const { of, wanted } = numbersOf(object)
  const hasFailed = mapsAt(asMap(object['status']), 'conditions').some(
    (one) => textAt(one, 'type') === 'ReplicaFailure' && textAt(one, 'status') === 'True',
  )
  return firstOf(
    [
      [hasFailed, 'Replica Failure condition. Check Pods'],
      [wanted > of('fullyLabeledReplicas'), `Labelled: ${of('fullyLabeledReplicas')}/${wanted}`],
      [wanted > of('availableReplicas'), `Available: ${of('availableReplicas')}/${wanted}`],
      [wanted > of('readyReplicas'), `Ready: ${of('readyReplicas')}/${wanted}`],
      [of('replicas') > wanted, `Pending termination: ${of('replicas') - wanted}`],
    ],
    current(`ReplicaSet is available. Replicas: ${of('replicas')}`),
  )
}

/** Where a DaemonSet stands. */
export function daemonSet(object: KubeObject): Standing {
  const status = asMap(object['status'])
  const { of } = numbersOf(object)
  const wanted = numberAt(status, 'desiredNumberScheduled')
  if (numberAt(object.metadata, 'generation') === undefined)
    return inProgress('DaemonSet metadata.generation not found')
  if (numberAt(status, 'observedGeneration') === undefined) {
    return inProgress('DaemonSet status.observedGeneration not found')
  }
  if (wanted === undefined) return inProgress('Missing .status.desiredNumberScheduled')
  return firstOf(
    [
      [wanted > of('currentNumberScheduled'), `Current: ${of('currentNumberScheduled')}/${wanted}`],
      [wanted > of('updatedNumberScheduled'), `Updated: ${of('updatedNumberScheduled')}/${wanted}`],
      [wanted > of('numberAvailable'), `Available: ${of('numberAvailable')}/${wanted}`],
      [wanted > of('numberReady'), `Ready: ${of('numberReady')}/${wanted}`],
    ],
    current(`All replicas scheduled as expected. Replicas: ${wanted}`),
  )
}
