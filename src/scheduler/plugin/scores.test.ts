import { expect, test } from 'vitest'
import type { JsonObject, KubeObject } from '#kube'
import { balancedAllocation } from './balanced-allocation.ts'
import { imageLocality } from './image-locality.ts'
import { nodeAffinity } from './node-affinity.ts'
import { type FitArgs, nodeResourcesFit } from './node-resources-fit.ts'
import type { Plugin } from './plugin.ts'
import { podTopologySpread } from './pod-topology-spread.ts'
import { cpuAndMemory } from './resource-scorer.ts'
import { taintToleration } from './taint-toleration.ts'
import { cycleOf, nodeOf, objectOf, podOf, type Scene, scoresOf } from './testing-cycle.ts'

const MIB = 1024 * 1024
const room = (name: string, cpu: string, memory: string, more: JsonObject = {}): KubeObject =>
  nodeOf(name, {}, { status: { allocatable: { cpu, memory, pods: '10', ...more } } })
const asking = (requests: JsonObject): JsonObject => ({ containers: [{ resources: { requests } }] })
const fit = (args: Partial<FitArgs>): Plugin =>
  nodeResourcesFit({
    ignoredResources: [],
    ignoredResourceGroups: [],
    strategy: 'LeastAllocated',
    resources: cpuAndMemory,
    shape: [],
    ...args,
  })
const falling = {
  strategy: 'RequestedToCapacityRatio',
  shape: [
    { utilization: 0, score: 10 },
    { utilization: 100, score: 0 },
  ],
} as const
const large = asking({ cpu: '3', memory: '5000' })
const unlike = [room('a', '4', '10000'), room('b', '6', '10000')]
const gpus = [room('a', '4', '10000', { 'x.io/gpu': '8' }), room('b', '4', '10000', { 'x.io/gpu': '4' })]
const gpu = { resources: [{ name: 'x.io/gpu', weight: 1 }] }

test.each<[rule: string, plugin: Plugin, spec: JsonObject, nodes: readonly KubeObject[], expected: readonly number[]]>([
  ['room left', fit({}), large, unlike, [37, 50]],
  ['room taken', fit({ strategy: 'MostAllocated' }), large, unlike, [62, 50]],
  ['a curve that falls', fit(falling), large, unlike, [38, 50]],
  [
    'a weight',
    fit({
      resources: [
        { name: 'cpu', weight: 3 },
        { name: 'memory', weight: 1 },
      ],
    }),
    large,
    unlike,
    [31, 50],
  ],
  ['balance', balancedAllocation({ resources: cpuAndMemory }), large, unlike, [87, 100]],
  [
    'balance of a pod that asks for nothing',
    balancedAllocation({ resources: cpuAndMemory }),
    asking({}),
    unlike,
    [0, 0],
  ],
  ['another resource', fit(gpu), asking({ 'x.io/gpu': '2' }), gpus, [75, 50]],
  ['another resource that the pod does not ask for', fit(gpu), asking({}), gpus, [0, 0]],
  ['more than there is', fit({}), asking({ cpu: '5', memory: '5000' }), [room('a', '4', '10000')], [25]],
])('resources: %s', (...[, plugin, spec, nodes, expected]) => {
  expect(scoresOf(plugin, cycleOf(podOf('p', spec), { nodes }))).toEqual(expected)
})

const imageNode = (name: string, sizes: Readonly<Record<string, number>>): KubeObject =>
  nodeOf(
    name,
    {},
    { status: { images: Object.entries(sizes).map(([image, mib]) => ({ names: [image], sizeBytes: mib * MIB })) } },
  )
const images = (...names: readonly string[]): JsonObject => ({ containers: names.map((image) => ({ image })) })

