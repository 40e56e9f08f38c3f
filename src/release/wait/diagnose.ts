import { coreType, readLog } from '#client'
import { asMap, mapAt, matchesSelector } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { podState, type TroubledContainer } from '../follow/pod-state.ts'
import type { Judged } from './settle.ts'

const PODS = coreType('pods', 'Pod')
/** More pods say nothing new. */
const MAX_PODS = 3
const TAIL_LINES = 10
const TAIL_BYTES = 16 * 1024
const PAGE = 500

/**
 * What the pods behind objects that are not ready say: a line for each pod in trouble, and the last lines of its containers.
 * Empty where nobody may look. Never throws.
 */
export async function diagnose(world: ObjectWorld, rows: readonly Judged[]): Promise<readonly string[]> {
  const lines: string[] = []
  try {
    for (const pod of await troubledPods(world, rows)) {
      const { reason, troubled } = podState(pod)
      lines.push(`pod ${pod.metadata.name}: ${reason}`)
      for (const container of troubled) lines.push(...(await lastLines(world, pod, container)))
    }
  } catch {
    // who may not look at pods still hears what failed
  }
  return lines
}

async function troubledPods(world: ObjectWorld, rows: readonly Judged[]): Promise<readonly KubeObject[]> {
  const pods = new Map<string, KubeObject>()
  for (const { target } of rows) {
    if (pods.size >= MAX_PODS) break
    for (const pod of await podsBehind(world, target)) {
      if (podState(pod).state !== 'ready') pods.set(`${textAt(pod.metadata, 'namespace')}/${pod.metadata.name}`, pod)
    }
  }
  return [...pods.values()].slice(0, MAX_PODS)
}

async function podsBehind(world: ObjectWorld, { one, type, place }: Judged['target']): Promise<readonly KubeObject[]> {
  const { namespace } = place
  if (namespace === undefined) return []
  if (one.object.kind === 'Pod') return [await world.client.get(PODS, { namespace, name: place.name })]
  const live = await world.client.get(type, place)
  const selector =
    live.kind === 'ReplicationController'
      ? { matchLabels: asMap(live['spec'])['selector'] ?? {} }
      : mapAt(live, 'spec', 'selector')
  if (Object.keys(selector).length === 0) return []
  const { items } = await world.client.list(PODS, { namespace, limit: PAGE })
  return items.filter((pod) => !isTerminating(pod) && matchesSelector(selector, pod.metadata['labels']))
}

async function lastLines(
  world: ObjectWorld,
  pod: KubeObject,
  { name, isPrevious }: TroubledContainer,
): Promise<readonly string[]> {
  const place = { namespace: textAt(pod.metadata, 'namespace'), pod: pod.metadata.name, container: name }
  try {
    const chunks: Uint8Array[] = []
    const options = { isPrevious, tailLines: TAIL_LINES, limitBytes: TAIL_BYTES }
    for await (const chunk of readLog(world.client, place, options)) chunks.push(chunk)
    const lines = Buffer.concat(chunks).toString('utf8').split('\n')
    return lines.filter((line) => line.trim() !== '').map((line) => `  ${name}: ${line}`)
  } catch {
    return []
  }
}
