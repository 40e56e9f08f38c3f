import type { Profile } from '../cycle/profile.ts'
import { balancedAllocation } from '../plugin/balanced-allocation.ts'
import { imageLocality } from '../plugin/image-locality.ts'
import { interPodAffinity } from '../plugin/inter-pod-affinity.ts'
import { nodeAffinity } from '../plugin/node-affinity.ts'
import { nodeName } from '../plugin/node-name.ts'
import { nodePorts } from '../plugin/node-ports.ts'
import { nodeResourcesFit } from '../plugin/node-resources-fit.ts'
import { nodeUnschedulable } from '../plugin/node-unschedulable.ts'
import { nodeVolumeLimits } from '../plugin/node-volume-limits.ts'
import { podTopologySpread } from '../plugin/pod-topology-spread.ts'
import { cpuAndMemory } from '../plugin/resource-scorer.ts'
import { taintToleration } from '../plugin/taint-toleration.ts'
import { volumeBinding } from '../plugin/volume-binding.ts'
import { volumeRestrictions } from '../plugin/volume-restrictions.ts'
import { volumeZone } from '../plugin/volume-zone.ts'
import type { SchedulerConfiguration } from './configuration.ts'

/** A configuration with everything decided. */
export interface ResolvedConfiguration {
  readonly profiles: readonly Profile[]
  readonly initialBackoffMs: number
  readonly maxBackoffMs: number
}

/** Fills in the defaults. */
export function resolveProfiles(configuration: SchedulerConfiguration): ResolvedConfiguration {
  const fit = nodeResourcesFit({
    ignoredResources: [],
    ignoredResourceGroups: [],
    strategy: 'LeastAllocated',
    resources: cpuAndMemory,
    shape: [],
  })
  const affinity = nodeAffinity({})
  const spread = podTopologySpread({ defaultingType: 'System', defaultConstraints: [] })
  const among = interPodAffinity({ hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false })
  return {
    initialBackoffMs: (configuration.podInitialBackoffSeconds ?? 1) * 1000,
    maxBackoffMs: (configuration.podMaxBackoffSeconds ?? 10) * 1000,
    profiles: [
      {
        name: configuration.profiles?.[0]?.schedulerName ?? 'default-scheduler',
        filters: [
          nodeUnschedulable,
          nodeName,
          taintToleration,
          affinity,
          nodePorts,
          fit,
          volumeRestrictions,
          nodeVolumeLimits,
          volumeBinding,
          volumeZone,
          spread,
          among,
        ],
        scores: [
          { plugin: taintToleration, weight: 3 },
          { plugin: affinity, weight: 2 },
          { plugin: spread, weight: 2 },
          { plugin: among, weight: 2 },
          { plugin: fit, weight: 1 },
          { plugin: balancedAllocation({ resources: cpuAndMemory }), weight: 1 },
          { plugin: imageLocality, weight: 1 },
        ],
        nodesToScorePercent: configuration.percentageOfNodesToScore ?? 0,
        preempts: true,
        candidates: { minPercent: 10, minCount: 100 },
        honoursGates: true,
        bindTimeoutMs: 600_000,
      },
    ],
  }
}
