import { mapAt, mapsAt } from '#kinds'
import { type Clock, type KubeObject, textAt } from '#kube'
import type { ContainerUsage, UsageSource } from './source.ts'

/** A sample is good for so long. */
const FRESH_MS = 10_000
/** Bytes a second are told from samples that are so far apart at least. */
const LEAST_SPAN_MS = 1000
/** The longest time over which bytes are counted. */
const WINDOW_MS = 15_000

const KEPT_MS = 5 * 60_000

/** What a pod used at some time. */
export interface PodSample {
  readonly atMs: number
  readonly windowMs: number
  readonly containers: readonly { readonly name: string; readonly cpuNanoCores: number; readonly memoryBytes: number }[]
  /** A second. */
  readonly receiveBytes: number
  readonly sendBytes: number
  /** Since the pod started. */
  readonly receivedBytes: number
  readonly sentBytes: number
}

/** Measures pods when they are asked for: nobody who does not ask pays for it. */
export interface Sampler {
  /** Undefined for a pod that does not run wholly. */
  sample(pod: KubeObject): Promise<PodSample | undefined>
}

/** Over what containers use. */
export function createSampler(source: UsageSource, clock: Clock): Sampler {
  const last = new Map<string, PodSample>()
  let room = 1000
  return {
    sample: async (pod) => {
      const id = textAt(pod, 'metadata', 'uid')
      const known = last.get(id)
      if (known !== undefined && clock.now() - known.atMs < FRESH_MS) return known
      const usages = await usagesOf(pod, source)
      if (usages === undefined) {
        last.delete(id)
        return undefined
      }
      const made = sampleOf(usages, { pod, known, nowMs: clock.now() })
      last.set(id, made)
      if (last.size > room) room = forgetOld(last, clock.now())
      return made
    },
  }
}

/** Pods that are gone are not asked for any more. Gives how many samples there may be before it is looked again (mutates). */
function forgetOld(samples: Map<string, PodSample>, nowMs: number): number {
  for (const [id, { atMs }] of samples) if (nowMs - atMs > KEPT_MS) samples.delete(id)
  return Math.max(1000, samples.size * 2)
}

type Named = readonly [name: string, usage: ContainerUsage]

async function usagesOf(pod: KubeObject, source: UsageSource): Promise<readonly Named[] | undefined> {
  if (textAt(pod, 'status', 'phase') !== 'Running') return undefined
  const { name, namespace } = pod.metadata
  const place = { node: textAt(pod, 'spec', 'nodeName'), namespace: String(namespace as string), pod: name }
  const found: Named[] = []
  for (const container of mapsAt(mapAt(pod, 'spec'), 'containers')) {
    const usage = await source.usageOf({ ...place, container: textAt(container, 'name') })
    // half a pod is no pod
    if (usage === undefined) return undefined
    found.push([textAt(container, 'name'), usage])
  }
  return found
}

interface Taken {
  readonly pod: KubeObject
  readonly known: PodSample | undefined
  readonly nowMs: number
}

function sampleOf(usages: readonly Named[], { pod, known, nowMs }: Taken): PodSample {
  const startMs = Date.parse(textAt(pod, 'status', 'startTime'))
  const [receivedBytes, sentBytes] = [most(usages, 'receivedBytes'), most(usages, 'sentBytes')]
  // what was counted before a restart is no beginning
  const from =
    known === undefined || known.receivedBytes > receivedBytes || known.sentBytes > sentBytes ? undefined : known
  const sinceMs = from?.atMs ?? (Number.isNaN(startMs) ? nowMs : startMs)
  const spanMs = Math.max(LEAST_SPAN_MS, nowMs - sinceMs)
  const perSecond = (bytes: number): number => Math.round((bytes * 1000) / spanMs)
  return {
    atMs: nowMs,
    windowMs: Math.min(WINDOW_MS, spanMs),
    containers: usages.map(([name, { cpuNanoCores, memoryBytes }]) => ({ name, cpuNanoCores, memoryBytes })),
    receiveBytes: perSecond(receivedBytes - (from?.receivedBytes ?? 0)),
    sendBytes: perSecond(sentBytes - (from?.sentBytes ?? 0)),
    receivedBytes,
    sentBytes,
  }
}

/** Every container of a pod tells the whole pod's. */
function most(usages: readonly Named[], field: 'receivedBytes' | 'sentBytes'): number {
  return Math.max(0, ...usages.map(([, usage]) => usage[field]))
}
