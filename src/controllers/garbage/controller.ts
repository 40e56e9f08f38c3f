import type { Client, ResourceType } from '#client'
import { apiVersionOf, isTerminating, type JsonObject, type KubeObject, type OwnerReference, valueAt } from '#kube'
import type { Context, Controller } from '#reconcile'
import { unless } from '../refusal.ts'
import { createGraphFeed, type GraphFeed } from './feed.ts'
import type { Graph, Node } from './graph.ts'

/** How often the server is asked whether it serves other resources than before. */
const REFRESH_MS = 5000

/**
 * Deletes objects whose owners are all gone, and carries out foreground deletion and orphaning. Owners are looked up at the
 * server before anything is deleted. Source: kubernetes pkg/controller/garbagecollector.
 */
export function garbageCollector(): Controller {
  let feed: GraphFeed | undefined
  return {
    name: 'garbage-collector',
    component: 'garbage-collector-controller',
    watches: [],
    begin: async (context) => {
      const begun = createGraphFeed(context, ({ suspects, waiting }) => {
        for (const uid of suspects) context.enqueue({ namespace: 'suspect', name: uid })
        for (const uid of waiting) context.enqueue({ namespace: 'waiting', name: uid })
      })
      feed = begun
      await begun.refresh()
      let cancel = (): void => undefined
      const again = (): void => {
        cancel = context.clock.setTimer(REFRESH_MS, () => {
          begun
            .refresh()
            .catch((error: unknown) => {
              const reason = error instanceof Error ? error.message : String(error)
              context.trace({
                message: 'discovery interrupted',
                fields: { controller: 'garbage-collector', error: reason },
              })
            })
            .finally(again)
        })
      }
      again()
      return () => {
        cancel()
        begun.stop()
      }
    },
    reconcile: async ({ namespace: what, name: uid }, context) => {
      const node = feed?.graph.get(uid)
      if (feed === undefined || node === undefined) return undefined
      const collection = { feed, context }
      if (what === 'waiting') await finishDeletion(node, collection)
      else await collect(node, collection)
      return undefined
    },
  }
}

interface Collection {
  readonly feed: GraphFeed
  readonly context: Context
}

/** Deletes a node without a living owner; takes dead owners out of one that has others. */
async function collect(node: Node, { feed, context }: Collection): Promise<void> {
  if (node.isBeingDeleted && !node.waitsForDependents) return
  const { client } = context
  const current = await read(client, node)
  if (current === undefined || current.metadata['uid'] !== node.uid) return
  const owners = (valueAt(current, 'metadata', 'ownerReferences') ?? []) as unknown as OwnerReference[]
  if (owners.length === 0) return
  const { alive, dead, waiting } = await classify(owners, node, { feed, context })
  if (alive.length > 0) {
    const gone = [...dead, ...waiting]
    if (gone.length > 0) await withoutOwners(client, current, node, gone)
    return
  }
  // a dependent of an owner that waits goes the same way when others wait for it in turn
  const hasBlocking = waiting.length > 0 && feed.graph.dependents(node.uid).length > 0
  await remove(client, node, hasBlocking ? 'Foreground' : policyOf(current))
}

/** What a half-finished deletion already asked for stays; else dependents follow in the background. */
function policyOf(object: KubeObject): 'Foreground' | 'Orphan' | 'Background' {
  const finalizers = valueAt(object, 'metadata', 'finalizers')
  if (!Array.isArray(finalizers)) return 'Background'
  if (finalizers.includes('orphan')) return 'Orphan'
  return finalizers.includes('foregroundDeletion') ? 'Foreground' : 'Background'
}

interface Owners {
  readonly alive: readonly OwnerReference[]
  readonly dead: readonly OwnerReference[]
  /** Being deleted, and waiting for this dependent. */
  readonly waiting: readonly OwnerReference[]
}

async function classify(owners: readonly OwnerReference[], node: Node, collection: Collection): Promise<Owners> {
  const result = { alive: [] as OwnerReference[], dead: [] as OwnerReference[], waiting: [] as OwnerReference[] }
  for (const owner of owners) result[await stateOf(owner, node, collection)].push(owner)
  return result
}

async function stateOf(owner: OwnerReference, node: Node, { feed, context }: Collection): Promise<keyof Owners> {
  const seen = feed.graph.get(owner.uid)
  if (seen !== undefined && !isNear(seen, node)) tellFar(owner, node, context)
  const isKnownBest = seen !== undefined && (isNear(seen, node) || node.namespace !== '')
  if (isKnownBest) return isCoherent(seen, owner, node) ? (seen.waitsForDependents ? 'waiting' : 'alive') : 'dead'
  const type = feed.typeOf(owner.apiVersion, owner.kind)
  if (type === undefined) throw new Error(`no matches for kind "${owner.kind}" in version "${owner.apiVersion}"`)
  // a namespaced owner of an object in no namespace can never be found
  if (type.isNamespaced && node.namespace === '') return 'alive'
  const place = type.isNamespaced ? { namespace: node.namespace, name: owner.name } : { name: owner.name }
  const found = await unless(['NotFound'], context.client.get(type, place, { isPartial: true }))
  if (found === undefined || found.metadata['uid'] !== owner.uid) return 'dead'
  const finalizers = found.metadata['finalizers']
  const isWaiting = isTerminating(found) && Array.isArray(finalizers)
  return isWaiting && finalizers.includes('foregroundDeletion') ? 'waiting' : 'alive'
}

