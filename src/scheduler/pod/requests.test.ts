import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { requestsOf } from './requests.ts'

const container = (cpu?: string, memory?: string, more: JsonObject = {}): JsonObject => ({
  resources: { requests: { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) } },
  ...more,
})
const sidecar = { restartPolicy: 'Always' }
const MIB = 1024 * 1024

const resized = (resources: JsonObject, conditions: JsonObject[] = []): JsonObject => ({
  conditions,
  containerStatuses: [{ name: 'c', resources: { requests: resources }, allocatedResources: resources }],
})

test.each<[rule: string, spec: JsonObject, cpuMillis: number, status?: JsonObject]>([
  ['containers together', { containers: [container('100m'), container('1')] }, 1100],
  ['a fraction of a thousandth counts as one', { containers: [container('0.0001')] }, 1],
  [
    'the largest init container',
    { containers: [container('100m')], initContainers: [container('1'), container('2')] },
    2000,
  ],
  ['a sidecar runs on', { containers: [container('100m')], initContainers: [container('1', '1', sidecar)] }, 1100],
  [
    'an init container beside a sidecar',
    { containers: [container('100m')], initContainers: [container('1', '1', sidecar), container('2')] },
    3000,
  ],
  [
    'an init container before a sidecar',
    { containers: [container('100m')], initContainers: [container('2'), container('1', '1', sidecar)] },
    2000,
  ],
  ['overhead on top', { containers: [container('100m')], overhead: { cpu: '50m' } }, 150],
  [
    'the pod’s own request wins',
    { containers: [container('100m')], resources: { requests: { cpu: '2' } }, overhead: { cpu: '1' } },
    3000,
  ],
  [
    'what it was given while it is made smaller',
    { containers: [container('100m', '1', { name: 'c' })] },
    500,
    resized({ cpu: '500m' }),
  ],
  [
    'what it wants while it is made larger',
    { containers: [container('900m', '1', { name: 'c' })] },
    900,
    resized({ cpu: '500m' }),
  ],
  [
    'what it was given when it cannot be made larger',
    { containers: [container('900m', '1', { name: 'c' })] },
    500,
    resized({ cpu: '500m' }, [{ type: 'PodResizePending', reason: 'Infeasible' }]),
  ],
])('a pod asks for %s', (_, spec, cpuMillis, status = {}) => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec, status }
  expect(requestsOf(pod).plain.get('cpu')).toBe(cpuMillis)
})

test('in scores a container that asks for nothing counts as a small one', () => {
  const spec = { containers: [container(), container('1'), container(undefined, '1Mi')] }
  const { nonZero } = requestsOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec })
  expect(nonZero).toEqual({ cpuMillis: 1200, memoryBytes: 401 * MIB })
})
