import type { NodeInfo } from '../node/node-info.ts'
import type { SpreadConstraint } from '../pod/spread.ts'
import { type Cycle, MAX_SCORE, type Score } from './plugin.ts'
import { type Counted, countedFor, HOSTNAME, hasAllKeys, inclusion, placeOf } from './spread-state.ts'

/** What a spread is scored by. */
export interface SpreadScoreOptions {
  readonly constraints: readonly SpreadConstraint[]
  /** Whether nodes without one of the labels count for nothing. */
  readonly needsAllKeys: boolean
  /** Nodes that can take the pod. */
  readonly nodes: readonly NodeInfo[]
}

interface Places {
  readonly counted: Counted
  readonly byPlace: ReadonlyMap<string, number>
  /** Constraints with few places weigh less. */
  readonly weight: number
}

/** Nodes in places with fewer pods of the kind are better. Source: podtopologyspread scoring. */
export function spreadScore(cycle: Cycle, { constraints, needsAllKeys, nodes }: SpreadScoreOptions): Score {
  const counts = (node: NodeInfo): boolean => !needsAllKeys || hasAllKeys(node, constraints)
  const scored = nodes.filter(counts)
  const places = countedFor(cycle, constraints).map((counted) => placesOf(counted, cycle, { scored, counts }))
  return {
    of: (node) => (counts(node) ? Math.round(rawScore(node, places)) : 0),
    normalize: (scores) => invert(scores, nodes.map(counts)),
  }
}

interface Scope {
  readonly scored: readonly NodeInfo[]
  readonly counts: (node: NodeInfo) => boolean
}

function placesOf(counted: Counted, { state, pod }: Cycle, { scored, counts }: Scope): Places {
  const { constraint, pods } = counted
  if (constraint.topologyKey === HOSTNAME) {
    return { counted, byPlace: new Map(), weight: Math.log(scored.length + 2) }
  }
  const byPlace = new Map<string, number>()
  for (const node of scored) byPlace.set(placeOf(node, constraint), 0)
  const isIncluded = inclusion(pod)
  for (const node of state.nodes()) {
    if (!counts(node) || !isIncluded(constraint, node)) continue
    const present = byPlace.get(placeOf(node, constraint))
    if (present !== undefined) byPlace.set(placeOf(node, constraint), present + (pods.bySlot[node.slot] ?? 0))
  }
  return { counted, byPlace, weight: Math.log(byPlace.size + 2) }
}

function rawScore(node: NodeInfo, places: readonly Places[]): number {
  let score = 0
  for (const { counted, byPlace, weight } of places) {
    const { constraint, pods } = counted
    if (node.labels[constraint.topologyKey] === undefined) continue
    const isHost = constraint.topologyKey === HOSTNAME
    const count = isHost ? (pods.bySlot[node.slot] ?? 0) : (byPlace.get(placeOf(node, constraint)) ?? 0)
    score += count * weight + (constraint.maxSkew - 1)
  }
  return score
}

/** Few become many (mutates); nodes that do not count get 0. */
function invert(scores: number[], counted: readonly boolean[]): void {
  const values = scores.filter((_, at) => counted[at] === true)
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY)
  const most = values.reduce((a, b) => Math.max(a, b), 0)
  for (const [at, score] of scores.entries()) {
    if (counted[at] !== true) scores[at] = 0
    else scores[at] = most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - score)) / most)
  }
}
