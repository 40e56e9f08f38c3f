import { mapAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import type { NodeInfo } from '../node/node-info.ts'
import { type Cycle, isRejection } from '../plugin/plugin.ts'
import type { Rejection } from '../plugin/rejection.ts'
import { nominatedNodeOf } from '../pod/pod-info.ts'
import { type Diagnosis, diagnosisText } from './diagnosis.ts'
import type { Filters } from './filter.ts'
import type { Profile } from './profile.ts'
import { type Candidate, isGoingForAnother, selectVictims, startMs } from './victims.ts'

/** What came of an attempt to make room. */
export interface Preemption {
  /** Where room can be made, and for whom; undefined: nowhere. */
  readonly candidate?: Candidate
  /** For the pod's condition. */
  readonly message: string
  /** Whether a nomination that the pod has is void. */
  readonly isHopeless: boolean
}

/** With what room is sought. */
export interface PreemptOptions {
  readonly profile: Profile
  /** Undefined when all nodes were rejected at once. */
  readonly filters: Filters | undefined
  readonly diagnosis: Diagnosis
  readonly random: () => number
}

/** What the plugin of resource claims says first: it has none to take away. */
const PREFIX = 'no new claims to deallocate, preemption: '
const NEVER = 'not eligible due to preemptionPolicy=Never.'
const ON_ITS_WAY = 'not eligible due to terminating pod on the nominated node.'
const USELESS = { reasons: ['Preemption is not helpful for scheduling'], isFinal: true }

/** Looks for the node where the pod fits when the fewest and least important pods go. Source: framework/preemption. */
export function preempt(cycle: Cycle, options: PreemptOptions): Preemption {
  const refusal = whyNot(cycle, options.diagnosis)
  if (refusal !== undefined) return { message: `${PREFIX}${refusal}`, isHopeless: false }
  const { candidates, byNode } = tryNodes(cycle, options)
  const best = choose(candidates)
  if (best !== undefined) return { candidate: best, message: '', isHopeless: false }
  const nodes = cycle.state.nodes().length
  const text = diagnosisText({ nodes, byNode, others: USELESS, whole: undefined, plugins: new Set(), preemption: '' })
  return { message: `${PREFIX}${text}`, isHopeless: true }
}

function whyNot({ pod, state }: Cycle, { byNode, others }: Diagnosis): string | undefined {
  if (textAt(mapAt(pod.object, 'spec'), 'preemptionPolicy') === 'Never') return NEVER
  const nominated = nominatedNodeOf(pod.object)
  if (nominated === '' || (byNode.get(nominated) ?? others)?.isFinal === true) return undefined
  const pods = [...(state.node(nominated)?.pods.values() ?? [])]
  return pods.some((other) => other.priority < pod.priority && isGoingForAnother(other)) ? ON_ITS_WAY : undefined
}

/** A search begins anywhere and ends when there are enough nodes to choose from, one of them without harm to a budget. */
function tryNodes(
  cycle: Cycle,
  { profile, filters, diagnosis, random }: PreemptOptions,
): { readonly candidates: readonly Candidate[]; readonly byNode: ReadonlyMap<string, Rejection> } {
  const nodes = cycle.state
    .nodes()
    .filter(({ name }) => (diagnosis.byNode.get(name) ?? diagnosis.others)?.isFinal === false)
  const { minPercent, minCount } = profile.candidates
  const wanted = Math.min(nodes.length, Math.max(minCount, Math.trunc((nodes.length * minPercent) / 100)))
  const start = Math.floor(random() * nodes.length)
  const candidates: Candidate[] = []
  const byNode = new Map<string, Rejection>()
  const budgets = nodes.length === 0 ? [] : budgetsOf(cycle, nodes)
  for (let step = 0; step < nodes.length; step++) {
    if (candidates.length >= wanted && candidates.some(({ violations }) => violations === 0)) break
    const node = nodes[(start + step) % nodes.length]
    if (node === undefined || filters === undefined) continue
    const found = selectVictims(cycle.pod, node, { filters, budgets })
    if ('reasons' in found && isRejection(found)) byNode.set(node.name, found)
    else if ('victims' in found) candidates.push(found)
  }
  return { candidates, byNode }
}

function budgetsOf({ listed }: Cycle, nodes: readonly NodeInfo[]): readonly KubeObject[] {
  const namespaces = new Set(nodes.flatMap(({ pods }) => [...pods.values()].map(({ namespace }) => namespace)))
  return [...namespaces].flatMap((namespace) => listed.budgets(namespace))
}

/** Rules in the order in which they decide; less is better. Source: pickOneNodeForPreemption. */
const RULES: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => victims[0]?.priority ?? 0,
  ({ victims }) => victims.reduce((sum, { priority }) => sum + priority + 2 ** 31, 0),
  ({ victims }) => victims.length,
  ({ victims }) => -earliestStart(victims),
]

function choose(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates
  for (const rule of RULES) {
    const least = left.reduce((best, candidate) => Math.min(best, rule(candidate)), Number.POSITIVE_INFINITY)
    left = left.filter((candidate) => rule(candidate) === least)
  }
  return left[0]
}

/** Of those of the highest priority. */
function earliestStart(victims: readonly Candidate['victims'][number][]): number {
  const most = victims[0]?.priority
  return Math.min(...victims.filter(({ priority }) => priority === most).map(startMs))
}
