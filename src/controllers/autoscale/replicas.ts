import type { KubeObject } from '#kube'
import { isReady, phaseOf } from '../pod/state.ts'
import { groupPods } from './pod-groups.ts'
import { averageRatio, type PodUsage, requestRatio, type UsageRatio, type Usages } from './usage.ts'

/** How far usage may be from what is wanted before anything is done. */
export interface Tolerance {
  readonly up: number
  readonly down: number
}

/** What a number of replicas is computed from. */
export interface Scaled {
  /** As many as are wanted now. */
  readonly replicas: number
  readonly pods: readonly KubeObject[]
  readonly tolerance: Tolerance
  readonly nowMs: number
}

/** A number of replicas, and the usage it comes from. */
export interface Proposal {
  readonly replicas: number
  readonly percent?: number
  /** On average a pod, or in all for a target that is one value; in thousandths. */
  readonly milli: number
}

/** What each pod uses, and of what. */
export interface Measured {
  readonly usages: Usages
  /** Empty for a metric that is no resource. */
  readonly resource: string
}

/**
 * Replicas that bring usage to a percentage of what pods request. Throws Error in the words of the real controller.
 * Source: kubernetes podautoscaler replica_calculator.
 */
export function forUtilization(
  { usages, resource }: Measured,
  { percent, requests }: { readonly percent: number; readonly requests: ReadonlyMap<string, number> },
  scaled: Scaled,
): Proposal {
  const least = Math.max(100, percent)
  return weigh({ usages, resource }, scaled, {
    // whoever is not heard of is thought to use as much as it may
    full: (pod) => Math.trunc(((requests.get(pod) ?? 0) * least) / 100),
    judge: (known) => {
      const found = requestRatio(known, requests, percent)
      if (found === undefined) throw new Error('no metrics returned matched known pods')
      return found
    },
  })
}

/** Replicas that bring usage to an average. Throws Error. */
export function forAverage(measured: Measured, targetMilli: number, scaled: Scaled): Proposal {
  return weigh(measured, scaled, { full: () => targetMilli, judge: (known) => averageRatio(known, targetMilli) })
}

/** Replicas for a value that belongs to all pods together. Throws Error. */
export function forValue(usedMilli: number, targetMilli: number, scaled: Scaled): Proposal {
  const ratio = usedMilli / targetMilli
  if (scaled.replicas === 0) return { replicas: Math.ceil(ratio), milli: usedMilli }
  if (isWithin(ratio, scaled.tolerance)) return { replicas: scaled.replicas, milli: usedMilli }
  if (scaled.pods.length === 0) {
    throw new Error(`unable to calculate ready pods: ${NO_PODS}`)
  }
  const ready = scaled.pods.filter((pod) => phaseOf(pod) === 'Running' && isReady(pod)).length
  return { replicas: Math.ceil(ratio * ready), milli: usedMilli }
}

/** Replicas for a value of which each pod shall have its share; `present` is how many there are. */
export function forShare(
  usedMilli: number,
  shareMilli: number,
  { present, tolerance }: { readonly present: number; readonly tolerance: Tolerance },
): Proposal {
  const isFine = present > 0 && isWithin(usedMilli / (shareMilli * present), tolerance)
  const replicas = isFine ? present : Math.ceil(usedMilli / shareMilli)
  return { replicas, milli: present === 0 ? 0 : Math.ceil(usedMilli / present) }
}

const NO_PODS = 'no pods returned by selector while calculating replica count'

interface Judgement {
  /** What a pod of which nothing is known is thought to use when the others use little. */
  full(pod: string): number
  judge(usages: Usages): UsageRatio
}

function weigh({ usages, resource }: Measured, scaled: Scaled, { full, judge }: Judgement): Proposal {
  const { replicas, pods, tolerance, nowMs } = scaled
  if (pods.length === 0) throw new Error(NO_PODS)
  const { readyCount, unready, missing, ignored } = groupPods(pods, usages, resource, nowMs)
  const counted = new Map([...usages].filter(([pod]) => !ignored.has(pod) && !unready.has(pod)))
  if (counted.size === 0) throw new Error('did not receive metrics for targeted pods (pods might be unready)')
  const first = judge(counted)
  const told = {
    milli: first.averageMilli,
    ...(first.percent !== undefined && { percent: first.percent }),
  }
  const countsUnready = unready.size > 0 && first.ratio > 1
  if (!countsUnready && missing.size === 0) {
    const isFine = isWithin(first.ratio, tolerance)
    return { ...told, replicas: isFine ? replicas : Math.ceil(first.ratio * readyCount) }
  }
  // those who are not heard of must not make the change larger
  if (first.ratio < 1) for (const pod of missing) counted.set(pod, used(full(pod)))
  else for (const pod of missing) counted.set(pod, used(0))
  if (countsUnready) for (const pod of unready) counted.set(pod, used(0))
  return { ...told, replicas: again(judge(counted).ratio, { first: first.ratio, count: counted.size }, scaled) }
}

/** With those counted that are not heard of: a change in the other direction is none. */
function again(
  ratio: number,
  { first, count }: { readonly first: number; readonly count: number },
  { replicas, tolerance }: Scaled,
): number {
  const isTurned = (first < 1 && ratio > 1) || (first > 1 && ratio < 1)
  if (isWithin(ratio, tolerance) || isTurned) return replicas
  const wanted = Math.ceil(ratio * count)
  const isAgainst = (ratio < 1 && wanted > replicas) || (ratio > 1 && wanted < replicas)
  return isAgainst ? replicas : wanted
}

function used(milli: number): PodUsage {
  return { milli, atMs: 0, windowMs: 0 }
}

function isWithin(ratio: number, { up, down }: Tolerance): boolean {
  return 1 - down <= ratio && ratio <= 1 + up
}
