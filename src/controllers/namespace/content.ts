import { type Client, type DiscoveredResource, discover } from '#client'
import { type KubeObject, valueAt } from '#kube'
import { isRefusal } from '../refusal.ts'
import type { Obstacles } from './conditions.ts'

/** What a pass over a namespace found. */
export interface Pass {
  readonly obstacles: Obstacles
  /** When to look again; 0 when nothing is left. */
  readonly waitMs: number
}

interface Tally {
  readonly discovery: string[]
  readonly content: string[]
  readonly remaining: Map<string, number>
  readonly finalizers: Map<string, number>
  waitMs: number
}

/** Objects with finalizers of others: nobody knows how long they take. */
const FINALIZER_WAIT_MS = 1000

/** Deletes what is in a namespace: pods first, then, once they are gone, everything else. */
export async function emptyNamespace(client: Client, namespace: string): Promise<Pass> {
  const { resources, failed } = await discover(client)
  const discovery = failed.map(({ groupVersion, reason }) => `${groupVersion}: ${reason}`)
  const tally: Tally = { discovery, content: [], remaining: new Map(), finalizers: new Map(), waitMs: 0 }
  const deletable = onePerResource(resources).filter((type) => type.isNamespaced && type.verbs.includes('delete'))
  const isPod = ({ group, resource }: DiscoveredResource): boolean => group === '' && resource === 'pods'
  await emptyAll(deletable.filter(isPod), { client, namespace, tally })
  if (tally.remaining.size === 0)
    await emptyAll(
      deletable.filter((type) => !isPod(type)),
      { client, namespace, tally },
    )
  return { obstacles: tally, waitMs: tally.waitMs }
}

interface Work {
  readonly client: Client
  readonly namespace: string
  readonly tally: Tally
}

/** Versions of a resource show the same objects. */
function onePerResource(resources: readonly DiscoveredResource[]): readonly DiscoveredResource[] {
  const byName = new Map<string, DiscoveredResource>()
  for (const type of resources) {
    const name = `${type.resource}.${type.group}`
    if (!byName.has(name)) byName.set(name, type)
  }
  return [...byName.values()]
}

async function emptyAll(types: readonly DiscoveredResource[], work: Work): Promise<void> {
  for (const type of types) {
    try {
      await emptyOne(type, work)
    } catch (error) {
      if (isRefusal(error, 'NotFound', 'MethodNotAllowed')) continue
      work.tally.content.push(error instanceof Error ? error.message : String(error))
    }
  }
}

async function emptyOne(type: DiscoveredResource, { client, namespace, tally }: Work): Promise<void> {
  const before = await listAll(type, client, namespace)
  if (before.length === 0) return
  if (type.verbs.includes('deletecollection')) {
    await client.removeAll(type, { namespace }, { propagationPolicy: 'Background' })
  } else {
    for (const { metadata } of before) {
      await client.remove(type, { namespace, name: metadata.name }, { propagationPolicy: 'Background' })
    }
  }
  const left = await listAll(type, client, namespace)
  if (left.length > 0) count(`${type.resource}.${type.group}`, left, tally)
}

async function listAll(type: DiscoveredResource, client: Client, namespace: string): Promise<readonly KubeObject[]> {
  if (!type.verbs.includes('list')) return []
  return (await client.list(type, { namespace, isPartial: true })).items
}

function count(name: string, left: readonly KubeObject[], tally: Tally): void {
  tally.remaining.set(name, left.length)
  tally.waitMs = Math.max(tally.waitMs, FINALIZER_WAIT_MS)
  for (const finalizer of left.flatMap((object) => finalizersOf(object))) {
    tally.finalizers.set(finalizer, (tally.finalizers.get(finalizer) ?? 0) + 1)
  }
}

function finalizersOf(object: KubeObject): readonly string[] {
  const finalizers = valueAt(object, 'metadata', 'finalizers')
  return Array.isArray(finalizers) ? finalizers.filter((one) => typeof one === 'string') : []
}
