import { isTrue, mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import type { JsonObject } from '#kube'
import type { BalancedArgs } from '../plugin/balanced-allocation.ts'
import type { InterPodAffinityArgs } from '../plugin/inter-pod-affinity.ts'
import type { NodeAffinityArgs } from '../plugin/node-affinity.ts'
import type { FitArgs } from '../plugin/node-resources-fit.ts'
import type { SpreadArgs } from '../plugin/pod-topology-spread.ts'
import { cpuAndMemory, type WeighedResource } from '../plugin/resource-scorer.ts'

/** NodeResourcesFitArgs with its defaults. */
export function fitArgs(args: JsonObject): FitArgs {
  const strategy = mapAt(args, 'scoringStrategy')
  const type = textAt(strategy, 'type')
  return {
    ignoredResources: textsAt(args, 'ignoredResources'),
    ignoredResourceGroups: textsAt(args, 'ignoredResourceGroups'),
    strategy: type === 'MostAllocated' || type === 'RequestedToCapacityRatio' ? type : 'LeastAllocated',
    resources: resourcesOf(strategy),
    shape: mapsAt(mapAt(strategy, 'requestedToCapacityRatio'), 'shape').map((point) => ({
      utilization: numberAt(point, 'utilization') ?? 0,
      score: numberAt(point, 'score') ?? 0,
    })),
  }
}

/** NodeResourcesBalancedAllocationArgs with its defaults. */
export function balancedArgs(args: JsonObject): BalancedArgs {
  return { resources: resourcesOf(args) }
}

/** InterPodAffinityArgs with its defaults. */
export function interPodAffinityArgs(args: JsonObject): InterPodAffinityArgs {
  return {
    hardPodAffinityWeight: numberAt(args, 'hardPodAffinityWeight') ?? 1,
    ignorePreferredTermsOfExistingPods: isTrue(args, 'ignorePreferredTermsOfExistingPods'),
  }
}

/** NodeAffinityArgs. */
export function nodeAffinityArgs(args: JsonObject): NodeAffinityArgs {
  return { addedAffinity: mapAt(args, 'addedAffinity') }
}

/** PodTopologySpreadArgs with its defaults. */
export function spreadArgs(args: JsonObject): SpreadArgs {
  const defaultConstraints = mapsAt(args, 'defaultConstraints')
  return { defaultConstraints, defaultingType: args['defaultingType'] === 'List' ? 'List' : 'System' }
}

/** What a candidate for preemption is sought among (DefaultPreemptionArgs). */
export function candidatesOf(args: JsonObject): { readonly minPercent: number; readonly minCount: number } {
  return {
    minPercent: numberAt(args, 'minCandidateNodesPercentage') ?? 10,
    minCount: numberAt(args, 'minCandidateNodesAbsolute') ?? 100,
  }
}

/** How long claims are waited for (VolumeBindingArgs), in milliseconds. */
export function bindTimeoutMsOf(args: JsonObject): number {
  return (numberAt(args, 'bindTimeoutSeconds') ?? 600) * 1000
}

function resourcesOf(args: JsonObject): readonly WeighedResource[] {
  const told = mapsAt(args, 'resources')
  if (told.length === 0) return cpuAndMemory
  return told.map((resource) => ({ name: textAt(resource, 'name'), weight: numberAt(resource, 'weight') ?? 1 }))
}
