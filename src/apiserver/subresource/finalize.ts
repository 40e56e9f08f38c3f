import { checkQualifiedName, type Finding, isMap, type Json, type KubeObject, valueAt } from '#kube'

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

/** What finalizers of a namespace may not be (core validateFinalizerName). */
export function findFinalizerFaults(object: KubeObject): readonly Finding[] {
  const finalizers = valueAt(object, 'spec', 'finalizers')
  return Array.isArray(finalizers) ? finalizers.flatMap(findNameFaults) : []
}

const standard = ['kubernetes', 'orphan', 'foregroundDeletion']

function findNameFaults(value: Json): readonly Finding[] {
  if (typeof value !== 'string') return []
  const details = [...checkQualifiedName(value)]
  if (!value.includes('/') && !standard.includes(value)) {
    details.push('name is neither a standard finalizer name nor is it fully qualified')
  }
  return details.map((detail) => ({ field: 'spec.finalizers', type: 'invalid', value, detail }) as const)
}
