import type { KubeObject } from '#kube'
import { labelsOf } from '../select.ts'
import { readiness } from './health.ts'

/** How a zone fares: by that its nodes are tainted fast, slowly or not at all. */
export type ZoneState = 'initial' | 'normal' | 'partial-disruption' | 'full-disruption'

/** From this share of nodes that are not ready on, a zone is partly disrupted (--unhealthy-zone-threshold). */
const UNHEALTHY_SHARE = 0.55
/** Zones up to this size are left alone while they are partly disrupted (--large-cluster-size-threshold). */
const LARGE_ZONE = 50
/** Nodes a second whose pods are driven off (--node-eviction-rate, --secondary-node-eviction-rate). */
const RATE = 0.1
const SECONDARY_RATE = 0.01

/** Region and zone of a node as one text; empty without both. Source: component-helpers node/topology GetZoneKey. */
export function zoneOf(node: KubeObject): string {
  const labels = labelsOf(node)
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'] ?? ''
  const region = labels['topology.kubernetes.io/region'] ?? labels['failure-domain.beta.kubernetes.io/region'] ?? ''
  return zone === '' && region === '' ? '' : `${region}:\0:${zone}`
}

/** Whether a node does not count when it is judged how its zone fares. */
export function isExcluded(node: KubeObject): boolean {
  return Object.hasOwn(labelsOf(node), 'node.kubernetes.io/exclude-disruption')
}

/** How a zone of these nodes fares. Source: kubernetes nodelifecycle ComputeZoneState. */
export function stateOf(nodes: readonly KubeObject[]): ZoneState {
  const ready = nodes.filter((node) => readiness(node) === 'True').length
  const failed = nodes.length - ready
  if (ready === 0 && failed > 0) return 'full-disruption'
  return failed > 2 && failed / nodes.length >= UNHEALTHY_SHARE ? 'partial-disruption' : 'normal'
}

/** Nodes a second that are tainted in a zone of this state and size. */
export function rateOf(state: ZoneState, size: number): number {
  if (state !== 'partial-disruption') return RATE
  return size > LARGE_ZONE ? SECONDARY_RATE : 0
}

/** Nodes of one zone that wait for their pods to be driven off: at most so many a second. */
export interface TaintQueue {
  add(name: string): void
  remove(name: string): void
  /** Zero lets none through. */
  setRate(perSecond: number, nowMs: number): void
  /** The next node whose turn it is; it stays first until it is removed. */
  next(nowMs: number): string | undefined
  /** One was tainted: the next has to wait. */
  spend(nowMs: number): void
  /** When the next one may be taken; undefined when none waits or none may. */
  readonly dueAt: number | undefined
}

/** An empty queue that lets one through at once. */
export function createTaintQueue(): TaintQueue {
  const waiting = new Set<string>()
  let rate = RATE
  let openAt = 0
  return {
    add: (name) => void waiting.add(name),
    remove: (name) => void waiting.delete(name),
    setRate: (perSecond, nowMs) => {
      if (perSecond === rate) return
      if (nowMs < openAt || rate === 0) openAt = nowMs + (perSecond === 0 ? 0 : 1000 / perSecond)
      rate = perSecond
    },
    next: (nowMs) => (rate > 0 && nowMs >= openAt ? waiting.values().next().value : undefined),
    spend: (nowMs) => {
      openAt = nowMs + 1000 / rate
    },
    get dueAt() {
      return waiting.size > 0 && rate > 0 ? openAt : undefined
    },
  }
}
