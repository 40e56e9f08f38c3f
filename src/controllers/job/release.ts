import { type KubeObject, textAt } from '#kube'
import type { Context } from '#reconcile'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'
import { TRACKING } from './look.ts'

/** Takes the finalizer off a pod whose end is counted; a pod that is gone is no error. */
export async function releasePod({ metadata }: KubeObject, { client }: Context): Promise<void> {
  const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [TRACKING] } }
  await unless(['NotFound'], client.patch(types.pods, place, { type: 'strategic', body }))
}
