import { type KubeObject, textAt, timeText } from '#kube'
import type { Context } from '#reconcile'
import { conditionOf } from '../pod/state.ts'
import { unless } from '../refusal.ts'
import { types } from '../types.ts'

/** A pod on a node that is not heard of is not ready. Source: kubernetes controller/util/node MarkPodsNotReady. */
export async function forsake(pod: KubeObject, { client, clock, record }: Context): Promise<void> {
  const ready = conditionOf(pod, 'Ready')
  if (ready === undefined || ready['status'] === 'False') return
  const { metadata } = pod
  const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
  const condition = { type: 'Ready', status: 'False', lastTransitionTime: timeText(clock.now()) }
  const body = { metadata: { uid: textAt(metadata, 'uid') }, status: { conditions: [condition] } }
  const written = await unless(
    ['NotFound', 'Conflict'],
    client.patch(types.pods, place, { type: 'strategic', body }, { subresource: 'status' }),
  )
  if (written !== undefined) record(pod, { type: 'Warning', reason: 'NodeNotReady', message: 'Node is not ready' })
}
