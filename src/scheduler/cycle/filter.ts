import type { Nominations } from '../cluster/nominations.ts'
import type { NodeInfo } from '../node/node-info.ts'
import { type Cycle, type Filter, isRejection, type Plugin } from '../plugin/plugin.ts'
import type { Rejection } from '../plugin/rejection.ts'
import type { PodInfo } from '../pod/pod-info.ts'

/** The filters of one attempt, prepared. */
export interface Filters {
  /** The first rejection of a node; undefined when it can take the pod. */
  check(node: NodeInfo): Rejection | undefined
  /** The same where room that was made for pods of no less priority is taken. */
  checkNominated(node: NodeInfo): Rejection | undefined
  /** The only nodes worth a look, with the plugins that say so. */
  readonly only: { readonly names: ReadonlySet<string>; readonly plugins: readonly string[] } | undefined
  /** Puts a pod on a node, or takes it away, to try it out; who does it undoes it. */
  put(pod: PodInfo, node: NodeInfo): void
  take(pod: PodInfo, node: NodeInfo): void
}

/** Prepares the filters for the cycle's pod, or tells why no node can take it. */
export function prepareFilters(
  plugins: readonly Plugin[],
  cycle: Cycle,
  nominations: Nominations,
): Filters | Rejection {
  const filters: Filter[] = []
  const local: Filter[] = []
  const distant: Filter[] = []
  const limiting: { readonly name: string; readonly only: ReadonlySet<string> }[] = []
  for (const plugin of plugins) {
    const filter = plugin.filter?.(cycle)
    if (filter === undefined) continue
    if (isRejection(filter)) return filter
    filters.push(filter)
    // whatever comes after a distant one must not be asked before it
    if (plugin.isLocal === true && distant.length === 0) local.push(filter)
    else distant.push(filter)
    if (filter.only !== undefined) limiting.push({ name: plugin.name, only: filter.only })
  }
  const isLocallyRejected = (node: NodeInfo): Rejection | undefined => firstRejection(local, node)
  const check = (node: NodeInfo): Rejection | undefined =>
    cycle.known.rejection(node, isLocallyRejected) ?? firstRejection(distant, node)
  const shift = (pod: PodInfo, node: NodeInfo, sign: 1 | -1): void => {
    for (const filter of filters) filter.shift?.(pod, node, sign)
  }
  const put = (pod: PodInfo, node: NodeInfo): void => {
    cycle.state.addPod(pod, node.name)
    shift(pod, node, 1)
  }
  const take = (pod: PodInfo, node: NodeInfo): void => {
    shift(pod, node, -1)
    cycle.state.removePod(pod.uid)
  }
  return {
    check,
    put,
    take,
    only:
      limiting.length === 0 ? undefined : { names: common(limiting), plugins: limiting.map(({ name }) => name).sort() },
    checkNominated: (node) => {
      const nominated =
        nominations.size === 0 ? [] : nominations.on(node.name).filter((one) => isBefore(one, cycle.pod))
      for (const pod of nominated) put(pod, node)
      const rejection = check(node)
      for (const pod of nominated) take(pod, node)
      return rejection !== undefined || nominated.length === 0 ? rejection : check(node)
    },
  }
}

function firstRejection(filters: readonly Filter[], node: NodeInfo): Rejection | undefined {
  for (const filter of filters) {
    const rejection = filter.check(node)
    if (rejection !== undefined) return rejection
  }
  return undefined
}

function isBefore(nominated: PodInfo, pod: PodInfo): boolean {
  return nominated.priority >= pod.priority && nominated.uid !== pod.uid
}

function common(limiting: readonly { readonly only: ReadonlySet<string> }[]): ReadonlySet<string> {
  return limiting.map(({ only }) => only).reduce((a, b) => a.intersection(b))
}
