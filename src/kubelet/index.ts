/**
 * Kubelets: they register nodes and run the pods bound to them through a `ContainerRuntime`. Node plans, a runtime and a
 * clock go in; Nodes, Leases, statuses of pods and Events come out. It schedules nothing and knows nothing of HTTP.
 */
export {
  type ContainerPlace,
  createKubelets,
  type FoundContainer,
  type KubeletOptions,
  type Kubelets,
} from './kubelets.ts'
export type { NodePlan } from './node/plan.ts'
export { RuntimeError, type RuntimeErrorCode } from './runtime/error.ts'
export type { CommandEnd, ContainerRuntime, ContainerStats, ContainerStreams, LogOrder } from './runtime/runtime.ts'
export { createSimulatedRuntime, type SimulatedOptions } from './simulated/runtime.ts'
