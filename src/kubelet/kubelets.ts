import type { Client } from '#client'
import type { Clock } from '#kube'
import type { Controller } from '#reconcile'
import { createFleet, noteNode } from './fleet.ts'
import { nodeController } from './node/controller.ts'
import type { NodePlan } from './node/plan.ts'
import { registerNode } from './node/register.ts'
import { podController } from './pod/controller.ts'
import type { ContainerRuntime } from './runtime/runtime.ts'

/** With what kubelets work. */
export interface KubeletOptions {
  readonly nodes: readonly NodePlan[]
  readonly runtime: ContainerRuntime
  readonly clock: Clock
  /** Numbers from 0 up to 1. */
  readonly random: () => number
}

/** The kubelets of this process. */
export interface Kubelets {
  /** What they do, for the one loop. */
  readonly controllers: readonly Controller[]
  /** Makes the Node objects that are not there; the controllers do so too. Throws StatusError, ClientError. */
  register(client: Client): Promise<void>
  /** A container of a pod on a node; undefined where there is none that was started. */
  find(place: ContainerPlace): FoundContainer | undefined
  /** The sandbox of a pod on a node. */
  findSandbox(place: Omit<ContainerPlace, 'container'>): string | undefined
}

/** Which container of which pod. */
export interface ContainerPlace {
  readonly node: string
  readonly namespace: string
  readonly pod: string
  readonly container: string
}

/** A container as its streams are asked for. */
export interface FoundContainer {
  /** Empty when it was never made. */
  readonly id: string
  /** The one before it; empty when there was none. */
  readonly previousId: string
  readonly isRunning: boolean
  /** Why it does not run; empty when that is not known. */
  readonly waiting: string
}

/** Kubelets for so many nodes on one runtime. */
export function createKubelets({ nodes, runtime, clock, random }: KubeletOptions): Kubelets {
  const fleet = createFleet(nodes)
  const recordOf = ({ node, namespace, pod }: Omit<ContainerPlace, 'container'>) => {
    const record = fleet.pods.get(`${namespace}/${pod}`)
    return record?.node === node ? record : undefined
  }
  return {
    controllers: [nodeController(fleet, random), podController(fleet, runtime)],
    register: async (client) => {
      await Promise.all(
        [...fleet.nodes.values()].map(async (state) => {
          noteNode(state, await registerNode(client, state.plan, clock.now()))
          state.statusAtMs = clock.now()
        }),
      )
    },
    find: (place) => {
      const record = recordOf(place)?.containers.get(place.container)
      if (record === undefined) return undefined
      const isRunning = record.id !== '' && record.exit === undefined && record.startedAtMs !== undefined
      return { id: record.id, previousId: record.last?.id ?? '', isRunning, waiting: record.waiting?.reason ?? '' }
    },
    findSandbox: (place) => recordOf(place)?.sandbox,
  }
}
