import { expect, test } from 'vitest'
import { findingText, type JsonObject, type KubeObject } from '#kube'
import { findResizeFaults, mergeResize } from './resize.ts'

const requests = { cpu: '1', memory: '1Gi', 'ephemeral-storage': '1Gi' }
const limits = { cpu: '2', memory: '2Gi' }
const one = { name: 'c', image: 'x', resources: { requests, limits } }
const two = { name: 'd', image: 'y', resources: { requests: { cpu: '1' } } }
const init = { name: 'i', image: 'x', resources: { requests: { cpu: '1' } } }
const sidecar = { ...init, name: 's', restartPolicy: 'Always' }

function podOf(spec: JsonObject, labels: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', generation: 1, labels }, spec }
}

const old = podOf({ containers: [one, two], initContainers: [init, sidecar] })
const withResources = (container: JsonObject, resources: JsonObject): JsonObject => ({ ...container, resources })

test.each<readonly [rule: string, spec: JsonObject, texts: readonly string[]]>([
  [
    'amounts of CPU and memory change',
    { containers: [withResources(one, { requests: { ...requests, cpu: '500m' }, limits }), two] },
    [],
  ],
  ['an image does not', { containers: [{ ...one, image: 'z' }, two] }, []],
  [
    'other amounts do not',
    { containers: [withResources(one, { requests: { ...requests, 'ephemeral-storage': '2Gi' }, limits }), two] },
    ['spec: Forbidden: only cpu and memory resources are mutable'],
  ],
  [
    'nothing goes away',
    { containers: [withResources(one, { requests: { ...requests, cpu: '1500m' } }), two] },
    ['spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed'],
  ],
  [
    'containers stay in their order',
    { containers: [two, one] },
    [
      'spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize',
      'spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize',
    ],
  ],
  [
    'no container comes',
    { containers: [one, two, { ...two, name: 'e' }] },
    ['spec.containers: Forbidden: containers may not be added or removed on resize'],
  ],
  [
    'init containers stay as they are',
    { initContainers: [withResources(init, { requests: { cpu: '2' } }), sidecar] },
    ['spec: Forbidden: resources for non-sidecar init containers are immutable'],
  ],
  ['sidecars do not', { initContainers: [init, withResources(sidecar, { requests: { cpu: '2' } })] }, []],
  [
    'all that is wrong is told, what went away first',
    {
      containers: [
        { ...one, resources: {} },
        { ...two, resources: {} },
      ],
      initContainers: [init, sidecar],
    },
    [
      'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
      'spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
      'spec.containers[1].resources.requests: Forbidden: resource requests cannot be removed',
      'spec: Forbidden: only cpu and memory resources are mutable',
    ],
  ],
])('%s', (_rule, spec, texts) => {
  const wanted = podOf({ ...(old['spec'] as JsonObject), ...spec })
  expect(findResizeFaults(mergeResize(wanted, old), old).map(findingText)).toEqual(texts)
})

test('the class stays', () => {
  const before = podOf({ containers: [{ name: 'c', image: 'x', resources: {} }] })
  const wanted = podOf({ containers: [{ name: 'c', image: 'x', resources: { requests: { cpu: '1' } } }] })
  expect(findResizeFaults(mergeResize(wanted, before), before).map(findingText)).toEqual([
    'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
  ])
})

test('labels are not what a resize is about', () => {
  const merged = mergeResize(podOf(old['spec'] as JsonObject, { a: 'b' }), old)
  expect(merged.metadata['labels']).toEqual({})
})
