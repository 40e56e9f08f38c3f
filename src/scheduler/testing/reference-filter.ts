import { isTrue, mapAt, mapsAt, numberAt, textAt, textsAt } from '#kinds'
import {
  findUntoleratedTaint,
  isSchedulingTaint,
  isTerminating,
  type JsonObject,
  type KubeObject,
  matchesNodeAffinity,
  reaches,
  tolerates,
} from '#kube'
import { amount, asks, labels, nodeOf, podsOn, requiredTerms, selects, specOf, termMeans, type World } from './world.ts'

/** Why a node cannot take a pod, and whether no removal of pods helps. */
export interface Verdict {
  readonly reasons: readonly string[]
  readonly isFinal: boolean
}

type Rule = (world: World, pod: KubeObject, node: KubeObject) => Verdict | undefined

/** The first rule that a node breaks, each worked out from the lists alone. */
export function judge(world: World, pod: KubeObject, node: KubeObject): Verdict | undefined {
  for (const rule of RULES) {
    const verdict = rule(world, pod, node)
    if (verdict !== undefined) return verdict
  }
  return undefined
}

const when = (isBroken: boolean, reason: string, isFinal: boolean): Verdict | undefined =>
  isBroken ? { reasons: [reason], isFinal } : undefined

const unschedulable: Rule = (_, pod, node) => {
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }
  const isTolerated = mapsAt(specOf(pod), 'tolerations').some((one) => tolerates(one, taint))
  return when(isTrue(specOf(node), 'unschedulable') && !isTolerated, 'node(s) were unschedulable', true)
}

const tainted: Rule = (_, pod, node) => {
  const taint = findUntoleratedTaint(specOf(node)['taints'], specOf(pod)['tolerations'], isSchedulingTaint)
  return when(taint !== undefined, 'node(s) had untolerated taint(s)', true)
}

const unwanted: Rule = (_, pod, node) =>
  when(!matchesNodeAffinity(pod, node), "node(s) didn't match Pod's node affinity/selector", true)

interface Port {
  readonly number: number
  readonly protocol: string
  readonly address: string
}

function ports(pod: KubeObject): readonly Port[] {
  const sidecars = mapsAt(specOf(pod), 'initContainers').filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...mapsAt(specOf(pod), 'containers'), ...sidecars]
    .flatMap((container) => mapsAt(container, 'ports'))
    .map((port) => ({
      number: numberAt(port, 'hostPort') ?? 0,
      protocol: textAt(port, 'protocol') || 'TCP',
      address: textAt(port, 'hostIP') || '0.0.0.0',
    }))
    .filter(({ number }) => number > 0)
}

const portTaken: Rule = (world, pod, node) => {
  const used = podsOn(world, node).flatMap(ports)
  const clashes = (a: Port, b: Port): boolean =>
    a.number === b.number &&
    a.protocol === b.protocol &&
    (a.address === b.address || a.address === '0.0.0.0' || b.address === '0.0.0.0')
  const isTaken = ports(pod).some((port) => used.some((other) => clashes(port, other)))
  return when(isTaken, "node(s) didn't have free ports for the requested pod ports", false)
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'example.com/gpu']

const noRoom: Rule = (world, pod, node) => {
  const there = podsOn(world, node)
  const allocatable = mapAt(node, 'status', 'allocatable')
  const reasons: string[] = []
  let isFinal = false
  if (there.length + 1 > amount('pods', allocatable['pods'])) reasons.push('Too many pods')
  for (const name of RESOURCES) {
    const wanted = asks(pod, name)
    const all = amount(name, allocatable[name])
    const used = there.reduce((sum, other) => sum + asks(other, name), 0)
    if (wanted === 0 || wanted <= all - used) continue
    reasons.push(`Insufficient ${name}`)
    if (wanted > all) isFinal = true
  }
  return reasons.length === 0 ? undefined : { reasons, isFinal }
}

function claimsOf(world: World, pod: KubeObject): readonly KubeObject[] {
  const names = mapsAt(specOf(pod), 'volumes').map((volume) =>
    textAt(mapAt(volume, 'persistentVolumeClaim'), 'claimName'),
  )
  const namespace = pod.metadata['namespace']
  return world.claims.filter(({ metadata }) => metadata['namespace'] === namespace && names.includes(metadata.name))
}

const inUse: Rule = (world, pod) => {
  const alone = claimsOf(world, pod).filter((claim) =>
    textsAt(specOf(claim), 'accessModes').includes('ReadWriteOncePod'),
  )
  const isTaken = alone.some((claim) => world.placed.some((other) => claimsOf(world, other).includes(claim)))
  const reason = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode'
  return when(isTaken, reason, false)
}

const unreachable: Rule = (world, pod, node) => {
  const volumes = claimsOf(world, pod).map((claim) =>
    world.volumes.find(({ metadata }) => metadata.name === specOf(claim)['volumeName']),
  )
  const isAway = volumes.some((volume) => volume !== undefined && !reaches(volume, node))
  return when(isAway, "node(s) didn't match PersistentVolume's node affinity", true)
}

