import { coreType } from '#client'
import { textAt } from '#kube'
import type { ReleaseWorld } from '../contract/world.ts'

/** What tells a cluster from all others: the uid of its `kube-system`; empty where nobody may ask for it. */
export async function clusterId({ client, signal }: Pick<ReleaseWorld, 'client' | 'signal'>): Promise<string> {
  try {
    return textAt(
      await client.get(coreType('namespaces', 'Namespace'), { name: 'kube-system' }, { signal }),
      'metadata',
      'uid',
    )
  } catch {
    return ''
  }
}
