import { StatusError } from '#kube'
import { types } from '../types.ts'
import { namespaceOf } from './identity.ts'
import { giveRoom, leaveRoom } from './place.ts'
import { isRunning } from './record.ts'
import { stopAll } from './stop.ts'
import { launch, type Work } from './work.ts'
import { writeStatus } from './write.ts'

/**
 * Ends a pod that is to go, in the kubelet's order: containers first, then the last status, then the object itself. Gives
 * true once nothing of it is left. Throws StatusError, ClientError.
 */
export async function endPod(work: Work): Promise<boolean> {
  const { record, runtime, node } = work
  if (!record.ending.signal.aborted || !record.isEnding) {
    record.isEnding = true
    record.ending.abort()
    if ([...record.containers.values()].some(isRunning)) launch(work, () => stopAll(work))
  }
  const isEnded = [...record.containers.values()].every((one) => !isRunning(one) && !one.isStarting && !one.isStopping)
  if (!isEnded || record.isPreparing) return false
  // whoever reads that the pod is at its end may send another one at once
  giveRoom(node, record)
  await writeStatus(work)
  if (record.sandbox !== '') await runtime.removeSandbox(record.sandbox)
  await removeObject(work)
  leaveRoom(work)
  return true
}

async function removeObject({ pod, record, context }: Work): Promise<void> {
  const place = { namespace: namespaceOf(pod), name: pod.metadata.name }
  const body = { gracePeriodSeconds: 0, preconditions: { uid: record.uid } }
  try {
    await context.client.remove(types.pods, place, body)
  } catch (error) {
    const isGone = error instanceof StatusError && (error.code === 'NotFound' || error.code === 'Conflict')
    if (!isGone) throw error
  }
}
