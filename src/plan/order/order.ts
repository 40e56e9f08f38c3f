import type { KubeObject } from '#kube'
import { findNeeds, type Need, nameOf, weightOf } from './needs.ts'

/** Objects that are written one after the other, without waiting in between. */
export interface Stage<T> {
  readonly objects: readonly T[]
  /** Those that have to be ready before the next stage begins. */
  readonly gates: readonly T[]
}

/** Objects in the order in which they are written. */
export interface Ordered<T> {
  readonly stages: readonly Stage<T>[]
  /** Circles of needs that were cut, each with the objects on it. */
  readonly cycles: readonly (readonly string[])[]
  /** What annotations name and nobody has. */
  readonly missing: readonly string[]
}

/**
 * Orders objects by what they need. They come in the order in which they would be written without needs (Helm's), and keep it
 * as far as needs let them. What an annotation asks for (`berth.dev/depends-on`, `berth.dev/weight`,
 * `config.kubernetes.io/depends-on`, `argocd.argoproj.io/sync-wave`) opens a new stage; what is inferred from references only
 * moves objects.
 */
export function orderByNeeds<T extends { readonly object: KubeObject }>(items: readonly T[]): Ordered<T> {
  const objects = items.map(({ object }) => object)
  const { of, missing } = findNeeds(objects)
  const graph = withWeights(of, objects.map(weightOf))
  const { order, levels, cycles } = walk(graph, objects.length)
  const gates = new Set(graph.flatMap((needs) => needs.filter(({ isGated }) => isGated).map(({ on }) => on)))
  const stages = new Map<number, number[]>()
  for (const at of order) {
    const level = levels[at] ?? 0
    stages.set(level, [...(stages.get(level) ?? []), at])
  }
  const take = (at: number): T => items[at] as T
  return {
    stages: [...stages]
      .toSorted(([a], [b]) => a - b)
      .map(([, members]) => ({
        objects: members.map(take),
        gates: members.filter((at) => gates.has(at)).map(take),
      })),
    cycles: cycles.map((cycle) => cycle.map((at) => nameOf(objects[at] as KubeObject))),
    missing,
  }
}

/** The graph with one node more between every two weights: all of the lower come before it, it before all of the higher. */
function withWeights(of: readonly (readonly Need[])[], weights: readonly number[]): readonly (readonly Need[])[] {
  const steps = [...new Set(weights)].toSorted((a, b) => a - b)
  if (steps.length < 2) return of
  const barrier = (weight: number): number => of.length + steps.indexOf(weight)
  const members = of.map((needs, at) => {
    const weight = weights[at] as number
    return weight === steps[0] ? needs : [...needs, { on: barrier(weight) - 1, isGated: false }]
  })
  const barriers = steps
    .slice(0, -1)
    .map((weight, step) => [
      ...weights.flatMap((own, at) => (own === weight ? [{ on: at, isGated: true }] : [])),
      ...(step === 0 ? [] : [{ on: of.length + step - 1, isGated: false }]),
    ])
  return [...members, ...barriers]
}

interface Walked {
  readonly order: readonly number[]
  readonly levels: readonly number[]
  readonly cycles: readonly (readonly number[])[]
}

/** Always takes the first that needs nothing any more; where there is none, cuts a circle. Nodes from `count` on are no objects. */
function walk(graph: readonly (readonly Need[])[], count: number): Walked {
  const dependents = graph.map((): number[] => [])
  graph.forEach((needs, at) => needs.forEach(({ on }) => dependents[on]?.push(at)))
  const open = graph.map((needs) => needs.length)
  const levels = graph.map(() => 0)
  const isDone = graph.map(() => false)
  const free = new FreeList()
  open.forEach((left, at) => left === 0 && free.add(at))
  const [order, cycles]: [number[], number[][]] = [[], []]
  for (let left = graph.length; left > 0; left--) {
    const at = free.take() ?? cut(graph, isDone, cycles)
    isDone[at] = true
    levels[at] = Math.max(0, ...(graph[at] ?? []).map(({ on, isGated }) => (levels[on] ?? 0) + (isGated ? 1 : 0)))
    if (at < count) order.push(at)
    for (const next of dependents[at] ?? []) {
      open[next] = (open[next] ?? 0) - 1
      if (open[next] === 0 && !isDone[next]) free.add(next)
    }
  }
  return { order, levels, cycles: cycles.map((cycle) => cycle.filter((at) => at < count)) }
}

/** Numbers, the smallest out first. */
class FreeList {
  readonly #numbers: number[] = []

  add(number: number): void {
    let [low, high] = [0, this.#numbers.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#numbers[middle] as number) > number) low = middle + 1
      else high = middle
    }
    this.#numbers.splice(low, 0, number)
  }

  take(): number | undefined {
    return this.#numbers.pop()
  }
}

/** Follows needs that are open until a node comes again; gives the first object on that circle and keeps the circle (mutates). */
function cut(graph: readonly (readonly Need[])[], isDone: readonly boolean[], cycles: number[][]): number {
  const path: number[] = []
  const seen = new Map<number, number>()
  let at = isDone.indexOf(false)
  while (!seen.has(at)) {
    seen.set(at, path.push(at) - 1)
    at = graph[at]?.find(({ on }) => !isDone[on])?.on ?? at
  }
  const cycle = path.slice(seen.get(at))
  cycles.push(cycle)
  return Math.min(...cycle)
}
