import type { ObjectEvent } from '#client'
import { mapAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'
import { type Context, type Controller, keyOfObject, type ObjectKey } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'
import { forsake } from './forsake.ts'
import { type Health, isSilent, observe, readiness, unknownConditions } from './health.ts'
import { missingLabels } from './labels.ts'
import { nodeIndexers, podsOn } from './pods-on-node.ts'
import { changeTaints, hasTaint, notReady, schedulingTaints, type TaintChange, unreachable } from './taint.ts'
import { createZones, type Zones } from './zones.ts'

/** How often every node is looked at (--node-monitor-period). */
const LOOK_MS = 5000
/** Nodes that were made longer ago are not told of again when a control plane starts. */
const NEWS_MS = 60_000

/**
 * Follows the leases and statuses of nodes: silent ones become unknown, what nodes say of themselves becomes taints, pods
 * of lost nodes are not ready, and zone by zone lost nodes are cleared. Nothing is written while nothing changes.
 * Source: kubernetes pkg/controller/nodelifecycle.
 */
export function nodeLifecycleController(): Controller {
  const state: State = { healths: new Map(), known: new Map(), unsettled: new Set(), zones: createZones() }
  return {
    name: 'node-lifecycle-controller',
    component: 'node-controller',
    watches: [
      { type: types.nodes },
      { type: views.nodeLeases, keysOf: () => [] },
      { type: types.pods, indexers: nodeIndexers, keysOf: newOnLostNode },
    ],
    begin: (context) => {
      context.enqueue(EVERY_NODE)
      return () => undefined
    },
    reconcile: async (key, context) => {
      if (key.name === EVERY_NODE.name) return { requeueAfterMs: await look(state, context) }
      if (key.namespace === '') await mark(key.name, context)
      else await forsakeNewcomer(key, context)
      return undefined
    },
  }
}

interface State {
  readonly healths: Map<string, Health>
  /** Nodes that were told of. */
  readonly known: Map<string, KubeObject>
  /** Nodes whose pods could not all be marked. */
  readonly unsettled: Set<string>
  readonly zones: Zones
}

/** No node has the empty name. */
const EVERY_NODE: ObjectKey = { namespace: '', name: '' }

/** A pod that comes to a node while that is not ready. */
function newOnLostNode({ type, object, previous }: ObjectEvent, context: Context): readonly ObjectKey[] {
  const name = textAt(object, 'spec', 'nodeName')
  if (type === 'DELETED' || name === '' || textAt(previous, 'spec', 'nodeName') === name) return []
  return isLost(name, context) ? [keyOfObject(object)] : []
}

function isLost(name: string, context: Context): boolean {
  const node = context.informer(types.nodes).cache.get('', name)
  return node !== undefined && !['True', ''].includes(readiness(node))
}

async function forsakeNewcomer({ namespace, name }: ObjectKey, context: Context): Promise<void> {
  const pod = context.informer(types.pods).cache.get(namespace, name)
  if (pod !== undefined && isLost(textAt(pod, 'spec', 'nodeName'), context)) await forsake(pod, context)
}

/** Taints and labels of one node as its conditions and labels ask for. */
async function mark(name: string, context: Context): Promise<void> {
  const node = context.informer(types.nodes).cache.get('', name)
  if (node === undefined) return
  await change(node, schedulingTaints(node), context)
  const labels = missingLabels(node)
  if (labels === undefined) return
  await unless(
    ['NotFound'],
    context.client.patch(types.nodes, { name }, { type: 'merge', body: { metadata: { labels } } }),
  )
}

function change(node: KubeObject, taints: TaintChange, { client, clock }: Context): Promise<boolean> {
  return changeTaints(node, taints, { client, nowMs: clock.now() })
}

/** Looks at every node. Gives the milliseconds until the next look. */
async function look(state: State, context: Context): Promise<number> {
  const nodes = context.informer(types.nodes).cache.list()
  const nowMs = context.clock.now()
  tellNews(state, nodes, context)
  const turn = state.zones.judge(nodes, nowMs)
  if (turn === 'came-back') restartProbes(state, nowMs)
  const silent = nodes.filter((node) => isSilent(probe(node, state, context), nowMs))
  await together([...new Set([...silent, ...unsettledOf(state, nodes)])], (node) => lose(node, state, context))
  const isEveryDark = turn === 'all-went-dark'
  await together(nodes, (node) => (isEveryDark ? welcome(node, state, context) : judge(node, state, context)))
  await clear(state, context)
  const dueInMs = [...state.zones.queues].map(({ dueAt }) => (dueAt === undefined ? LOOK_MS : dueAt - nowMs))
  return Math.max(1, Math.min(LOOK_MS, ...dueInMs))
}

function tellNews({ known, healths, zones }: State, nodes: readonly KubeObject[], { record, clock }: Context): void {
  const isFirst = known.size === 0
  const present = new Set(nodes.map(({ metadata }) => metadata.name))
  for (const node of nodes) {
    const { name } = node.metadata
    if (known.has(name)) continue
    known.set(name, node)
    const isOld = clock.now() - Date.parse(textAt(node, 'metadata', 'creationTimestamp')) > NEWS_MS
    const message = `Node ${name} event: Registered Node ${name} in Controller`
    if (!isFirst || !isOld) record(node, { type: 'Normal', reason: 'RegisteredNode', message })
  }
  for (const [name, node] of known) {
    if (present.has(name)) continue
    known.delete(name)
    healths.delete(name)
    zones.queueOf(node).remove(name)
    const message = `Node ${name} event: Removing Node ${name} from Controller`
    record(node, { type: 'Normal', reason: 'RemovingNode', message })
  }
}

/** After a time in which no node was heard of each gets its grace anew: it may have been our own ears. */
function restartProbes({ healths }: State, nowMs: number): void {
  for (const [name, health] of healths) healths.set(name, { ...health, probedAt: nowMs })
}

function probe(node: KubeObject, { healths }: State, context: Context): Health {
  const { name } = node.metadata
  const lease = context.informer(views.nodeLeases).cache.get('kube-node-lease', name)
  const signs = { node, renewed: textAt(lease, 'spec', 'renewTime'), nowMs: context.clock.now() }
  const health = observe(healths.get(name), signs)
  healths.set(name, health)
  return health
}

function unsettledOf({ unsettled }: State, nodes: readonly KubeObject[]): readonly KubeObject[] {
  return unsettled.size === 0 ? [] : nodes.filter(({ metadata }) => unsettled.has(metadata.name))
}

const AT_ONCE = 8

/** Does it for each, several at once; what fails is traced and tried again at the next look. */
async function together(
  nodes: readonly KubeObject[],
  work: (node: KubeObject) => Promise<void> | undefined,
): Promise<void> {
  const left = nodes.values()
  const workOff = async (): Promise<void> => {
    for (const node of left) await work(node)
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, nodes.length) }, workOff))
}

