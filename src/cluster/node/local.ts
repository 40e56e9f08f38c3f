import { randomBytes } from 'node:crypto'
import { type ContainerRuntime, createKubelets, createSimulatedRuntime, type Kubelets } from '#kubelet'
import type { SettledOptions } from '../options.ts'
import { simulatedNodes } from './plans.ts'

/** The nodes that live in this process. */
export interface LocalNodes {
  readonly kubelets: Kubelets
  readonly runtime: ContainerRuntime
  readonly nodes: ReadonlySet<string>
}

/** Makes the kubelets of the cluster's nodes; nothing runs yet. */
export function createNodes({ name, nodes: count, clock, endsTasks }: SettledOptions): LocalNodes {
  const runtime = createSimulatedRuntime({ clock, newId: () => randomBytes(32).toString('hex'), endsTasks })
  const plans = simulatedNodes(name, count)
  const kubelets = createKubelets({ nodes: plans, runtime, clock, random: Math.random })
  return { kubelets, runtime, nodes: new Set(plans.map((plan) => plan.name)) }
}
