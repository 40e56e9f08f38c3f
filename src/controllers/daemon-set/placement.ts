import { mapAt } from '#kinds'
import {
  compileNodeAffinity,
  findUntoleratedTaint,
  isSchedulingTaint,
  type KubeObject,
  sameJson,
  textAt,
  valueAt,
} from '#kube'
import { daemonTolerations } from './tolerations.ts'

/** What a node is for a daemon set. */
export interface Placement {
  /** A pod is to run there. */
  readonly shouldRun: boolean
  /** A pod that is there may stay. */
  readonly mayStay: boolean
}

/**
 * What each node is for a daemon set: it runs where the node's name, labels and taints let it, and stays where it is until
 * a `NoExecute` taint that it does not tolerate, or until the node is no longer meant. Answers are kept by node.
 * Source: NodeShouldRunDaemonPod.
 */
export function placementsOf(set: KubeObject): (node: KubeObject) => Placement {
  const known = compiled.get(set)
  if (known !== undefined) return known
  const decide = compilePlacement(set)
  const answers = new WeakMap<KubeObject, Placement>()
  const placement = (node: KubeObject): Placement => {
    const answer = answers.get(node) ?? decide(node)
    answers.set(node, answer)
    return answer
  }
  compiled.set(set, placement)
  return placement
}

/** Objects of a cache never change: one of a new version is another object. */
const compiled = new WeakMap<KubeObject, (node: KubeObject) => Placement>()

/** Whether a change of a node can change where daemons run: its labels or taints have changed. */
export function isMoved(node: KubeObject, previous: KubeObject): boolean {
  const isSame = (...path: readonly string[]): boolean => sameJson(valueAt(node, ...path), valueAt(previous, ...path))
  return !isSame('metadata', 'labels') || !isSame('spec', 'taints')
}

function compilePlacement(set: KubeObject): (node: KubeObject) => Placement {
  const podSpec = mapAt(set, 'spec', 'template', 'spec')
  const nodeName = textAt(podSpec, 'nodeName')
  const isMeant = compileNodeAffinity(podSpec)
  const tolerations = [...daemonTolerations(podSpec)]
  return (node) => {
    if ((nodeName !== '' && nodeName !== node.metadata.name) || !isMeant(node)) return NOWHERE
    const taints = valueAt(node, 'spec', 'taints')
    if (findUntoleratedTaint(taints, tolerations, isSchedulingTaint) === undefined) return HERE
    const driving = findUntoleratedTaint(taints, tolerations, ({ effect }) => effect === 'NoExecute')
    return driving === undefined ? STAYING : NOWHERE
  }
}

const HERE: Placement = { shouldRun: true, mayStay: true }
const STAYING: Placement = { shouldRun: false, mayStay: true }
const NOWHERE: Placement = { shouldRun: false, mayStay: false }
