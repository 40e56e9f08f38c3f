import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { legacyStanding } from './legacy-rules.ts'
import type { Target, View } from './standing.ts'

const REVISION = 'deployment.kubernetes.io/revision'

function judged(kind: string, fields: JsonObject, more: readonly KubeObject[] = []): string {
  const live: KubeObject = {
    apiVersion: 'v1',
    kind,
    ...fields,
    metadata: { name: 'x', namespace: 'n', uid: 'u', generation: 1, annotations: { [REVISION]: '1' } },
  }
  const target: Target = {
    one: { object: live, source: '' },
    type: { group: '', version: 'v1', resource: 'x', kind, isNamespaced: true },
    place: { name: 'x', namespace: 'n' },
  }
  const view: View = {
    nowMs: 0,
    get: () => live,
    pods: () => more.filter((one) => one.kind === 'Pod'),
    replicaSets: () => more.filter((one) => one.kind === 'ReplicaSet'),
  }
  const { status, message } = legacyStanding(target, view, true)
  return `${status} ${message}`
}

const replicaSet = (readyReplicas: number): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'r', generation: 1, ownerReferences: [{ uid: 'u' }], annotations: { [REVISION]: '1' } },
  status: { readyReplicas, observedGeneration: 1 },
})
const pod = (status: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { a: 'b' } },
  status: { conditions: [{ type: 'Ready', status }] },
})
const rolling = (more: JsonObject): JsonObject => ({
  spec: { replicas: 4, strategy: { type: 'RollingUpdate', rollingUpdate: more } },
  status: { observedGeneration: 1 },
})
const seen = { observedGeneration: 1 }

describe('legacyStanding', () => {
  const rows: readonly (readonly [
    rule: string,
    kind: string,
    fields: JsonObject,
    more: readonly KubeObject[],
    standing: string,
  ])[] = [
    ['most kinds are ready at once', 'ConfigMap', {}, [], 'Current ready'],
    ['a pod without the condition', 'Pod', {}, [], 'InProgress Pod is not ready'],
    ['a paused Deployment', 'Deployment', { spec: { paused: true } }, [], 'Current ready'],
    ['a Deployment without a set', 'Deployment', rolling({}), [], 'InProgress its generation is not observed yet'],
    ['a share may be away', 'Deployment', rolling({ maxUnavailable: '25%' }), [replicaSet(3)], 'Current ready'],
    [
      'the share counts down',
      'Deployment',
      rolling({ maxUnavailable: '49%' }),
      [replicaSet(2)],
      'InProgress 2 out of 3 expected pods are ready',
    ],
    [
      'one where both are nothing',
      'Deployment',
      rolling({ maxUnavailable: 0, maxSurge: 0 }),
      [replicaSet(3)],
      'Current ready',
    ],
    [
      'none where all are replaced at once',
      'Deployment',
      { ...rolling({}), spec: { replicas: 2, strategy: { type: 'Recreate' } } },
      [replicaSet(1)],
      'InProgress 1 out of 2 expected pods are ready',
    ],
    [
      'a StatefulSet with a partition',
      'StatefulSet',
      {
        spec: { replicas: 3, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } },
        status: { ...seen, updatedReplicas: 1, readyReplicas: 3, currentRevision: 'a', updateRevision: 'b' },
      },
      [],
      'Current ready',
    ],
    [
      'a StatefulSet of two revisions',
      'StatefulSet',
      {
        spec: { replicas: 1, updateStrategy: { type: 'RollingUpdate' } },
        status: { ...seen, updatedReplicas: 1, readyReplicas: 1, currentRevision: 'a', updateRevision: 'b' },
      },
      [],
      'InProgress not every pod has the new revision',
    ],
    [
      'a StatefulSet that people update',
      'StatefulSet',
      { spec: { updateStrategy: { type: 'OnDelete' } }, status: seen },
      [],
      'Current ready',
    ],
    [
      'a DaemonSet whose share counts up',
      'DaemonSet',
      {
        spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } } },
        status: { ...seen, desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 2 },
      },
      [],
      'Current ready',
    ],
    ['a service outside the cluster', 'Service', { spec: { type: 'ExternalName' } }, [], 'Current ready'],
    [
      'a load balancer without an address',
      'Service',
      { spec: { type: 'LoadBalancer', clusterIP: '1.1.1.1' } },
      [],
      'InProgress Service does not have load balancer ingress IP address',
    ],
    [
      'a load balancer that somebody gave one',
      'Service',
      { spec: { type: 'LoadBalancer', clusterIP: '1.1.1.1', externalIPs: ['2.2.2.2'] } },
      [],
      'Current ready',
    ],
    ['a claim without a volume', 'PersistentVolumeClaim', {}, [], 'InProgress PersistentVolumeClaim is not bound'],
    [
      'a name that is taken is no reason to wait',
      'CustomResourceDefinition',
      { status: { conditions: [{ type: 'NamesAccepted', status: 'False' }] } },
      [],
      'Current ready',
    ],
    [
      'a set waits for its pods',
      'ReplicaSet',
      { spec: { selector: { matchLabels: { a: 'b' } } }, status: seen },
      [pod('True'), pod('False')],
      'InProgress 1 out of 2 pods are ready',
    ],
    [
      'an old controller, too',
      'ReplicationController',
      { spec: { selector: { a: 'b' } }, status: seen },
      [pod('True')],
      'Current ready',
    ],
    [
      'a job that failed too often',
      'Job',
      { spec: { backoffLimit: 0, completions: 1 }, status: { failed: 1 } },
      [],
      'Failed job is failed: n/x',
    ],
    [
      'a job that is not done',
      'Job',
      { spec: { completions: 2 }, status: { succeeded: 1 } },
      [],
      'InProgress Job is not completed',
    ],
  ]
  it.each(rows)('%s', (...[, kind, fields, more, standing]) => {
    expect(judged(kind, fields, more)).toBe(standing)
  })
})
