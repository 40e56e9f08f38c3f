import { isMap, type KubeObject } from '#kube'

/** `finalize` of a namespace: everything but the status, above all `spec.finalizers`. */
export function mergeFinalize(object: KubeObject, old: KubeObject): KubeObject {
  const status = old['status']
  const merged: KubeObject = { ...object }
  if (status === undefined) delete merged['status']
  else merged['status'] = status
  if (
    isMap(merged['spec']) &&
    Array.isArray(merged['spec']['finalizers']) &&
    merged['spec']['finalizers'].length === 0
  ) {
    delete merged['spec']['finalizers']
  }
  return merged
}
