import { mapAt, mapsAt, numberAt, textAt } from '#kinds'
import { compilePreferredNodes, type JsonObject, type KubeObject, tolerates } from '#kube'
import { isIncluded, spreadCount } from './reference-filter.ts'
import {
  amount,
  asks,
  labels,
  nodeOf,
  podsOn,
  preferredTerms,
  requiredTerms,
  selects,
  specOf,
  termMeans,
  type World,
} from './world.ts'

/** What the nodes that can take a pod are worth to it, by the documented weights of the default plugins. */
export function worth(world: World, pod: KubeObject, nodes: readonly KubeObject[]): readonly number[] {
  const parts = [
    { weight: 3, scores: taints(pod, nodes) },
    { weight: 2, scores: affinity(pod, nodes) },
    { weight: 2, scores: spread(world, pod, nodes) },
    { weight: 2, scores: among(world, pod, nodes) },
    { weight: 1, scores: nodes.map((node) => roomLeft(world, pod, node)) },
    { weight: 1, scores: nodes.map((node) => balance(world, pod, node)) },
    { weight: 1, scores: nodes.map((node) => images(world, pod, node)) },
  ]
  return nodes.map((_, at) => parts.reduce((sum, { weight, scores }) => sum + weight * (scores[at] ?? 0), 0))
}

function taints(pod: KubeObject, nodes: readonly KubeObject[]): readonly number[] {
  const tolerations = mapsAt(specOf(pod), 'tolerations').filter(
    ({ effect }) => effect === undefined || effect === 'PreferNoSchedule',
  )
  const counts = nodes
    .map((node) =>
      mapsAt(specOf(node), 'taints').filter(
        (taint) => taint['effect'] === 'PreferNoSchedule' && !tolerations.some((one) => tolerates(one, taint)),
      ),
    )
    .map(({ length }) => length)
  const most = Math.max(...counts)
  return counts.map((count) => (most === 0 ? 100 : 100 - Math.floor((100 * count) / most)))
}

function affinity(pod: KubeObject, nodes: readonly KubeObject[]): readonly number[] {
  const terms = mapAt(specOf(pod), 'affinity', 'nodeAffinity')['preferredDuringSchedulingIgnoredDuringExecution']
  const of = compilePreferredNodes(terms ?? [])
  const sums = nodes.map((node) => of?.(node) ?? 0)
  const most = Math.max(...sums)
  return sums.map((sum) => (most === 0 ? 0 : Math.floor((100 * sum) / most)))
}

const NON_ZERO: Readonly<Record<string, number>> = { cpu: 100, memory: 200 * 1024 * 1024 }

function roomLeft(world: World, pod: KubeObject, node: KubeObject): number {
  const scores = ['cpu', 'memory'].flatMap((name) => {
    const all = amount(name, mapAt(node, 'status', 'allocatable')[name])
    if (all === 0) return []
    const used = [...podsOn(world, node), pod].reduce((sum, other) => sum + asks(other, name, NON_ZERO[name]), 0)
    return [used > all ? 0 : Math.floor(((all - used) * 100) / all)]
  })
  return scores.length === 0 ? 0 : Math.floor(scores.reduce((sum, score) => sum + score, 0) / scores.length)
}

function balance(world: World, pod: KubeObject, node: KubeObject): number {
  const names = ['cpu', 'memory']
  if (names.every((name) => asks(pod, name) === 0)) return 0
  const shares = names.flatMap((name) => {
    const all = amount(name, mapAt(node, 'status', 'allocatable')[name])
    const used = [...podsOn(world, node), pod].reduce((sum, other) => sum + asks(other, name), 0)
    return all === 0 ? [] : [Math.min(1, used / all)]
  })
  const [a = 0, b = a] = shares
  return Math.trunc((1 - Math.abs((a - b) / 2)) * 100)
}

