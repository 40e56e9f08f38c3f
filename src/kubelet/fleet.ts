import { mapAt, mapsAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { ObjectKey } from '#reconcile'
import { type AddressPool, createAddressPool } from './node/address-pool.ts'
import type { NodePlan } from './node/plan.ts'
import { namespaceOf } from './pod/identity.ts'
import type { PodRecord } from './pod/record.ts'

/** What the kubelets of one process know of a node; changed as it lives. */
export interface NodeState {
  readonly plan: NodePlan
  /** The Node object as it was last seen. */
  node: KubeObject | undefined
  cidr: string
  pool: AddressPool | undefined
  /** Pods on it that take part in its room, by key. */
  readonly pods: Map<string, PodRecord>
  /** Resources that its pods ask for, by name. */
  readonly used: Map<string, number>
  /** Pods that wait for the node to have addresses, or to speak again. */
  readonly waiting: Set<string>
  statusAtMs: number
}

/** All kubelets of one process together: pods are looked after by one loop, whichever node they are on. */
export interface Fleet {
  readonly nodes: ReadonlyMap<string, NodeState>
  readonly pods: Map<string, PodRecord>
  /** The pod that a sandbox belongs to. */
  readonly sandboxes: Map<string, PodRecord>
  /** Adds a pod to the loop. */
  enqueue: (key: ObjectKey) => void
}

/** A fleet without pods. */
export function createFleet(plans: readonly NodePlan[]): Fleet {
  const states = plans.map((plan): [string, NodeState] => [
    plan.name,
    {
      plan,
      node: undefined,
      cidr: '',
      pool: undefined,
      pods: new Map(),
      used: new Map(),
      waiting: new Set(),
      statusAtMs: -Infinity,
    },
  ])
  return { nodes: new Map(states), pods: new Map(), sandboxes: new Map(), enqueue: () => undefined }
}

/** `NAMESPACE/NAME` of a pod. */
export function podKey(pod: KubeObject): string {
  return `${namespaceOf(pod)}/${pod.metadata.name}`
}

/** Takes note of a Node object: its addresses may have come. Gives pods that waited for them. */
export function noteNode(state: NodeState, node: KubeObject | undefined): readonly string[] {
  state.node = node
  const cidr = textAt(mapAt(node, 'spec'), 'podCIDR')
  if (cidr !== '' && cidr !== state.cidr) {
    state.cidr = cidr
    state.pool = createAddressPool(cidr)
    for (const { addresses } of state.pods.values()) for (const one of addresses) state.pool?.claim(one)
  }
  if (state.cidr === '' || isSilent(node)) return []
  const waiting = [...state.waiting]
  state.waiting.clear()
  return waiting
}

/** The annotation that makes a simulated node fall silent: no lease, no status, nothing of its pods. */
export const SILENT = 'simulated.berth.dev/silent'

/** Whether a node is to be silent. */
export function isSilent(node: KubeObject | undefined): boolean {
  return mapAt(node, 'metadata', 'annotations')[SILENT] !== undefined
}

/** Addresses of a node as its pods see them. */
export function hostAddresses({ plan, node }: NodeState): readonly string[] {
  const told = mapsAt(mapAt(node, 'status'), 'addresses').filter((one) => one['type'] === 'InternalIP')
  return told.length > 0 ? told.map((one) => textAt(one, 'address')) : [plan.address]
}
