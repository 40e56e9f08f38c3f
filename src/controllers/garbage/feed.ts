import { type DiscoveredResource, discover, type ResourceType, reflect } from '#client'
import type { KubeObject } from '#kube'
import type { Context } from '#reconcile'
import { createGraph, type Graph, nodeOf, type Touched, typeName } from './graph.ts'

/** A graph that follows every resource the server serves, those that CRDs bring included. */
export interface GraphFeed {
  readonly graph: Graph
  /** The endpoint of an owner's kind; undefined when the server serves none. */
  typeOf(apiVersion: string, kind: string): ResourceType | undefined
  /** Looks again what the server serves; follows what is new and forgets what is gone. */
  refresh(): Promise<void>
  stop(): void
}

interface Followed {
  readonly stop: AbortController
}

/** Nothing is followed before the first `refresh`. */
export function createGraphFeed(context: Context, onTouched: (touched: Touched) => void): GraphFeed {
  const graph = createGraph()
  const followed = new Map<string, Followed>()
  let known: readonly DiscoveredResource[] = []
  return {
    graph,
    typeOf: (apiVersion, kind) =>
      known.find(
        (type) =>
          type.kind === kind && (type.group === '' ? type.version : `${type.group}/${type.version}`) === apiVersion,
      ),
    refresh: async () => {
      const found = await discover(context.client, context.signal)
      const isWhole = found.failed.length === 0
      known = found.resources
      const wanted = new Map(collectable(known).map((type) => [typeName(type), type]))
      for (const [name, { stop }] of followed) {
        // a group whose server does not answer is not gone
        if (wanted.has(name) || !isWhole) continue
        stop.abort()
        followed.delete(name)
        for (const uid of graph.ofType(name)) onTouched(graph.drop(uid))
      }
      for (const [name, type] of wanted) if (!followed.has(name)) followed.set(name, follow(type))
    },
    stop: () => {
      for (const { stop } of followed.values()) stop.abort()
    },
  }

  function follow(type: ResourceType): Followed {
    const stop = new AbortController()
    const feed = {
      replace: (items: readonly KubeObject[]): void => {
        const nodes = items.map((item) => nodeOf(item, type))
        const present = new Set(nodes.map(({ uid }) => uid))
        for (const uid of graph.ofType(typeName(type))) if (!present.has(uid)) onTouched(graph.drop(uid))
        for (const node of nodes) onTouched(graph.put(node))
      },
      change: ({ type: what, object }: { readonly type: string; readonly object: KubeObject }): void => {
        const node = nodeOf(object, type)
        onTouched(what === 'DELETED' ? graph.drop(node.uid) : graph.put(node))
      },
    }
    const { client, clock, random, signal } = context
    void reflect({ client, clock, random, type, isPartial: true }, feed, AbortSignal.any([signal, stop.signal]))
    return { stop }
  }
}

/** One version of each resource that can be watched and deleted; events are never garbage of anybody. */
function collectable(resources: readonly DiscoveredResource[]): readonly DiscoveredResource[] {
  const seen = new Set<string>()
  return resources.filter(({ group, resource, verbs }) => {
    const name = `${resource}.${group}`
    if (seen.has(name) || resource === 'events') return false
    if (!['delete', 'list', 'watch'].every((verb) => verbs.includes(verb))) return false
    seen.add(name)
    return true
  })
}
