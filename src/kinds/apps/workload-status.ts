import type { KubeObject } from '#kube'
import { type Counted, checkCounts, checkNotDecremented, checkParts, type PartOf } from '../check/count.ts'
import type { Findings } from '../check/finding.ts'
import { mapAt } from '../read.ts'

/** Checks the counts of a replica set or replication controller (apps ValidateReplicaSetStatus). */
export function checkReplicaSetStatus(found: Findings, object: KubeObject): void {
  checkCounts(found, statusOf(object), [
    'replicas',
    'fullyLabeledReplicas',
    'readyReplicas',
    'availableReplicas',
    'terminatingReplicas',
    'observedGeneration',
  ])
  checkParts(found, statusOf(object), [
    ...['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'].map(ofReplicas),
    { part: 'availableReplicas', whole: 'readyReplicas', detail: 'cannot be greater than readyReplicas' },
  ])
}

/** Checks the counts of a deployment (apps ValidateDeploymentStatusUpdate). */
export function checkDeploymentStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  checkCounts(found, statusOf(object), [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'terminatingReplicas',
    'collisionCount',
  ])
  checkParts(found, statusOf(object), [
    ...['updatedReplicas', 'readyReplicas', 'availableReplicas'].map(ofReplicas),
    { part: 'availableReplicas', whole: 'readyReplicas', detail: 'cannot be greater than readyReplicas' },
  ])
  checkCollisions(found, object, old)
}

/** Checks the counts of a stateful set (apps ValidateStatefulSetStatusUpdate). */
export function checkStatefulSetStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  checkCounts(found, statusOf(object), [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'observedGeneration',
    'collisionCount',
  ])
  checkParts(found, statusOf(object), [
    ...['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'].map(ofReplicas),
    { part: 'availableReplicas', whole: 'readyReplicas', detail: 'cannot be greater than status.readyReplicas' },
  ])
  checkCollisions(found, object, old)
}

/** Checks the counts of a daemon set (apps ValidateDaemonSetStatusUpdate). */
export function checkDaemonSetStatus(found: Findings, object: KubeObject, old: KubeObject): void {
  checkCounts(found, statusOf(object), [
    'currentNumberScheduled',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'numberReady',
    'observedGeneration',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberUnavailable',
    'collisionCount',
  ])
  checkCollisions(found, object, old)
}

function statusOf(object: KubeObject): Counted {
  return { map: mapAt(object, 'status'), field: 'status' }
}

function ofReplicas(part: string): PartOf {
  return { part, whole: 'replicas', detail: 'cannot be greater than status.replicas' }
}

function checkCollisions(found: Findings, object: KubeObject, old: KubeObject): void {
  checkNotDecremented(found, statusOf(object), mapAt(old, 'status'), 'collisionCount')
}
