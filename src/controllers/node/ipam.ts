import { mapAt, textsAt } from '#kinds'
import { type KubeObject, textAt } from '#kube'
import type { Context, Controller } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { type CidrSet, createCidrSet } from './cidr-set.ts'

/** A range of pod addresses, and the prefix length of each node's part. */
export interface PodRange {
  readonly cidr: string
  readonly nodeBits: number
}

/** Room for 1,024 nodes with 254 pods each; the first part is the one that clusters of one node know. */
const DEFAULT_RANGES: readonly PodRange[] = [{ cidr: '10.244.0.0/14', nodeBits: 24 }]

/**
 * Gives each node its part of the pod addresses (one of each range), once; parts that nodes have already are kept, those of
 * nodes that are gone are given again. Nodes that have no network stay so until who told it takes it back: without a cloud
 * nobody makes routes for them. Source: kubernetes pkg/controller/nodeipam (range allocator).
 */
export function nodeIpamController(ranges: readonly PodRange[] = DEFAULT_RANGES): Controller {
  const sets = ranges.map(({ cidr, nodeBits }) => createCidrSet(cidr, nodeBits))
  const desk: Desk = { sets, held: new Map(), waiting: new Set() }
  return {
    name: 'node-ipam-controller',
    component: 'cidrAllocator',
    // one at a time: two nodes never get the same part
    workers: 1,
    watches: [{ type: types.nodes }],
    begin: (context) => {
      for (const node of context.informer(types.nodes).cache.list()) adopt(node, desk)
      return () => undefined
    },
    reconcile: async ({ name }, context) => {
      const node = context.informer(types.nodes).cache.get('', name)
      if (node === undefined) return release(name, desk, context)
      if (cidrsOf(node).length > 0) adopt(node, desk)
      else await assign(node, desk, context)
      return undefined
    },
  }
}

interface Desk {
  readonly sets: readonly CidrSet[]
  /** What each node has, by its name. */
  readonly held: Map<string, readonly string[]>
  /** Nodes that found nothing left. */
  readonly waiting: Set<string>
}

function cidrsOf(node: KubeObject): readonly string[] {
  const spec = mapAt(node, 'spec')
  const all = textsAt(spec, 'podCIDRs')
  return all.length > 0 || spec['podCIDR'] === undefined ? all : [textAt(spec, 'podCIDR')]
}

function adopt(node: KubeObject, { sets, held }: Desk): void {
  const { name } = node.metadata
  if (held.has(name) || cidrsOf(node).length === 0) return
  const cidrs = cidrsOf(node)
  for (const cidr of cidrs) for (const set of sets) set.occupy(cidr)
  held.set(name, cidrs)
}

function release(name: string, { sets, held, waiting }: Desk, { enqueue }: Context): undefined {
  waiting.delete(name)
  for (const cidr of held.get(name) ?? []) for (const set of sets) set.release(cidr)
  if (!held.delete(name)) return
  for (const other of waiting) enqueue({ namespace: '', name: other })
  waiting.clear()
}

async function assign(node: KubeObject, desk: Desk, { client, record }: Context): Promise<void> {
  const { name } = node.metadata
  const held = desk.held.get(name)
  const cidrs = held ?? takeAll(desk.sets)
  if (cidrs === undefined) {
    desk.waiting.add(name)
    const message = `Node ${name} status is now: CIDRNotAvailable`
    return record(node, { type: 'Normal', reason: 'CIDRNotAvailable', message })
  }
  desk.held.set(name, cidrs)
  const metadata = { uid: textAt(node, 'metadata', 'uid') }
  const body = { metadata, spec: { podCIDR: cidrs[0] ?? '', podCIDRs: [...cidrs] } }
  // a refused write may have been made all the same: what was taken stays with the node, and the next try asks for it again
  await unless(['NotFound'], client.patch(types.nodes, { name }, { type: 'merge', body }))
}

function takeAll(sets: readonly CidrSet[]): readonly string[] | undefined {
  const taken: string[] = []
  for (const set of sets) {
    const cidr = set.take()
    if (cidr === undefined) {
      for (const [at, one] of taken.entries()) sets[at]?.release(one)
      return undefined
    }
    taken.push(cidr)
  }
  return taken
}
