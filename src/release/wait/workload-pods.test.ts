import { describe, expect, it } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { podsOf } from './workload-pods.ts'

const pod = (name: string, labels: JsonObject, status: JsonObject = {}, more: JsonObject = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'n', labels, creationTimestamp: '2026-01-01T00:00:00Z', ...more },
  status,
})

describe('podsOf', () => {
  const REVISION = 'deployment.kubernetes.io/revision'
  const set = (name: string, revision: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name,
      labels: { 'pod-template-hash': name },
      annotations: { [REVISION]: revision },
      ownerReferences: [{ uid: 'u' }],
    },
  })
  const all = [
    pod('old', { app: 'a', 'pod-template-hash': 'one', 'controller-revision-hash': 'one' }),
    pod('new', { app: 'a', 'pod-template-hash': 'two', 'controller-revision-hash': 'two' }),
    pod('going', { app: 'a', 'pod-template-hash': 'two' }, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    pod('other', { app: 'b', 'pod-template-hash': 'two', 'controller-revision-hash': 'two' }),
  ]
  const workload = (kind: string, fields: JsonObject = {}): KubeObject => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'w', namespace: 'n', uid: 'u', generation: 2, annotations: { [REVISION]: '2' } },
    spec: { selector: { matchLabels: { app: 'a' } } },
    ...fields,
  })
  it.each([
    ['a Deployment: those of its newest set', workload('Deployment'), ['new']],
    [
      'a StatefulSet: those of its newest revision',
      workload('StatefulSet', { status: { updateRevision: 'two' } }),
      ['new'],
    ],
    ['a ReplicaSet: all that stay', workload('ReplicaSet'), ['old', 'new']],
    ['nothing without a selector', workload('ReplicaSet', { spec: {} }), []],
  ])('%s', (_, object, names) => {
    const view = { pods: () => all, replicaSets: () => [set('one', '1'), set('two', '2')] }
    expect(podsOf(object, view).map(({ metadata }) => metadata.name)).toEqual(names)
  })
})
