import { checkQualifiedName, type KubeObject } from '#kube'
import { addInvalid, type Findings } from '../check/finding.ts'
import { isSet, mapAt, textAt, textsAt } from '../read.ts'

/** Checks the finalizers of a namespace (core ValidateNamespace). */
export function checkNamespaceSpec(found: Findings, object: KubeObject): void {
  for (const [at, finalizer] of textsAt(mapAt(object, 'spec'), 'finalizers').entries()) {
    const field = `spec.finalizers[${at}]`
    addInvalid(found, field, finalizer, ...checkQualifiedName(finalizer))
    if (!finalizer.includes('/') && finalizer !== 'kubernetes') {
      addInvalid(found, field, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')
    }
  }
}

/** Checks that the phase fits the deletion (core ValidateNamespaceStatusUpdate). */
export function checkNamespaceStatus(found: Findings, object: KubeObject): void {
  const phase = textAt(mapAt(object, 'status'), 'phase')
  const isDeleted = isSet(object.metadata, 'deletionTimestamp')
  if (!isDeleted && phase !== 'Active') {
    addInvalid(found, 'status.phase', phase, "may only be 'Active' if `deletionTimestamp` is empty")
  }
  if (isDeleted && phase !== 'Terminating') {
    addInvalid(found, 'status.phase', phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")
  }
}
