import { isMap, type JsonObject, type KubeObject, timeText, valueAt } from '#kube'
import type { Core } from '../core.ts'
import type { DeleteOptions } from '../options/delete-options.ts'

/** True for the kind whose deletion has two acts: marked first, gone when everything in it is. */
export function isNamespace({ group, plural }: { readonly group: string; readonly plural: string }): boolean {
  return group === '' && plural === 'namespaces'
}

/** Whether `spec.finalizers` still hold a namespace. */
export function isHeld(namespace: KubeObject): boolean {
  const finalizers = valueAt(namespace, 'spec', 'finalizers')
  return Array.isArray(finalizers) && finalizers.length > 0
}

/** The first act: the time of the deletion and phase Terminating (mutates). */
export function markTerminating(core: Core, namespace: KubeObject, options: DeleteOptions): void {
  namespace.metadata['deletionTimestamp'] = timeText(core.clock.now())
  const status: JsonObject = isMap(namespace['status']) ? namespace['status'] : {}
  namespace['status'] = { ...status, phase: 'Terminating' }
  const finalizers = namespace.metadata['finalizers']
  const others = Array.isArray(finalizers) ? finalizers.filter((finalizer) => finalizer !== 'orphan') : []
  const isOrphaning = options.orphanDependents === true || options.propagationPolicy === 'Orphan'
  const next = isOrphaning ? [...others, 'orphan'] : others
  if (next.length > 0) namespace.metadata['finalizers'] = next
  else delete namespace.metadata['finalizers']
}