/** An owner in another namespace is none. */
function isNear(owner: Node, dependent: Node): boolean {
  return owner.namespace === '' || owner.namespace === dependent.namespace
}

function isCoherent(owner: Node, reference: OwnerReference, dependent: Node): boolean {
  return isNear(owner, dependent) && owner.type.kind === reference.kind && owner.name === reference.name
}

function tellFar({ apiVersion, kind, name, uid }: OwnerReference, node: Node, { record }: Context): void {
  const owner = `[${apiVersion}/${kind}, namespace: ${node.namespace}, name: ${name}, uid: ${uid}]`
  const message = `ownerRef ${owner} does not exist in namespace ${JSON.stringify(node.namespace)}`
  const metadata = { name: node.name, namespace: node.namespace, uid: node.uid }
  const about = { apiVersion: apiVersionOf(node.type), kind: node.type.kind, metadata }
  record(about, { type: 'Warning', reason: 'OwnerRefInvalidNamespace', message })
}

/** A node that waits: its dependents are deleted or let go, then the finalizer is taken away. */
async function finishDeletion(node: Node, { feed, context }: Collection): Promise<void> {
  const dependents = feed.graph.dependents(node.uid)
  if (node.orphansDependents) {
    for (const dependent of dependents) await letGo(dependent, node, context.client)
    await withoutFinalizer(context.client, node, 'orphan')
    return
  }
  if (!node.waitsForDependents) return
  const blocking = dependents.filter((dependent) => isBlocking(dependent, node, feed.graph))
  if (blocking.length === 0) return withoutFinalizer(context.client, node, 'foregroundDeletion')
  for (const dependent of blocking) {
    if (!dependent.isBeingDeleted) context.enqueue({ namespace: 'suspect', name: dependent.uid })
  }
}

/** In a ring of owners each would wait for the next: who waits, over others that wait, for this owner itself does not block. */
function isBlocking(dependent: Node, owner: Node, graph: Graph): boolean {
  const reference = dependent.owners.find(({ uid }) => uid === owner.uid)
  return reference?.blockOwnerDeletion === true && !(dependent.waitsForDependents && leadsTo(dependent, owner, graph))
}

function leadsTo(start: Node, end: Node, graph: Graph): boolean {
  const seen = new Set([start.uid])
  const queue = [start]
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const next of graph.dependents(node.uid)) {
      if (next.uid === end.uid) return true
      if (!next.waitsForDependents || seen.has(next.uid)) continue
      seen.add(next.uid)
      queue.push(next)
    }
  }
  return false
}

async function letGo(dependent: Node, owner: Node, client: Client): Promise<void> {
  const current = await read(client, dependent)
  const gone = dependent.owners.filter(({ uid }) => uid === owner.uid)
  if (current !== undefined && current.metadata['uid'] === dependent.uid)
    await withoutOwners(client, current, dependent, gone)
}

function placeOf({ namespace, name }: Node): { readonly namespace: string; readonly name: string } {
  return { namespace, name }
}

function read(client: Client, node: Node): Promise<KubeObject | undefined> {
  return unless(['NotFound'], client.get(node.type, placeOf(node), { isPartial: true }))
}

async function remove(client: Client, { type, uid, ...node }: Node, propagationPolicy: string): Promise<void> {
  const body: JsonObject = { propagationPolicy, preconditions: { uid } }
  await unless(['NotFound', 'Conflict'], client.remove(type, { namespace: node.namespace, name: node.name }, body))
}

async function withoutOwners(
  client: Client,
  current: KubeObject,
  node: Node,
  gone: readonly OwnerReference[],
): Promise<void> {
  const owners = (valueAt(current, 'metadata', 'ownerReferences') ?? []) as unknown as OwnerReference[]
  const ownerReferences = owners.filter(({ uid }) => !gone.some((one) => one.uid === uid)) as unknown as JsonObject[]
  await patchMetadata(client, node, {
    resourceVersion: current.metadata['resourceVersion'] ?? '',
    uid: node.uid,
    ownerReferences,
  })
}

async function withoutFinalizer(client: Client, node: Node, finalizer: string): Promise<void> {
  const current = await read(client, node)
  const finalizers = valueAt(current, 'metadata', 'finalizers')
  if (current === undefined || !Array.isArray(finalizers) || !finalizers.includes(finalizer)) return
  const left = finalizers.filter((one) => one !== finalizer)
  await patchMetadata(client, node, {
    resourceVersion: current.metadata['resourceVersion'] ?? '',
    uid: node.uid,
    finalizers: left,
  })
}

/** A merge patch: it works for every type, and the resourceVersion in it makes it conditional. */
async function patchMetadata(client: Client, node: Node, metadata: JsonObject): Promise<void> {
  const type: ResourceType = node.type
  await unless(['NotFound'], client.patch(type, placeOf(node), { type: 'merge', body: { metadata } }))
}
