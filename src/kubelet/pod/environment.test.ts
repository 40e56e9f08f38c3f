import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { environmentOf } from './environment.ts'
import type { Sources } from './sources.ts'

const other = { name: 'other', resources: { requests: { memory: '100Mi' } } }
const place = {
  sources: {} as Sources,
  addresses: [],
  hostAddresses: [],
  allocatable: { cpu: '4', memory: '8Gi' },
}

const rows: readonly (readonly [string, JsonObject, string])[] = [
  ['limits are rounded up to whole units', { resource: 'limits.cpu' }, '1'],
  ['a divisor counts in its own units', { resource: 'limits.cpu', divisor: '1m' }, '250'],
  ['a divisor of zero is one', { resource: 'requests.memory', divisor: '0' }, '67108864'],
  ['memory in mebibytes', { resource: 'requests.memory', divisor: '1Mi' }, '64'],
  ['a limit that is not set is what the node has', { resource: 'limits.memory', divisor: '1Gi' }, '8'],
  ['a request that is not set is nothing', { resource: 'requests.ephemeral-storage' }, '0'],
  ['a part is rounded up', { resource: 'requests.memory', divisor: '1Gi' }, '1'],
  ['another container', { containerName: 'other', resource: 'requests.memory', divisor: '1Mi' }, '100'],
  ['an init container', { containerName: 'first', resource: 'limits.cpu' }, '2'],
]

// kubernetes pkg/api/v1/resource ExtractContainerResourceValue, and defaultPodLimitsForDownwardAPI of the kubelet
test.each(rows)('resourceFieldRef: %s', async (_, resourceFieldRef, value) => {
  const container: JsonObject = {
    name: 'c',
    resources: { limits: { cpu: '250m' }, requests: { memory: '64Mi' } },
    env: [{ name: 'IT', valueFrom: { resourceFieldRef } }],
  }
  const first = { name: 'first', resources: { limits: { cpu: '1500m' } } }
  const pod: KubeObject = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [container, other], initContainers: [first] },
  }
  expect(await environmentOf(container, { ...place, pod })).toEqual({ IT: value })
})