function images(world: World, pod: KubeObject, node: KubeObject): number {
  const mib = 1024 * 1024
  const has = (one: KubeObject, name: string): JsonObject | undefined =>
    mapsAt(mapAt(one, 'status'), 'images').find(({ names }) => Array.isArray(names) && names.includes(name))
  const containers = [...mapsAt(specOf(pod), 'initContainers'), ...mapsAt(specOf(pod), 'containers')]
  const sum = containers.reduce((total, container) => {
    const name = textAt(container, 'image')
    const share = world.nodes.filter((one) => has(one, name) !== undefined).length / world.nodes.length
    return total + Math.floor((numberAt(has(node, name) ?? {}, 'sizeBytes') ?? 0) * share)
  }, 0)
  const [least, most] = [23 * mib, 1000 * mib * containers.length]
  return Math.floor((100 * (Math.min(Math.max(sum, least), most) - least)) / (most - least))
}

function spread(world: World, pod: KubeObject, nodes: readonly KubeObject[]): readonly number[] {
  const own = mapsAt(specOf(pod), 'topologySpreadConstraints')
  const constraints =
    own.length > 0
      ? own.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway')
      : defaults(world, pod)
  if (constraints.length === 0) return nodes.map(() => 0)
  const counts = (node: KubeObject): boolean =>
    own.length === 0 || constraints.every((constraint) => labels(node)[textAt(constraint, 'topologyKey')] !== undefined)
  const raw = nodes.map((node) =>
    counts(node)
      ? Math.round(
          spreadOf(world, { pod, node, nodes: nodes.filter(counts), all: world.nodes.filter(counts), constraints }),
        )
      : undefined,
  )
  const known = raw.filter((score) => score !== undefined)
  const [least, most] = [Math.min(...known), Math.max(0, ...known)]
  return raw.map((score) =>
    score === undefined ? 0 : most === 0 ? 100 : Math.floor((100 * (most + least - score)) / most),
  )
}

function defaults(world: World, pod: KubeObject): readonly JsonObject[] {
  const matching = world.services.filter(
    (service) =>
      service.metadata['namespace'] === pod.metadata['namespace'] &&
      selects({ matchLabels: mapAt(specOf(service), 'selector') }, labels(pod)),
  )
  if (matching.length === 0) return []
  const matchLabels = Object.assign({}, ...matching.map((service) => mapAt(specOf(service), 'selector'))) as JsonObject
  const labelSelector = { matchLabels }
  return [
    { topologyKey: 'kubernetes.io/hostname', maxSkew: 3, labelSelector },
    { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 5, labelSelector },
  ]
}

interface SpreadScope {
  readonly pod: KubeObject
  readonly node: KubeObject
  readonly nodes: readonly KubeObject[]
  readonly all: readonly KubeObject[]
  readonly constraints: readonly JsonObject[]
}

function spreadOf(world: World, { pod, node, nodes, all, constraints }: SpreadScope): number {
  return constraints.reduce((sum, constraint) => {
    const key = textAt(constraint, 'topologyKey')
    const place = labels(node)[key]
    if (place === undefined) return sum
    const isHost = key === 'kubernetes.io/hostname'
    const places = isHost ? nodes.length : new Set(nodes.map((one) => labels(one)[key] ?? '')).size
    const there = isHost ? [node] : all.filter((one) => labels(one)[key] === place && isIncluded(constraint, pod, one))
    const count = there.reduce((total, one) => total + spreadCount(world, { constraint, pod, node: one }), 0)
    return sum + count * Math.log(places + 2) + (numberAt(constraint, 'maxSkew') ?? 1) - 1
  }, 0)
}

function among(world: World, pod: KubeObject, nodes: readonly KubeObject[]): readonly number[] {
  const sums = nodes.map((node) =>
    world.placed.reduce((sum, other) => {
      const there = labels(nodeOf(world, other))
      const at = (term: JsonObject): boolean => {
        const key = textAt(term, 'topologyKey')
        return there[key] !== undefined && there[key] === labels(node)[key]
      }
      const own = preferredTerms(pod).filter(({ term }) => termMeans(world, term, pod, other) && at(term))
      const others = preferredTerms(other).filter(({ term }) => termMeans(world, term, other, pod) && at(term))
      const hard = requiredTerms(other, 'podAffinity').filter((term) => termMeans(world, term, other, pod) && at(term))
      return sum + [...own, ...others].reduce((total, { weight }) => total + weight, 0) + hard.length
    }, 0),
  )
  const [least, most] = [Math.min(0, ...sums), Math.max(0, ...sums)]
  return sums.map((sum) => (most > least ? Math.trunc(100 * ((sum - least) / (most - least))) : 0))
}