/** A silent node becomes unknown, and its pods are not ready. */
async function lose(node: KubeObject, { unsettled }: State, context: Context): Promise<void> {
  const { name } = node.metadata
  try {
    const conditions = unknownConditions(node, context.clock.now())
    const wasReady = readiness(node) === 'True'
    if (conditions !== undefined) {
      const status = { ...mapAt(node, 'status'), conditions: [...conditions] }
      await context.client.update(types.nodes, { ...node, status }, { subresource: 'status' })
      const message = `Node ${name} status is now: NodeNotReady`
      if (wasReady) context.record(node, { type: 'Normal', reason: 'NodeNotReady', message })
    }
    if (!wasReady && !unsettled.has(name)) return
    unsettled.add(name)
    for (const pod of podsOn(name, context)) await forsake(pod, context)
    unsettled.delete(name)
  } catch (error) {
    traceTrouble(name, error, context)
  }
}

/** A node that is ready loses what drives pods off it; one that is not waits for its turn to get it. */
function judge(node: KubeObject, state: State, context: Context): Promise<void> | undefined {
  const status = readiness(node)
  if (status === 'True') return welcome(node, state, context)
  if (status === '') return undefined
  const [wanted, other] = status === 'False' ? [notReady, unreachable] : [unreachable, notReady]
  const queue = state.zones.queueOf(node)
  if (hasTaint(node, other)) return quietly(node, change(node, { add: [wanted], remove: [other] }, context), context)
  if (hasTaint(node, wanted)) queue.remove(node.metadata.name)
  else queue.add(node.metadata.name)
  return undefined
}

function welcome(node: KubeObject, { zones }: State, context: Context): Promise<void> | undefined {
  zones.queueOf(node).remove(node.metadata.name)
  if (!hasTaint(node, notReady) && !hasTaint(node, unreachable)) return undefined
  return quietly(node, change(node, { add: [], remove: [notReady, unreachable] }, context), context)
}

/** Taints nodes whose turn it is, so that their pods are driven off. */
async function clear({ zones }: State, context: Context): Promise<void> {
  const { cache } = context.informer(types.nodes)
  for (const queue of zones.queues) {
    for (let name = queue.next(context.clock.now()); name !== undefined; name = queue.next(context.clock.now())) {
      queue.remove(name)
      const node = cache.get('', name)
      const status = node === undefined ? '' : readiness(node)
      if (node === undefined || !['False', 'Unknown'].includes(status)) continue
      const [add, remove] = status === 'False' ? [notReady, unreachable] : [unreachable, notReady]
      await quietly(node, change(node, { add: [add], remove: [remove] }, context), context)
      queue.spend(context.clock.now())
    }
  }
}

async function quietly(node: KubeObject, work: Promise<unknown>, context: Context): Promise<void> {
  try {
    await work
  } catch (error) {
    traceTrouble(node.metadata.name, error, context)
  }
}

function traceTrouble(node: string, error: unknown, { trace, signal }: Context): void {
  if (signal.aborted) return
  const reason = error instanceof Error ? error.message : String(error)
  trace({ message: 'node not written', fields: { node, error: reason } })
}
