import type { Context } from '#reconcile'
import type { PodInfo } from '../pod/pod-info.ts'
import { types } from '../types.ts'

/** Puts a pod on a node. Throws what the server says. */
export async function bindPod({ namespace, name, uid }: PodInfo, nodeName: string, { client }: Context): Promise<void> {
  const binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { namespace, name, uid },
    target: { kind: 'Node', name: nodeName },
  }
  await client.create(types.pods, binding, { subresource: 'binding' })
}
