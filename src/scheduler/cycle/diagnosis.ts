import type { Rejection } from '../plugin/rejection.ts'

/** Why a pod found no place. */
export interface Diagnosis {
  readonly nodes: number
  readonly byNode: ReadonlyMap<string, Rejection>
  /** What is true of nodes that `byNode` does not name. */
  readonly others: Pick<Rejection, 'reasons' | 'isFinal'> | undefined
  /** Set when all nodes were rejected at once. */
  readonly whole: Rejection | undefined
  /** Plugins that rejected. */
  readonly plugins: ReadonlySet<string>
  /** What preemption had to say. */
  readonly preemption: string
}

/** The message of `PodScheduled=False` and of the event. Source: kube-scheduler framework FitError. */
export function diagnosisText({ nodes, byNode, others, whole, preemption }: Diagnosis): string {
  const reasons = whole?.reasons.join(', ') ?? histogram(byNode, nodes, others)
  const head = `0/${nodes} nodes are available:${reasons === '' ? '' : ` ${reasons}.`}`
  return preemption === '' ? head : `${head} ${preemption}`
}

function histogram(byNode: Diagnosis['byNode'], nodes: number, others: Diagnosis['others']): string {
  const counts = new Map<string, number>()
  const add = (reason: string, by: number) => counts.set(reason, (counts.get(reason) ?? 0) + by)
  for (const { reasons } of byNode.values()) for (const reason of reasons) add(reason, 1)
  if (byNode.size < nodes) for (const reason of others?.reasons ?? []) add(reason, nodes - byNode.size)
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ')
}
