import type { Kind } from '#kinds'
import type { Json, KubeObject } from '#kube'
import { ruleOf } from '../../subresource/rules.ts'
import type { Core } from '../core.ts'
import { ensureNamespace } from '../metadata/system-fields.ts'
import { strategyContext } from './check.ts'
import type { WriteRequest } from './write-request.ts'

/**
 * What an update may not change is put back (rest.BeforeUpdate): generation, times, identity, the status in an update of the
 * object, everything but the status in an update of the status. May mutate `object`; gives the object to store.
 */
export function prepareChange(core: Core, write: WriteRequest, object: KubeObject, old: KubeObject): KubeObject {
  const { kind } = write
  ensureNamespace(object, kind.scope === 'Namespaced' ? write.namespace : '')
  restore(object, old, 'generation')
  const isStatus = write.subresource === 'status'
  // a binding says in the status, too, that the pod is scheduled
  const isBinding = write.subresource === 'binding'
  const rule = ruleOf(kind, write.subresource)
  const prepared =
    rule !== undefined
      ? rule.merge(object, old, core.clock.now())
      : isStatus
        ? forStatus(kind, object, old)
        : isBinding
          ? object
          : forObject(kind, object, old)
  const context = strategyContext(core, write)
  if (isStatus) kind.strategy.prepareForStatusUpdate?.(prepared, old, context)
  else if (rule === undefined && !isBinding) kind.strategy.prepareForUpdate?.(prepared, old, context)
  const { metadata } = prepared
  if (metadata['uid'] === undefined || metadata['uid'] === '') restore(prepared, old, 'uid')
  restore(prepared, old, 'creationTimestamp')
  if (old.metadata['deletionTimestamp'] !== undefined) restore(prepared, old, 'deletionTimestamp')
  if (metadata['deletionGracePeriodSeconds'] === undefined) restore(prepared, old, 'deletionGracePeriodSeconds')
  delete metadata['selfLink']
  return prepared
}

function restore({ metadata }: KubeObject, old: KubeObject, field: string): void {
  const value = old.metadata[field]
  if (value === undefined) delete metadata[field]
  else metadata[field] = value
}

function forObject(kind: Kind, object: KubeObject, old: KubeObject): KubeObject {
  if (!kind.subresources.some(({ name }) => name === 'status')) return object
  const status = old['status']
  if (status === undefined) delete object['status']
  else object['status'] = status
  return object
}

/** Everything but status and metadata is the old object's; of metadata, what the kind lets through. */
function forStatus(kind: Kind, object: KubeObject, old: KubeObject): KubeObject {
  const status: Json | undefined = object['status']
  const merged: KubeObject = { ...old, metadata: object.metadata }
  if (status === undefined) delete merged['status']
  else merged['status'] = status
  for (const field of keptByStatus(kind)) restore(merged, old, field)
  return merged
}

const allMetadata = ['labels', 'annotations', 'finalizers', 'ownerReferences', 'deletionTimestamp', 'generateName']
const kept: Readonly<Record<string, readonly string[]>> = {
  'pods.': ['ownerReferences', 'deletionTimestamp'],
  'deployments.apps': ['labels'],
  'apiservices.apiregistration.k8s.io': allMetadata,
  'volumeattachments.storage.k8s.io': allMetadata,
  'validatingadmissionpolicies.admissionregistration.k8s.io': allMetadata,
}

/** Fields of metadata that a write of the status cannot change. */
export function keptByStatus(kind: Kind): readonly string[] {
  if (kind.isCustom === true) return allMetadata
  return kept[`${kind.plural}.${kind.group}`] ?? []
}
