import { isTerminating, type KubeObject, StatusError, textAt } from '#kube'
import type { Context } from '#reconcile'
import type { PodInfo } from '../pod/pod-info.ts'
import { types } from '../types.ts'
import { noteStatus } from './status.ts'

/** Lets a pod go so that another one, of more importance, gets its room. Throws what the server says. */
export async function evictFor(
  preemptor: PodInfo,
  victim: PodInfo,
  { nodeName, context }: { readonly nodeName: string; readonly context: Context },
): Promise<void> {
  if (isTerminating(victim.object)) return
  const scheduler = textAt(preemptor.object, 'spec', 'schedulerName')
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'PreemptionByScheduler',
    message: `${scheduler}: preempting to accommodate a higher priority pod`,
  } as const
  await noteStatus(victim.object, { condition }, context)
  if (!(await remove(victim.object, context))) return
  context.record(victim.object, {
    type: 'Normal',
    reason: 'Preempted',
    action: 'Preempting',
    message: `Preempted by pod ${preemptor.uid} on node ${nodeName}`,
    related: preemptor.object,
  })
}

async function remove({ metadata }: KubeObject, { client }: Context): Promise<boolean> {
  const place = { namespace: textAt(metadata, 'namespace'), name: metadata.name }
  try {
    await client.remove(types.pods, place, { preconditions: { uid: textAt(metadata, 'uid') } })
    return true
  } catch (error) {
    if (error instanceof StatusError && (error.code === 'NotFound' || error.code === 'Conflict')) return false
    throw error
  }
}
