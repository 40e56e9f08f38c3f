import type { Client } from '#client'
import { type KubeObject, microTimeText, StatusError } from '#kube'
import { types } from '../types.ts'

const NAMESPACE = 'kube-node-lease'
const LEASE_SECONDS = 40

/** Renews the lease of a node, or makes it. Throws StatusError, ClientError. */
export async function renewLease(client: Client, node: KubeObject, nowMs: number): Promise<void> {
  const { name, uid } = node.metadata
  const place = { namespace: NAMESPACE, name }
  const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime: microTimeText(nowMs) }
  try {
    await client.patch(types.leases, place, { type: 'merge', body: { spec } })
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
    const owner = { apiVersion: 'v1', kind: 'Node', name, uid: typeof uid === 'string' ? uid : '' }
    const metadata = { ...place, ownerReferences: [owner] } as unknown as KubeObject['metadata']
    await client.create(types.leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec })
  }
}
