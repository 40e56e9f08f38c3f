import type { Kind } from '#kinds'
import { type JsonObject, type KubeObject, sameJson, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import { typeWarnings } from './type-check.ts'

const SERVER = {
  user: { name: 'system:apiserver', groups: ['system:masters'] },
  isInternal: true,
  fieldManager: 'validatingadmissionpolicy-status',
} as const

/**
 * Keeps `status` of validating policies: which generation was looked at, and what its expressions would fail at. Gives back
 * how to stop. `onError` is told of writes that did not work.
 */
export function followPolicyStatus(registry: Registry, onError: (error: unknown) => void): () => void {
  const kind = registry.kinds.find('admissionregistration.k8s.io', 'v1', 'validatingadmissionpolicies')
  if (kind === undefined) return () => undefined
  const look = (policy: KubeObject): void => {
    if (!isSeen(policy)) note(registry, kind, policy).catch(onError)
  }
  return registry.observe(kind, ({ type, object }) => (type === 'DELETED' ? undefined : look(object)))
}

function isSeen(policy: KubeObject): boolean {
  return valueAt(policy, 'status', 'observedGeneration') === policy.metadata['generation']
}

async function note(registry: Registry, kind: Kind, policy: KubeObject): Promise<void> {
  const expressionWarnings = typeWarnings(policy, registry)
  const status: JsonObject = {
    ...(valueAt(policy, 'status') as JsonObject | undefined),
    observedGeneration: policy.metadata['generation'] ?? 0,
    typeChecking: expressionWarnings.length === 0 ? {} : { expressionWarnings: [...expressionWarnings] },
  }
  const target = { kind, namespace: '', name: policy.metadata.name, subresource: 'status' }
  const change = (current: KubeObject): KubeObject | undefined => {
    const isOther = current.metadata['generation'] !== policy.metadata['generation']
    return isOther || sameJson(current['status'], status) ? undefined : { ...current, status }
  }
  try {
    await registry.update(target, change, SERVER)
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'NotFound') throw error
  }
}
