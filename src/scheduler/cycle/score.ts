import type { NodeInfo } from '../node/node-info.ts'
import type { Cycle } from '../plugin/plugin.ts'
import type { Profile } from './profile.ts'

/** What the nodes are worth to the pod, in their order: the weighed sum of all scores. */
export function scoreNodes(
  { scores }: Pick<Profile, 'scores'>,
  cycle: Cycle,
  nodes: readonly NodeInfo[],
): readonly number[] {
  const totals = new Array<number>(nodes.length).fill(0)
  for (const { plugin, weight } of scores) {
    const score = plugin.score?.(cycle, nodes)
    if (score === undefined) continue
    const known = plugin.isLocal === true ? cycle.known.scores(plugin.name) : undefined
    const values = nodes.map(known === undefined ? score.of : (node) => known(node, score.of))
    score.normalize?.(values, nodes)
    for (let at = 0; at < values.length; at++) totals[at] = (totals[at] ?? 0) + weight * (values[at] ?? 0)
  }
  return totals
}

/** The best node; one of the best by chance. */
export function chooseNode(
  nodes: readonly NodeInfo[],
  totals: readonly number[],
  random: () => number,
): NodeInfo | undefined {
  let best: NodeInfo | undefined
  let most = Number.NEGATIVE_INFINITY
  let ties = 0
  for (const [at, node] of nodes.entries()) {
    const total = totals[at] ?? 0
    if (total < most) continue
    ties = total > most ? 1 : ties + 1
    if (total > most || random() * ties < 1) best = node
    most = total
  }
  return best
}