test.each<[rule: string, spec: JsonObject, nodes: readonly KubeObject[], expected: readonly number[]]>([
  [
    'the larger image',
    images('gcr.io/40', 'gcr.io/250'),
    [
      imageNode('a', { 'gcr.io/40:latest': 40, 'gcr.io/300:latest': 300 }),
      imageNode('b', { 'gcr.io/250:latest': 250, 'gcr.io/10:v1': 10 }),
    ],
    [0, 5],
  ],
  [
    'both of them',
    images('gcr.io/40', 'gcr.io/300'),
    [
      imageNode('a', { 'gcr.io/40:latest': 40, 'gcr.io/300:latest': 300 }),
      imageNode('b', { 'gcr.io/250:latest': 250 }),
    ],
    [7, 0],
  ],
  [
    'no more than the most',
    images('gcr.io/10', 'gcr.io/2000'),
    [imageNode('a', { 'gcr.io/2000:latest': 4000 }), imageNode('b', { 'gcr.io/10:latest': 10 })],
    [100, 0],
  ],
])('images: %s', (_, spec, nodes, expected) => {
  expect(scoresOf(imageLocality, cycleOf(podOf('p', spec), { nodes }))).toEqual(expected)
})

const taints = (name: string, ...keys: readonly string[]): KubeObject =>
  nodeOf(name, {}, { spec: { taints: keys.map((key) => ({ key, effect: 'PreferNoSchedule' })) } })

test('fewer unwanted taints are better', () => {
  const pod = podOf('p', { tolerations: [{ key: 'a', operator: 'Exists', effect: 'PreferNoSchedule' }] })
  expect(
    scoresOf(
      taintToleration,
      cycleOf(pod, { nodes: [taints('x', 'a'), taints('y', 'a', 'b'), taints('z', 'b', 'c')] }),
    ),
  ).toEqual([100, 50, 0])
})

const prefers = (weight: number, disk: string): JsonObject => ({
  weight,
  preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: [disk] }] },
})

test('what the profile prefers counts beside what the pod prefers', () => {
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution'
  const plugin = nodeAffinity({ addedAffinity: { [preferred]: [prefers(3, 'hdd')] } })
  const pod = podOf('p', { affinity: { nodeAffinity: { [preferred]: [prefers(6, 'ssd')] } } })
  const nodes = [nodeOf('a', { disk: 'ssd' }), nodeOf('b', { disk: 'hdd' }), nodeOf('c')]
  expect(scoresOf(plugin, cycleOf(pod, { nodes }))).toEqual([100, 50, 0])
})

const spread = podTopologySpread({ defaultingType: 'System', defaultConstraints: [] })
const evenly = (topologyKey: string): JsonObject => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: { foo: '' } },
})
const on = (name: string, counts: Readonly<Record<string, number>>): KubeObject[] =>
  Object.entries(counts).flatMap(([nodeName, count]) =>
    Array.from({ length: count }, (_, at) => podOf(`${name}-${nodeName}-${at}`, { nodeName }, { labels: { foo: '' } })),
  )
const four = (zones: readonly string[]): KubeObject[] =>
  zones.map((zone, at) => nodeOf(`n${at}`, zone === '' ? {} : { zone }))

test.each<[rule: string, scene: Scene, constraints: JsonObject[], expected: readonly number[]]>([
  ['no pods at all', { nodes: four(['', '']) }, [evenly('kubernetes.io/hostname')], [100, 100]],
  [
    'four nodes with 2, 1, 0 and 3 pods',
    { nodes: four(['', '', '', '']), placed: on('p', { n0: 2, n1: 1, n3: 3 }) },
    [evenly('kubernetes.io/hostname')],
    [20, 60, 100, 0],
  ],
  [
    'a node without the label counts for nothing',
    { nodes: four(['a', 'b', '']), placed: on('p', { n0: 1 }) },
    [evenly('zone')],
    [0, 100, 0],
  ],
])('evenness: %s', (_, scene, topologySpreadConstraints, expected) => {
  const pod = podOf('p', { topologySpreadConstraints }, { labels: { foo: '' } })
  expect(scoresOf(spread, cycleOf(pod, scene))).toEqual(expected)
})

test('pods of a service are spread unless they say otherwise', () => {
  const services = () => [objectOf('Service', 's', { spec: { selector: { foo: '' } } })]
  const scene = { nodes: four(['', '']), placed: on('p', { n0: 1 }), listed: { services } }
  expect(scoresOf(spread, cycleOf(podOf('p', {}, { labels: { foo: '' } }), scene))).toEqual([66, 100])
  expect(scoresOf(spread, cycleOf(podOf('p', {}, { labels: { bar: '' } }), scene))).toEqual([0, 0])
})
