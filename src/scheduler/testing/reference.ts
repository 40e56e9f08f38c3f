import { mapAt, numberAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import { judge, type Verdict } from './reference-filter.ts'
import { worth } from './reference-score.ts'
import { labels, podsOn, priority, selects, specOf, type World } from './world.ts'

/** What may be decided about a pod: any node of the best ones, or none. */
export type Expected =
  | { readonly best: readonly string[] }
  | { readonly message: string; readonly candidates: readonly Candidate[] }

/** A node where the pod fits without some pods. */
export interface Candidate {
  readonly node: string
  /** Names, sorted. */
  readonly victims: readonly string[]
}

/** Decides as the documentation of the plugins says, with nothing but lists. */
export function expected(world: World, pod: KubeObject): Expected {
  const verdicts = new Map(world.nodes.map((node) => [node.metadata.name, judge(world, pod, node)]))
  const feasible = world.nodes.filter(({ metadata }) => verdicts.get(metadata.name) === undefined)
  if (feasible.length > 0) {
    const scores = worth(world, pod, feasible)
    const most = Math.max(...scores)
    return { best: feasible.filter((_, at) => scores[at] === most).map(({ metadata }) => metadata.name) }
  }
  const found = world.nodes
    .map((node) => ({ node, verdict: verdicts.get(node.metadata.name) }))
    .map(({ node, verdict }) => (verdict?.isFinal === false ? victimsOn(world, pod, node) : useless))
  const candidates = found.filter((one) => 'victims' in one)
  const head = sentence(
    [...verdicts.values()].flatMap((verdict) => verdict?.reasons ?? []),
    world.nodes.length,
  )
  if (candidates.length > 0) return { message: head, candidates: best(candidates) }
  const tail = sentence(
    found.flatMap((one) => ('reasons' in one ? one.reasons : [])),
    world.nodes.length,
  )
  return { message: `${head} no new claims to deallocate, preemption: ${tail}`, candidates: [] }
}

const useless: Verdict = { reasons: ['Preemption is not helpful for scheduling'], isFinal: true }

function sentence(reasons: readonly string[], nodes: number): string {
  const sorts = [...new Set(reasons)].map((reason) => `${reasons.filter((one) => one === reason).length} ${reason}`)
  return `0/${nodes} nodes are available: ${sorts.sort().join(', ')}.`
}

interface Found extends Candidate {
  readonly pods: readonly KubeObject[]
  readonly violations: number
}

function victimsOn(world: World, pod: KubeObject, node: KubeObject): Found | Verdict {
  const lesser = podsOn(world, node)
    .filter((other) => priority(other) < priority(pod))
    .sort(byImportance)
  if (lesser.length === 0) return { reasons: ['No preemption victims found for incoming pod'], isFinal: true }
  const without = (gone: readonly KubeObject[]): World => ({
    ...world,
    placed: world.placed.filter((other) => !gone.includes(other)),
  })
  const verdict = judge(without(lesser), pod, node)
  if (verdict !== undefined) return verdict
  const guarded = protectedPods(world, lesser)
  let gone: readonly KubeObject[] = lesser
  for (const other of [...guarded, ...lesser.filter((one) => !guarded.includes(one))]) {
    const fewer = gone.filter((one) => one !== other)
    if (judge(without(fewer), pod, node) === undefined) gone = fewer
  }
  const violations = gone.filter((one) => guarded.includes(one)).length
  return { node: node.metadata.name, pods: gone, violations, victims: gone.map(({ metadata }) => metadata.name).sort() }
}

function byImportance(a: KubeObject, b: KubeObject): number {
  return priority(b) - priority(a) || startOf(a) - startOf(b)
}

function startOf(pod: KubeObject): number {
  const time = Date.parse(textAt(mapAt(pod, 'status'), 'startTime'))
  return Number.isNaN(time) ? Number.MAX_SAFE_INTEGER : time
}

function protectedPods(world: World, pods: readonly KubeObject[]): readonly KubeObject[] {
  const left = new Map(
    world.budgets.map((budget) => [budget, numberAt(mapAt(budget, 'status'), 'disruptionsAllowed') ?? 0]),
  )
  return pods.filter((pod) => {
    const meant = world.budgets.filter(
      (budget) =>
        budget.metadata['namespace'] === pod.metadata['namespace'] && selects(specOf(budget)['selector'], labels(pod)),
    )
    for (const budget of meant) left.set(budget, (left.get(budget) ?? 0) - 1)
    return meant.some((budget) => (left.get(budget) ?? 0) < 0)
  })
}

/** Fewest violations, least important worst victim, least importance in all, fewest victims, youngest. */
function best(candidates: readonly Found[]): readonly Candidate[] {
  const keys: readonly ((one: Found) => number)[] = [
    ({ violations }) => violations,
    ({ pods }) => Math.max(...pods.map(priority)),
    ({ pods }) => pods.reduce((sum, pod) => sum + priority(pod) + 2 ** 31, 0),
    ({ pods }) => pods.length,
    ({ pods }) => {
      const most = Math.max(...pods.map(priority))
      return -Math.min(...pods.filter((pod) => priority(pod) === most).map(startOf))
    },
  ]
  return keys.reduce((left, key) => {
    const least = Math.min(...left.map(key))
    return left.filter((one) => key(one) === least)
  }, candidates)
}
