import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { createFleet, type NodeState } from '../fleet.ts'
import { rejectionOf } from './admit.ts'

const node: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n', labels: { zone: 'a', size: '4' } } as unknown as KubeObject['metadata'],
  spec: {
    taints: [
      { key: 'gone', effect: 'NoExecute' },
      { key: 'no-new', effect: 'NoSchedule' },
    ],
  },
  status: { allocatable: { cpu: '2', memory: '1Gi', pods: '10', 'example.com/gpu': '1' } },
}

function state(used: Readonly<Record<string, number>> = {}): NodeState {
  const plan = { name: 'n', address: '', labels: {}, annotations: {}, capacity: {}, info: {} }
  const made = createFleet([plan]).nodes.get('n')
  if (made === undefined) throw new Error('no node')
  made.node = node
  for (const [name, amount] of Object.entries(used)) made.used.set(name, amount)
  return made
}

const tolerant = { tolerations: [{ operator: 'Exists' }] }
const asking = (requests: JsonObject, more: JsonObject = {}): JsonObject => ({
  ...tolerant,
  containers: [{ name: 'c', resources: { requests } }],
  ...more,
})
const affinity = (operator: string, values: readonly string[], key = 'zone'): JsonObject => ({
  ...tolerant,
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values: [...values] }] }],
      },
    },
  },
})

test.each<readonly [string, JsonObject, Readonly<Record<string, number>>, string]>([
  ['there is room', asking({ cpu: '2' }), {}, ''],
  ['too much of one thing', asking({ cpu: '2001m' }), {}, 'OutOfcpu'],
  ['too much with what is there', asking({ memory: '600Mi' }), { memory: 600 * 1024 * 1024 * 1000 }, 'OutOfmemory'],
  ['one pod too many', asking({}), { pods: 10_000 }, 'OutOfpods'],
  ['what the node does not have', asking({ 'example.com/other': '1' }), {}, 'OutOfexample.com/other'],
  [
    'an init container that needs more than all others',
    asking({ cpu: '1' }, { initContainers: [{ name: 'i', resources: { requests: { cpu: '3' } } }] }),
    {},
    'OutOfcpu',
  ],
  [
    'a sidecar counts with the containers',
    asking(
      { cpu: '1500m' },
      { initContainers: [{ name: 'i', restartPolicy: 'Always', resources: { requests: { cpu: '1' } } }] },
    ),
    {},
    'OutOfcpu',
  ],
  ['the selector fits', { ...tolerant, nodeSelector: { zone: 'a' } }, {}, ''],
  ['the selector does not fit', { ...tolerant, nodeSelector: { zone: 'b' } }, {}, 'NodeAffinity'],
  ['affinity In', affinity('In', ['b', 'a']), {}, ''],
  ['affinity NotIn', affinity('NotIn', ['a']), {}, 'NodeAffinity'],
  ['affinity Exists', affinity('Exists', []), {}, ''],
  ['affinity DoesNotExist', affinity('DoesNotExist', []), {}, 'NodeAffinity'],
  ['affinity Gt', affinity('Gt', ['3'], 'size'), {}, ''],
  ['affinity Lt', affinity('Lt', ['3'], 'size'), {}, 'NodeAffinity'],
  ['a taint that drives away', {}, {}, 'TaintToleration'],
  ['a taint that is tolerated', { tolerations: [{ key: 'gone', operator: 'Exists', effect: 'NoExecute' }] }, {}, ''],
])('%s', (_, spec, used, reason) => {
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec }
  expect(rejectionOf(pod, state(used))?.reason ?? '').toBe(reason)
})

test('the message tells the numbers', () => {
  const pod: KubeObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: asking({ cpu: '3' }) }
  expect(rejectionOf(pod, state({ cpu: 500 }))?.message).toBe(
    "Pod was rejected: Node didn't have enough resource: cpu, requested: 3000, used: 500, capacity: 2000",
  )
})
