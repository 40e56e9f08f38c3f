import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { completedJob, statusOf, succeededPod } from './kstatus.ts'

const object = (type: string, fields: JsonObject, generation = 1): KubeObject => {
  const [apiVersion = '', kind = ''] = type.split(' ')
  return { apiVersion, kind, metadata: { name: 'x', generation }, ...fields }
}
const condition = (type: string, status: string, reason = '', message = ''): JsonObject => ({
  type,
  status,
  reason,
  message,
})
const NOW = Date.parse('2026-01-01T00:00:20Z')
const pending = (created: string): JsonObject => ({
  metadata: { name: 'x', creationTimestamp: created },
  status: { phase: 'Pending', conditions: [condition('PodScheduled', 'False', 'Unschedulable')] },
})
const rolledOut = [condition('Progressing', 'True', 'NewReplicaSetAvailable'), condition('Available', 'True')]
const counts = (all: number): JsonObject => ({
  observedGeneration: 1,
  replicas: all,
  updatedReplicas: all,
  availableReplicas: all,
  readyReplicas: all,
  currentReplicas: all,
  fullyLabeledReplicas: all,
})

describe('statusOf', () => {
  const rows: readonly (readonly [rule: string, object: KubeObject, status: string, message: string])[] = [
    ['a kind without rules is current', object('v1 Role', {}), 'Current', 'Resource is current'],
    [
      'what is being deleted is terminating',
      { ...object('v1 Role', {}), metadata: { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' } },
      'Terminating',
      'Resource scheduled for deletion',
    ],
    [
      'a generation that nobody has seen',
      object('e.com/v1 Thing', { status: { observedGeneration: 1 } }, 2),
      'InProgress',
      'Thing generation is 2, but latest observed generation is 1',
    ],
    [
      'a stalled object has failed',
      object('e.com/v1 Thing', { status: { conditions: [condition('Stalled', 'True', 'R', 'no way')] } }),
      'Failed',
      'no way',
    ],
    [
      'a reconciling object is not ready',
      object('e.com/v1 Thing', { status: { conditions: [condition('Reconciling', 'True', 'R', 'soon')] } }),
      'InProgress',
      'soon',
    ],
    [
      'a Ready condition counts for unknown kinds',
      object('e.com/v1 Thing', { status: { conditions: [condition('Ready', 'False', 'R', 'not yet')] } }),
      'InProgress',
      'not yet',
    ],
    ['a new Deployment', object('apps/v1 Deployment', { spec: { replicas: 2 } }), 'InProgress', 'Replicas: 0/2'],
    [
      'a Deployment with pods that are not available',
      object('apps/v1 Deployment', { spec: { replicas: 2 }, status: { ...counts(2), availableReplicas: 1 } }),
      'InProgress',
      'Available: 1/2',
    ],
    [
      'a Deployment that is over its deadline',
      object('apps/v1 Deployment', {
        spec: { replicas: 1 },
        status: { conditions: [condition('Progressing', 'False', 'ProgressDeadlineExceeded')] },
      }),
      'Failed',
      'Progress deadline exceeded',
    ],
    [
      'a Deployment that is rolled out',
      object('apps/v1 Deployment', {
        spec: { replicas: 2, progressDeadlineSeconds: 600 },
        status: { ...counts(2), conditions: rolledOut },
      }),
      'Current',
      'Deployment is available. Replicas: 2',
    ],
    [
      'a Deployment with a deadline and no new set yet',
      object('apps/v1 Deployment', {
        spec: { replicas: 1, progressDeadlineSeconds: 600 },
        status: { ...counts(1), conditions: [condition('Available', 'True')] },
      }),
      'InProgress',
      'ReplicaSet not Available',
    ],
    [
      'a StatefulSet that people update by hand',
      object('apps/v1 StatefulSet', { spec: { updateStrategy: { type: 'OnDelete' } } }),
      'Current',
      'StatefulSet is using the ondelete update strategy',
    ],
    [
      'a StatefulSet with a partition',
      object('apps/v1 StatefulSet', {
        spec: { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } },
        status: { ...counts(3), updatedReplicas: 0 },
      }),
      'InProgress',
      'updated: 0/1',
    ],
    [
      'a StatefulSet of two revisions',
      object('apps/v1 StatefulSet', {
        spec: { replicas: 1 },
        status: { ...counts(1), currentRevision: 'a', updateRevision: 'b' },
      }),
      'InProgress',
      'Waiting for updated revision to match current',
    ],
    [
      'a DaemonSet that nobody has seen',
      object('apps/v1 DaemonSet', {}),
      'InProgress',
      'DaemonSet status.observedGeneration not found',
    ],
    [
      'a DaemonSet without nodes',
      object('apps/v1 DaemonSet', { status: { observedGeneration: 1, desiredNumberScheduled: 0 } }),
      'Current',
      'All replicas scheduled as expected. Replicas: 0',
    ],
    [
      'a ReplicaSet that cannot make pods',
      object('apps/v1 ReplicaSet', { status: { conditions: [condition('ReplicaFailure', 'True')] } }),
      'InProgress',
      'Replica Failure condition. Check Pods',
    ],
    [
      'a pod that failed is over',
      object('v1 Pod', { status: { phase: 'Failed' } }),
      'Current',
      'Pod has completed, but not successfully',
    ],
    [
      'a pod that crashes',
      object('v1 Pod', {
        status: {
          phase: 'Running',
          containerStatuses: [{ name: 'c', state: { waiting: { reason: 'CrashLoopBackOff' } } }],
        },
      }),
      'Failed',
      'Containers in CrashLoop state: c',
    ],
    [
      'a pod without a node, for a moment',
      { ...object('v1 Pod', {}), ...pending('2026-01-01T00:00:10Z') } as KubeObject,
      'InProgress',
      'Pod has not been scheduled',
    ],
    [
      'a pod without a node, for long',
      { ...object('v1 Pod', {}), ...pending('2026-01-01T00:00:00Z') } as KubeObject,
      'Failed',
      'Pod could not be scheduled',
    ],
    [
      'a claim without a volume',
      object('v1 PersistentVolumeClaim', { status: { phase: 'Pending' } }),
      'InProgress',
      'PVC is not Bound. phase: Pending',
    ],
    [
      'a load balancer without an address inside',
      object('v1 Service', { spec: { type: 'LoadBalancer' } }),
      'InProgress',
      'ClusterIP not set. Service type: LoadBalancer',
    ],
    ['a job that nobody has started', object('batch/v1 Job', {}), 'InProgress', 'Job not started'],
    [
      'a job that runs',
      object('batch/v1 Job', { status: { startTime: 't', active: 1 } }),
      'Current',
      'Job in progress. success:0, active: 1, failed: 0',
    ],
    [
      'a definition whose name is taken',
      object('apiextensions.k8s.io/v1 CustomResourceDefinition', {
        status: { conditions: [condition('NamesAccepted', 'False', 'Taken', 'taken')] },
      }),
      'Failed',
      'taken',
    ],
    [
      'a definition that is served',
      object('apiextensions.k8s.io/v1 CustomResourceDefinition', {
        status: { conditions: [condition('NamesAccepted', 'True'), condition('Established', 'True')] },
      }),
      'Current',
      'CRD is established',
    ],
  ]
  it.each(rows)('%s', (_, live, status, message) => {
    expect(statusOf(live, NOW)).toEqual({ status, message })
  })
})

describe('hooks', () => {
  it.each([
    ['a job that runs is not done', { status: { active: 1 } }, 'InProgress'],
    ['a job is done', { status: { conditions: [condition('Complete', 'True')] } }, 'Current'],
    ['a job has failed', { status: { conditions: [condition('Failed', 'True', 'BackoffLimitExceeded')] } }, 'Failed'],
  ])('%s', (_, fields, status) => {
    expect(completedJob(object('batch/v1 Job', fields)).status).toBe(status)
  })
  it.each([
    ['Running', 'InProgress'],
    ['Succeeded', 'Current'],
    ['Failed', 'Failed'],
  ])('a pod that is %s', (phase, status) => {
    expect(succeededPod(object('v1 Pod', { status: { phase } })).status).toBe(status)
  })
})
