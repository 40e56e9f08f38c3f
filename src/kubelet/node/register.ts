import type { Client } from '#client'
import { mapAt, mapsAt, textAt } from '#kinds'
import { type JsonObject, type KubeObject, StatusError } from '#kube'
import { types } from '../types.ts'
import type { NodePlan } from './plan.ts'
import { nodeStatus } from './status.ts'

const NOT_READY = 'node.kubernetes.io/not-ready'

/**
 * Makes the Node object, or brings the one of a former run up to date; gives it. A kubelet that is ready when it registers
 * takes the taint away that every new node gets. Throws StatusError, ClientError.
 */
export async function registerNode(client: Client, plan: NodePlan, nowMs: number): Promise<KubeObject> {
  const { name, labels, annotations } = plan
  const status = nodeStatus(plan, undefined, nowMs)
  try {
    const metadata = { name, labels, annotations } as unknown as KubeObject['metadata']
    const made = await client.create(types.nodes, { apiVersion: 'v1', kind: 'Node', metadata, spec: {}, status })
    return await withoutTaint(client, made)
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'AlreadyExists') throw error
    return await refresh(client, plan, nowMs)
  }
}

async function refresh(client: Client, plan: NodePlan, nowMs: number): Promise<KubeObject> {
  const { name, labels, annotations } = plan
  const present = await client.get(types.nodes, { name })
  const isLabelled = Object.entries(labels).every(([key, value]) => mapAt(present, 'metadata', 'labels')[key] === value)
  const body: JsonObject = { metadata: { labels, annotations } }
  const labelled = isLabelled ? present : await client.patch(types.nodes, { name }, { type: 'merge', body })
  const status = nodeStatus(plan, labelled, nowMs)
  const written = await client.patch(
    types.nodes,
    { name },
    { type: 'merge', body: { status } },
    { subresource: 'status' },
  )
  return await withoutTaint(client, written)
}

async function withoutTaint(client: Client, node: KubeObject): Promise<KubeObject> {
  const taints = mapsAt(mapAt(node, 'spec'), 'taints')
  const left = taints.filter((taint) => textAt(taint, 'key') !== NOT_READY)
  if (left.length === taints.length) return node
  const body: JsonObject = { spec: { taints: left.length > 0 ? left.map((one) => ({ ...one })) : null } }
  return await client.patch(types.nodes, { name: node.metadata.name }, { type: 'merge', body })
}
