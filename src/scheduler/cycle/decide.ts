import type { Nominations } from '../cluster/nominations.ts'
import type { NodeInfo } from '../node/node-info.ts'
import type { Cycle } from '../plugin/plugin.ts'
import { diagnosisText } from './diagnosis.ts'
import { findNodes, type Turn } from './find.ts'
import { preempt } from './preempt.ts'
import type { Profile } from './profile.ts'
import { chooseNode, scoreNodes } from './score.ts'
import type { Candidate } from './victims.ts'

/** What is to be done with a pod: it gets a node, or it waits. */
export type Decision = { readonly node: NodeInfo } | Refused

/** No node can take the pod. */
export interface Refused {
  readonly node: undefined
  readonly message: string
  /** Who rejected it; empty: any change may help. */
  readonly plugins: ReadonlySet<string>
  /** Where room is to be made. */
  readonly candidate?: Candidate
  /** The node the pod is nominated for from now on: empty for none; undefined: as before. */
  readonly nomination: string | undefined
}

/** What decisions are made with. */
export interface DecideOptions {
  readonly profile: Profile
  readonly nominations: Nominations
  readonly turn: Turn
  /** Numbers from 0 up to 1. */
  readonly random: () => number
}

const NO_NODES = 'no nodes available to schedule pods'

/** Decides about one pod. Changes nothing but the turn. */
export function decide(cycle: Cycle, options: DecideOptions): Decision {
  const { profile, random } = options
  if (cycle.state.nodes().length === 0)
    return { node: undefined, message: NO_NODES, plugins: new Set(), nomination: '' }
  const { nodes, filters, diagnosis } = findNodes(profile, cycle, options)
  const [first] = nodes
  if (first !== undefined) {
    if (nodes.length === 1) return { node: first }
    return { node: chooseNode(nodes, scoreNodes(profile, cycle, nodes), random) ?? first }
  }
  const { plugins } = diagnosis
  if (!profile.preempts) return { node: undefined, message: diagnosisText(diagnosis), plugins, nomination: '' }
  const { candidate, message, isHopeless } = preempt(cycle, { profile, filters, diagnosis, random })
  return {
    node: undefined,
    message: diagnosisText({ ...diagnosis, preemption: message }),
    plugins,
    nomination: candidate?.node.name ?? (isHopeless ? '' : undefined),
    ...(candidate !== undefined && { candidate }),
  }
}
