import { mapAt, mapsAt } from '#kinds'
import { type KubeObject, StatusError } from '#kube'
import { type Context, type Controller, keyOfText } from '#reconcile'
import { type Fleet, hostAddresses, isSilent, type NodeState, noteNode } from '../fleet.ts'
import { types } from '../types.ts'
import { renewLease } from './lease.ts'
import { registerNode } from './register.ts'
import { nodeStatus } from './status.ts'

/** A kubelet tells its node's status anew after so long, changed or not. */
const STATUS_MS = 5 * 60_000
const RENEW_MS = 10_000
/** Renewals of all nodes of a process together, a second at most; a lease lasts 40 s. */
const RENEWALS_PER_SECOND = 50
const MAX_RENEW_MS = 20_000
/** Renewals that are due within so long are made together: they share one write of the store. */
const TICK_MS = 1000

/** Registers nodes, renews their leases and tells their status; renewals are spread evenly over the ticks. */
export function nodeController(fleet: Fleet, random: () => number): Controller {
  const renewMs = Math.min(MAX_RENEW_MS, Math.max(RENEW_MS, (fleet.nodes.size * 1000) / RENEWALS_PER_SECOND))
  const begun = new Set<string>()
  return {
    name: 'kubelet-node',
    component: 'kubelet',
    workers: 64,
    watches: [
      {
        type: types.nodes,
        keysOf: ({ type, object }) => {
          const state = fleet.nodes.get(object.metadata.name)
          if (state === undefined) return []
          for (const key of noteNode(state, type === 'DELETED' ? undefined : object)) fleet.enqueue(keyOfText(key))
          return type === 'DELETED' || isNews(state, object) ? [{ namespace: '', name: object.metadata.name }] : []
        },
      },
    ],
    begin: (context) => {
      for (const name of fleet.nodes.keys()) context.enqueue({ namespace: '', name })
      return () => undefined
    },
    reconcile: async ({ name }, context) => {
      const state = fleet.nodes.get(name)
      if (state === undefined) return undefined
      const node = await present(state, context)
      if (isSilent(node)) return undefined
      await renew(node, context)
      await tellStatus(state, node, context)
      const isFirst = !begun.has(name)
      begun.add(name)
      // the first renewal of each falls anywhere in the round: from then on they stay apart
      return { requeueAfterMs: untilTick(context.clock.now(), isFirst ? renewMs * random() : renewMs) }
    },
  }
}

/** From now to the tick that is nearest to what is asked for, but not at once. */
function untilTick(nowMs: number, afterMs: number): number {
  const due = Math.round((nowMs + afterMs) / TICK_MS) * TICK_MS
  return due > nowMs ? due - nowMs : TICK_MS
}

/** Somebody changed what is ours to tell, or lets the node speak again. */
function isNews(state: NodeState, node: KubeObject): boolean {
  if (isSilent(node)) return false
  const ready = mapsAt(mapAt(node, 'status'), 'conditions').find((one) => one['type'] === 'Ready')
  return ready?.['status'] !== 'True' || hostAddresses(state)[0] !== state.plan.address
}

async function present(state: NodeState, { client, clock, informer }: Context): Promise<KubeObject> {
  const cached = informer(types.nodes).cache.get('', state.plan.name)
  if (cached !== undefined) return cached
  const node = await registerNode(client, state.plan, clock.now())
  state.statusAtMs = clock.now()
  noteNode(state, node)
  return node
}

async function renew(node: KubeObject, { client, clock }: Context): Promise<void> {
  try {
    await renewLease(client, node, clock.now())
  } catch (error) {
    // the node's namespace of leases may not be there yet
    if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
  }
}

async function tellStatus(state: NodeState, node: KubeObject, { client, clock }: Context): Promise<void> {
  const now = clock.now()
  if (now - state.statusAtMs < STATUS_MS && !isNews(state, node)) return
  const { name } = node.metadata
  const status = nodeStatus(state.plan, node, now)
  await client.patch(types.nodes, { name }, { type: 'merge', body: { status } }, { subresource: 'status' })
  state.statusAtMs = now
}