const otherZone: Rule = (world, pod, node) => {
  const key = 'topology.kubernetes.io/zone'
  if (labels(node)[key] === undefined) return undefined
  const zones = claimsOf(world, pod).flatMap((claim) => {
    const zone = labels(world.volumes.find(({ metadata }) => metadata.name === specOf(claim)['volumeName']))[key]
    return typeof zone === 'string' ? [zone.split('__')] : []
  })
  const isElsewhere = zones.some((some) => !some.includes(String(labels(node)[key] as string)))
  return when(isElsewhere, 'node(s) had no available volume zone', true)
}

const uneven: Rule = (world, pod, node) => {
  const constraints = mapsAt(specOf(pod), 'topologySpreadConstraints').filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  )
  const text = "node(s) didn't match pod topology spread constraints"
  for (const constraint of constraints) {
    const key = textAt(constraint, 'topologyKey')
    const place = labels(node)[key]
    if (place === undefined) return { reasons: [`${text} (missing required label)`], isFinal: true }
    const counts = new Map<string, number>()
    for (const other of world.nodes) {
      const isComplete = constraints.every((one) => labels(other)[textAt(one, 'topologyKey')] !== undefined)
      if (!isComplete || !isIncluded(constraint, pod, other)) continue
      const there = String(labels(other)[key] as string)
      counts.set(there, (counts.get(there) ?? 0) + spreadCount(world, { constraint, pod, node: other }))
    }
    const least = counts.size < (numberAt(constraint, 'minDomains') ?? 1) ? 0 : Math.min(...counts.values())
    const self = selects(constraint['labelSelector'], labels(pod)) ? 1 : 0
    const skew = (counts.get(String(place as string)) ?? 0) + self - least
    if (skew > (numberAt(constraint, 'maxSkew') ?? 1)) return { reasons: [text], isFinal: false }
  }
  return undefined
}

/** Whether a node counts for a constraint. */
export function isIncluded(constraint: JsonObject, pod: KubeObject, node: KubeObject): boolean {
  if (constraint['nodeAffinityPolicy'] !== 'Ignore' && !matchesNodeAffinity(pod, node)) return false
  if (constraint['nodeTaintsPolicy'] !== 'Honor') return true
  return findUntoleratedTaint(specOf(node)['taints'], specOf(pod)['tolerations'], isSchedulingTaint) === undefined
}

/** Pods on a node that a constraint counts. */
export function spreadCount(
  world: World,
  { constraint, pod, node }: { readonly constraint: JsonObject; readonly pod: KubeObject; readonly node: KubeObject },
): number {
  return podsOn(world, node).filter(
    (other) =>
      other.metadata['namespace'] === pod.metadata['namespace'] &&
      !isTerminating(other) &&
      selects(constraint['labelSelector'], labels(other)),
  ).length
}

const apart: Rule = (world, pod, node) => {
  const sharesPlace = (other: KubeObject, key: string): boolean => {
    const there = labels(nodeOf(world, other))[key]
    return there !== undefined && there === labels(node)[key]
  }
  const near = requiredTerms(pod, 'podAffinity')
  const meant = world.placed.filter((other) => near.every((term) => termMeans(world, term, pod, other)))
  const isNear = near.every((term) => meant.some((other) => sharesPlace(other, textAt(term, 'topologyKey'))))
  if (near.length > 0 && !isNear) {
    const hasPlace = near.every((term) => labels(node)[textAt(term, 'topologyKey')] !== undefined)
    const isAnywhere = meant.some((other) =>
      near.some((term) => labels(nodeOf(world, other))[textAt(term, 'topologyKey')] !== undefined),
    )
    const meansItself = near.every((term) => termMeans(world, term, pod, pod))
    if (!hasPlace || isAnywhere || !meansItself)
      return { reasons: ["node(s) didn't match pod affinity rules"], isFinal: true }
  }
  const far = requiredTerms(pod, 'podAntiAffinity')
  const isClose = far.some((term) =>
    world.placed.some((other) => termMeans(world, term, pod, other) && sharesPlace(other, textAt(term, 'topologyKey'))),
  )
  if (isClose) return { reasons: ["node(s) didn't match pod anti-affinity rules"], isFinal: false }
  const isUnwelcome = world.placed.some((other) =>
    requiredTerms(other, 'podAntiAffinity').some(
      (term) => termMeans(world, term, other, pod) && sharesPlace(other, textAt(term, 'topologyKey')),
    ),
  )
  return when(isUnwelcome, "node(s) didn't satisfy existing pods anti-affinity rules", false)
}

const RULES: readonly Rule[] = [
  unschedulable,
  tainted,
  unwanted,
  portTaken,
  noRoom,
  inUse,
  unreachable,
  otherZone,
  uneven,
  apart,
]
