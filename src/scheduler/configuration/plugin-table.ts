import type { JsonObject } from '#kube'
import { balancedAllocation } from '../plugin/balanced-allocation.ts'
import { imageLocality } from '../plugin/image-locality.ts'
import { interPodAffinity } from '../plugin/inter-pod-affinity.ts'
import { nodeAffinity } from '../plugin/node-affinity.ts'
import { nodeName } from '../plugin/node-name.ts'
import { nodePorts } from '../plugin/node-ports.ts'
import { nodeResourcesFit } from '../plugin/node-resources-fit.ts'
import { nodeUnschedulable } from '../plugin/node-unschedulable.ts'
import { nodeVolumeLimits } from '../plugin/node-volume-limits.ts'
import type { Plugin } from '../plugin/plugin.ts'
import { podTopologySpread } from '../plugin/pod-topology-spread.ts'
import { taintToleration } from '../plugin/taint-toleration.ts'
import { volumeBinding } from '../plugin/volume-binding.ts'
import { volumeRestrictions } from '../plugin/volume-restrictions.ts'
import { volumeZone } from '../plugin/volume-zone.ts'
import { balancedArgs, fitArgs, interPodAffinityArgs, nodeAffinityArgs, spreadArgs } from './arguments.ts'
import type { ExtensionPoint } from './configuration.ts'

/** A plugin by its name in a configuration. */
export interface PluginRow {
  readonly name: string
  /** Where it can take part. */
  readonly points: readonly ExtensionPoint[]
  /** In the sum of scores, unless told. */
  readonly weight: number
  /** The rule, made with its arguments; none for what is part of the scheduler itself. */
  readonly make?: (args: JsonObject) => Plugin
}

const FILTER: readonly ExtensionPoint[] = ['preFilter', 'filter']
const SCORE: readonly ExtensionPoint[] = ['preScore', 'score']
const BOTH: readonly ExtensionPoint[] = [...FILTER, ...SCORE]

/** All plugins, in the order and with the weights they have unless told. Source: apis/config/v1 default_plugins.go. */
export const pluginTable: readonly PluginRow[] = [
  { name: 'SchedulingGates', points: ['preEnqueue'], weight: 0 },
  { name: 'PrioritySort', points: ['queueSort'], weight: 0 },
  { name: 'NodeUnschedulable', points: ['filter'], weight: 0, make: () => nodeUnschedulable },
  { name: 'NodeName', points: ['filter'], weight: 0, make: () => nodeName },
  { name: 'TaintToleration', points: ['filter', ...SCORE], weight: 3, make: () => taintToleration },
  { name: 'NodeAffinity', points: BOTH, weight: 2, make: (args) => nodeAffinity(nodeAffinityArgs(args)) },
  { name: 'NodePorts', points: FILTER, weight: 0, make: () => nodePorts },
  { name: 'NodeResourcesFit', points: BOTH, weight: 1, make: (args) => nodeResourcesFit(fitArgs(args)) },
  { name: 'VolumeRestrictions', points: FILTER, weight: 0, make: () => volumeRestrictions },
  { name: 'NodeVolumeLimits', points: FILTER, weight: 0, make: () => nodeVolumeLimits },
  { name: 'VolumeBinding', points: [...FILTER, 'reserve', 'preBind'], weight: 0, make: () => volumeBinding },
  { name: 'VolumeZone', points: FILTER, weight: 0, make: () => volumeZone },
  { name: 'PodTopologySpread', points: BOTH, weight: 2, make: (args) => podTopologySpread(spreadArgs(args)) },
  { name: 'InterPodAffinity', points: BOTH, weight: 2, make: (args) => interPodAffinity(interPodAffinityArgs(args)) },
  { name: 'DefaultPreemption', points: ['postFilter'], weight: 0 },
  {
    name: 'NodeResourcesBalancedAllocation',
    points: SCORE,
    weight: 1,
    make: (args) => balancedAllocation(balancedArgs(args)),
  },
  { name: 'ImageLocality', points: ['score'], weight: 1, make: () => imageLocality },
  { name: 'DefaultBinder', points: ['bind'], weight: 0 },
]
