import type { NodeInfo } from '../node/node-info.ts'
import type { PodInfo } from '../pod/pod-info.ts'
import type { SpreadConstraint } from '../pod/spread.ts'
import type { Cycle, Filter } from './plugin.ts'
import type { Rejection } from './rejection.ts'
import { type Counted, countedFor, hasAllKeys, inclusion, placeOf } from './spread-state.ts'

const NAME = 'PodTopologySpread'
const UNEVEN = "node(s) didn't match pod topology spread constraints"
const uneven: Rejection = { plugin: NAME, reasons: [UNEVEN], isFinal: false }
const nowhere: Rejection = { plugin: NAME, reasons: [`${UNEVEN} (missing required label)`], isFinal: true }

/** Pods by place, for one constraint. */
interface Places {
  readonly counted: Counted
  readonly byPlace: Map<string, number>
  /** In the emptiest place; undefined: not known. */
  least: number | undefined
  /** 1 when the pod itself is selected. */
  readonly own: number
}

/** Rejects nodes where the pod would make its kind more uneven than it may be. */
export function spreadFilter(cycle: Cycle, constraints: readonly SpreadConstraint[]): Filter {
  const { pod, state } = cycle
  const isIncluded = inclusion(pod)
  const places = countedFor(cycle, constraints).map((counted): Places => {
    const own = counted.constraint.selector.matches(pod.labels) ? 1 : 0
    return { counted, byPlace: new Map(), least: undefined, own }
  })
  for (const node of state.nodes()) {
    if (!hasAllKeys(node, constraints)) continue
    for (const { counted, byPlace } of places) {
      if (!isIncluded(counted.constraint, node)) continue
      const place = placeOf(node, counted.constraint)
      byPlace.set(place, (byPlace.get(place) ?? 0) + (counted.pods.bySlot[node.slot] ?? 0))
    }
  }
  return {
    check: (node) => rejectionOf(node, places),
    shift: (other, node, sign) => {
      if (other.namespace !== pod.namespace || other.isTerminating || !hasAllKeys(node, constraints)) return
      for (const one of places)
        shiftOne(one, { other, node, sign: isIncluded(one.counted.constraint, node) ? sign : 0 })
    },
  }
}

function rejectionOf(node: NodeInfo, places: readonly Places[]): Rejection | undefined {
  for (const one of places) {
    const { constraint } = one.counted
    if (node.labels[constraint.topologyKey] === undefined) return nowhere
    one.least ??= leastOf(one)
    const here = one.byPlace.get(placeOf(node, constraint)) ?? 0
    if (here + one.own - one.least > constraint.maxSkew) return uneven
  }
  return undefined
}

function leastOf({ byPlace, counted }: Places): number {
  if (byPlace.size < counted.constraint.minDomains) return 0
  let least = Number.POSITIVE_INFINITY
  for (const pods of byPlace.values()) if (pods < least) least = pods
  return least
}

interface Shift {
  readonly other: PodInfo
  readonly node: NodeInfo
  readonly sign: 1 | -1 | 0
}

function shiftOne(places: Places, { other, node, sign }: Shift): void {
  const { constraint } = places.counted
  if (sign === 0 || !constraint.selector.matches(other.labels)) return
  const place = placeOf(node, constraint)
  places.byPlace.set(place, (places.byPlace.get(place) ?? 0) + sign)
  places.least = undefined
}
