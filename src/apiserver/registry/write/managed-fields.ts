import { type KubeObject, trackUpdate } from '#kube'
import type { Core } from '../core.ts'
import { fieldContext } from './field-context.ts'
import { refuseCrowd } from './refuse-crowd.ts'
import type { WriteRequest } from './write-request.ts'

/**
 * Notes in managedFields who set what (mutates `object`, which it gives back); `live` is the object before the write, absent
 * for a create. Writes of the server itself that name no manager change no owner.
 */
export function trackFields(
  core: Core,
  write: WriteRequest,
  live: KubeObject | undefined,
  object: KubeObject,
): KubeObject {
  if (!write.isInternal) refuseCrowd(write, object)
  const isUntracked = write.isInternal && write.fieldManager === ''
  const entries = isUntracked
    ? live?.metadata['managedFields']
    : trackUpdate({ ...fieldContext(core, write), object, ...(live !== undefined && { live }) })
  if (entries === undefined) delete object.metadata['managedFields']
  else object.metadata['managedFields'] = entries
  return object
}
