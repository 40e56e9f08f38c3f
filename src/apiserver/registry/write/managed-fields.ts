import type { KubeObject } from '#kube'
import type { Core } from '../core.ts'
import type { WriteRequest } from './write-request.ts'

/** Notes in managedFields who set what; `live` is the object before the write, absent for a create. */
export function trackFields(
  _core: Core,
  _write: WriteRequest,
  _live: KubeObject | undefined,
  object: KubeObject,
): KubeObject {
  return object
}
