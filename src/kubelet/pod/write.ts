import { mapAt } from '#kinds'
import { StatusError } from '#kube'
import { hostAddresses } from '../fleet.ts'
import { saysSame } from '../status/equal.ts'
import { podStatus } from '../status/pod.ts'
import { types } from '../types.ts'
import type { Work } from './work.ts'

/** Writes the pod's status when it says something new; a pod that is gone is no error. Throws StatusError, ClientError. */
export async function writeStatus({ pod, record, runtime, node, context }: Work): Promise<void> {
  const status = podStatus({
    pod,
    record,
    runtime: runtime.name,
    hostAddresses: hostAddresses(node),
    nowMs: context.clock.now(),
  })
  if (saysSame(status, mapAt(pod, 'status'))) return
  try {
    record.latest = await context.client.update(types.pods, { ...pod, status }, { subresource: 'status' })
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 'NotFound') throw error
  }
}
