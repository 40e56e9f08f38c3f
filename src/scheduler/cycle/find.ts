import type { Nominations } from '../cluster/nominations.ts'
import type { NodeInfo } from '../node/node-info.ts'
import { type Cycle, isRejection } from '../plugin/plugin.ts'
import type { Rejection } from '../plugin/rejection.ts'
import { nominatedNodeOf } from '../pod/pod-info.ts'
import type { Diagnosis } from './diagnosis.ts'
import { type Filters, prepareFilters } from './filter.ts'
import type { Profile } from './profile.ts'

/** Where the search goes on: every node has its turn. Mutable. */
export interface Turn {
  nextNode: number
}

/** What a search gave. */
export interface Found {
  readonly nodes: readonly NodeInfo[]
  readonly diagnosis: Diagnosis
  /** Undefined when all nodes were rejected at once. */
  readonly filters: Filters | undefined
}

const MIN_NODES = 100
const MIN_PERCENT = 5

/** Nodes that can take the pod; in a large cluster not all of them, from where the last search ended. */
export function findNodes(
  profile: Profile,
  cycle: Cycle,
  { nominations, turn }: { readonly nominations: Nominations; readonly turn: Turn },
): Found {
  const all = cycle.state.nodes()
  const filters = prepareFilters(profile.filters, cycle, nominations)
  if (isRejected(filters)) {
    const plugins = new Set([filters.plugin])
    const diagnosis: Diagnosis = {
      nodes: all.length,
      byNode: new Map(),
      others: filters,
      whole: filters,
      plugins,
      preemption: '',
    }
    return { nodes: [], diagnosis, filters: undefined }
  }
  const nominated = cycle.state.node(nominations.nodeOf(cycle.pod.uid) || nominatedNodeOf(cycle.pod.object))
  if (nominated !== undefined && filters.checkNominated(nominated) === undefined) {
    return { nodes: [nominated], diagnosis: { ...nothing, nodes: all.length }, filters }
  }
  const nodes = filters.only === undefined ? all : all.filter(({ name }) => filters.only?.names.has(name))
  const wanted = nodesToFind(nodes.length, profile.nodesToScorePercent, profile.scores.length > 0)
  const { feasible, rejections } = pass(nodes, filters, { wanted, start: turn.nextNode })
  turn.nextNode = (turn.nextNode + feasible.length + rejections.size) % Math.max(1, all.length)
  return { nodes: feasible, filters, diagnosis: diagnosisOf(all.length, rejections, filters) }
}

const nothing = { byNode: new Map(), others: undefined, whole: undefined, plugins: new Set<string>(), preemption: '' }

function isRejected(filters: Filters | Rejection): filters is Rejection {
  return isRejection(filters as Rejection)
}

/** So many nodes are enough. Source: kube-scheduler numFeasibleNodesToFind. */
export function nodesToFind(nodes: number, percent: number, hasScores: boolean): number {
  if (!hasScores) return 1
  if (nodes < MIN_NODES) return nodes
  const share = percent === 0 ? Math.max(MIN_PERCENT, 50 - Math.trunc(nodes / 125)) : percent
  return Math.max(MIN_NODES, Math.trunc((nodes * share) / 100))
}

function pass(
  nodes: readonly NodeInfo[],
  filters: Filters,
  { wanted, start }: { readonly wanted: number; readonly start: number },
): { readonly feasible: NodeInfo[]; readonly rejections: Map<string, Rejection> } {
  const feasible: NodeInfo[] = []
  const rejections = new Map<string, Rejection>()
  for (let step = 0; step < nodes.length && feasible.length < wanted; step++) {
    const node = nodes[(start + step) % nodes.length]
    if (node === undefined) continue
    const rejection = filters.checkNominated(node)
    if (rejection === undefined) feasible.push(node)
    else rejections.set(node.name, rejection)
  }
  return { feasible, rejections }
}

function diagnosisOf(nodes: number, byNode: ReadonlyMap<string, Rejection>, { only }: Filters): Diagnosis {
  const plugins = new Set(only?.plugins)
  for (const { plugin } of byNode.values()) plugins.add(plugin)
  const others = only && { reasons: [`node(s) didn't satisfy plugin(s) [${only.plugins.join(' ')}]`], isFinal: true }
  return { nodes, byNode, others, whole: undefined, plugins, preemption: '' }
}
