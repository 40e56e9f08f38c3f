import { expect, test } from 'vitest'
import { SchedulerError } from '../error.ts'
import type { SchedulerConfiguration } from './configuration.ts'
import { resolveProfiles } from './resolve.ts'

const names = (configuration: SchedulerConfiguration) => {
  const [profile] = resolveProfiles(configuration).profiles
  return {
    filters: profile?.filters.map(({ name }) => name).join(' '),
    scores: profile?.scores.map(({ plugin, weight }) => `${plugin.name}=${weight}`).join(' '),
  }
}

const FILTERS =
  'NodeUnschedulable NodeName TaintToleration NodeAffinity NodePorts NodeResourcesFit VolumeRestrictions NodeVolumeLimits VolumeBinding VolumeZone PodTopologySpread InterPodAffinity'
const SCORES =
  'TaintToleration=3 NodeAffinity=2 NodeResourcesFit=1 PodTopologySpread=2 InterPodAffinity=2 NodeResourcesBalancedAllocation=1 ImageLocality=1'

test('unless told, the plugins and weights are those of kube-scheduler', () => {
  expect(names({})).toEqual({ filters: FILTERS, scores: SCORES })
})

const plugins = (
  set: NonNullable<NonNullable<SchedulerConfiguration['profiles']>[number]['plugins']>,
): SchedulerConfiguration => ({
  profiles: [{ plugins: set }],
})

test.each<[rule: string, configuration: SchedulerConfiguration, part: 'filters' | 'scores', expected: string]>([
  [
    'one is switched off',
    plugins({ score: { disabled: [{ name: 'ImageLocality' }] } }),
    'scores',
    SCORES.replace(' ImageLocality=1', ''),
  ],
  [
    'all but one',
    plugins({ score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeAffinity', weight: 7 }] } }),
    'scores',
    'NodeAffinity=7',
  ],
  [
    'a weight is told: it comes first',
    plugins({ score: { enabled: [{ name: 'ImageLocality', weight: 9 }] } }),
    'scores',
    `ImageLocality=9 ${SCORES.replace(' ImageLocality=1', '')}`,
  ],
  [
    'off everywhere',
    plugins({ multiPoint: { disabled: [{ name: 'TaintToleration' }] } }),
    'filters',
    FILTERS.replace('TaintToleration ', ''),
  ],
  [
    'a weight everywhere',
    plugins({ multiPoint: { enabled: [{ name: 'NodeAffinity', weight: 5 }] } }),
    'scores',
    SCORES.replace('NodeAffinity=2', 'NodeAffinity=5'),
  ],
  [
    'a filter alone',
    plugins({ filter: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeName' }] } }),
    'filters',
    'NodeName',
  ],
])('plugins: %s', (_, configuration, part, expected) => expect(names(configuration)[part]).toBe(expected))

const args = (name: string, of: Record<string, never> | object): SchedulerConfiguration => ({
  profiles: [{ pluginConfig: [{ name, args: of as never }] }],
})
const AT = 'profiles[0].pluginConfig[0].args'

test.each<[configuration: SchedulerConfiguration, message: string]>([
  [{ apiVersion: 'v1' }, 'apiVersion: Unsupported value: "v1": supported values: "kubescheduler.config.k8s.io/v1"'],
  [{ parallelism: 0 }, 'parallelism: Invalid value: 0: should be an integer value greater than zero'],
  [{ profiles: [] }, 'profiles: Required value'],
  [{ profiles: [{ schedulerName: '' }] }, 'profiles[0].schedulerName: Required value'],
  [{ profiles: [{}, {}] }, 'profiles[1].schedulerName: Duplicate value: "profiles[0].schedulerName"'],
  [{ percentageOfNodesToScore: 101 }, 'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]'],
  [{ podInitialBackoffSeconds: 0 }, 'podInitialBackoffSeconds: Invalid value: 0: must be greater than 0'],
  [
    { podMaxBackoffSeconds: 0 },
    'podMaxBackoffSeconds: Invalid value: 0: must be greater than or equal to PodInitialBackoffSeconds',
  ],
  [
    plugins({ filter: { enabled: [{ name: 'Foo' }] } }),
    'profiles[0].plugins.filter.enabled[0]: Invalid value: "Foo": filter plugin "Foo" does not exist',
  ],
  [
    plugins({ filter: { enabled: [{ name: 'ImageLocality' }] } }),
    'profiles[0].plugins.filter.enabled[0]: Invalid value: "ImageLocality": plugin "ImageLocality" does not extend filter plugin',
  ],
  [
    args('InterPodAffinity', { hardPodAffinityWeight: 101 }),
    `${AT}.hardPodAffinityWeight: Invalid value: 101: not in valid range [0, 100]`,
  ],
  [
    args('DefaultPreemption', { minCandidateNodesAbsolute: -1 }),
    `${AT}.minCandidateNodesAbsolute: Invalid value: -1: not in valid range [0, inf)`,
  ],
  [
    args('VolumeBinding', { bindTimeoutSeconds: -1 }),
    `${AT}.bindTimeoutSeconds: Invalid value: -1: invalid BindTimeoutSeconds, should not be a negative value`,
  ],
  [
    args('NodeResourcesFit', {
      scoringStrategy: { type: 'LeastAllocated', resources: [{ name: 'cpu', weight: 101 }] },
    }),
    `${AT}.scoringStrategy.resources[0].weight: Invalid value: 101: resource weight of cpu not in valid range (0, 100]`,
  ],
  [
    args('NodeResourcesFit', { scoringStrategy: { type: 'RequestedToCapacityRatio' } }),
    `${AT}.scoringStrategy.requestedToCapacityRatio: Required value: must be specified when type is RequestedToCapacityRatio`,
  ],
  [
    args('NodeResourcesFit', { ignoredResourceGroups: ['a/b'] }),
    `${AT}.ignoredResourceGroups[0]: Invalid value: "a/b": resource group name can't contain '/'`,
  ],
  [
    args('NodeResourcesBalancedAllocation', { resources: [{ name: 'cpu', weight: 2 }] }),
    `${AT}.resources[0].weight: Invalid value: 2: must be 1`,
  ],
  [
    args('PodTopologySpread', {
      defaultingType: 'List',
      defaultConstraints: [{ maxSkew: 0, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }],
    }),
    `${AT}.defaultConstraints[0].maxSkew: Invalid value: 0: not in valid range (0, inf)`,
  ],
  [
    args('PodTopologySpread', {
      defaultConstraints: [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule' }],
    }),
    `${AT}.defaultingType: Invalid value: "System": when .defaultConstraints are not empty`,
  ],
])('what is wrong is told: %j', (configuration, message) => {
  expect(() => resolveProfiles(configuration)).toThrow(new SchedulerError('bad-configuration', message))
})
