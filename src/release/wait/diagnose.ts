import { coreType, readLog } from '#client'
import { asMap, mapAt, matchesSelector } from '#kinds'
import { isTerminating, type KubeObject, textAt } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { podState, type TroubledContainer } from '../follow/pod-state.ts'
import { type Warning, warningsIn } from '../follow/warnings.ts'
import type { Judged } from './settle.ts'
import { POD_OWNERS, REPLICA_SETS } from './sources.ts'
import { newReplicaSet } from './workload-pods.ts'

const PODS = coreType('pods', 'Pod')
/** More objects, and more pods, say nothing new. */
const MAX_OBJECTS = 5
const MAX_PODS = 3
const TAIL_LINES = 10
const TAIL_BYTES = 16 * 1024
const PAGE = 500

/**
 * What is known of objects that are not ready: their last warnings, a line for each of their pods in trouble, and the last
 * lines of its containers. Empty where nobody may look. Never throws.
 */
export async function diagnose(world: ObjectWorld, rows: readonly Judged[]): Promise<readonly string[]> {
  const lines: string[] = []
  const told = new Set<string>()
  for (const { target } of rows.slice(0, MAX_OBJECTS)) {
    try {
      for (const line of await linesOf(world, target, MAX_PODS - told.size, told)) lines.push(line)
    } catch {
      // who may not look still hears what failed
    }
  }
  return lines
}

async function linesOf(
  world: ObjectWorld,
  { type, place }: Judged['target'],
  room: number,
  told: Set<string>,
): Promise<readonly string[]> {
  const live = await world.client.get(type, place)
  const { namespace } = place
  if (namespace === undefined) return []
  const warnings = await warningsIn(world, namespace).catch(() => [])
  const troubled = (await podsBehind(world, live)).filter((pod) => podState(pod).state !== 'ready')
  if (troubled.length === 0)
    return lastWarning(warnings, [live, ...(await setOf(world, live))], `${type.kind} ${place.name}`)
  const lines: string[] = []
  for (const pod of troubled.filter(({ metadata }) => !told.has(uidOf(metadata))).slice(0, Math.max(0, room))) {
    told.add(uidOf(pod.metadata))
    lines.push(...(await podLines(world, pod, warnings)))
  }
  return lines
}

/** What its containers said last; where none of them ended, what is said of the pod. */
async function podLines(world: ObjectWorld, pod: KubeObject, warnings: readonly Warning[]): Promise<readonly string[]> {
  const { reason, troubled } = podState(pod)
  const said = (await Promise.all(troubled.map((container) => lastLines(world, pod, container)))).flat()
  const event = lastWarning(warnings, [pod], '  event').filter((line) => !repeats(line, reason))
  return [`pod ${pod.metadata.name}: ${reason}`, ...(troubled.length === 0 ? event : said)]
}

/** The same in a word or two others. */
function repeats(event: string, reason: string): boolean {
  const [told = '', said = ''] = [event, reason].map((text) => text.split(': ').at(-1))
  return reason.includes(told) || event.includes(said)
}

function uidOf(metadata: KubeObject['metadata']): string {
  return textAt(metadata, 'uid')
}

function lastWarning(warnings: readonly Warning[], objects: readonly KubeObject[], head: string): readonly string[] {
  const uids = objects.map(({ metadata }) => uidOf(metadata))
  const last = warnings.findLast(({ uid }) => uids.includes(uid))
  return last === undefined ? [] : [`${head}: ${last.text}`]
}

/** A Deployment's newest set is told what goes wrong with its pods before they are there. */
async function setOf(world: ObjectWorld, live: KubeObject): Promise<readonly KubeObject[]> {
  if (live.kind !== 'Deployment') return []
  const { items } = await world.client.list(REPLICA_SETS, {
    namespace: textAt(live.metadata, 'namespace'),
    limit: PAGE,
  })
  const found = newReplicaSet(live, { replicaSets: () => items })
  return found === undefined ? [] : [found]
}

async function podsBehind(world: ObjectWorld, live: KubeObject): Promise<readonly KubeObject[]> {
  if (live.kind === 'Pod') return [live]
  if (!POD_OWNERS.has(live.kind)) return []
  const selector =
    live.kind === 'ReplicationController'
      ? { matchLabels: asMap(live['spec'])['selector'] ?? {} }
      : mapAt(live, 'spec', 'selector')
  if (Object.keys(selector).length === 0) return []
  const { items } = await world.client.list(PODS, { namespace: textAt(live.metadata, 'namespace'), limit: PAGE })
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
