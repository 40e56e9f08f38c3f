import type { KubeObject } from '#kube'
import { notFound } from '#kube'
import type { Authorize } from '../cel/library/authorizer.ts'
import type { AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { atVersion } from '../webhook/equivalent.ts'
import { namespaceOf } from '../webhook/rule.ts'
import { namespaceObject } from '../webhook/selector.ts'
import type { Input } from './evaluation.ts'
import type { Invocation } from './invocation.ts'

/** What the expressions of one run look at; objects are at the version that the policy asked for. Throws 404 and 500. */
export async function inputOf(
  { policy, matched, params }: Invocation,
  request: AdmissionRequest,
  { registry, authorize }: { readonly registry: Registry; readonly authorize: Authorize },
): Promise<Input> {
  const { object, oldObject } = request
  return {
    request,
    matched,
    object: object && (await atVersion(object, request, matched)),
    oldObject: oldObject && (await atVersion(oldObject, request, matched)),
    params,
    namespace: namespaceFor(request, registry),
    authorize,
    variables: policy.variables,
  }
}

/** A namespace has none of its own. */
function namespaceFor(request: AdmissionRequest, registry: Registry): KubeObject | undefined {
  const { gvk } = request
  const isNamespace = gvk.kind === 'Namespace' && gvk.version === 'v1' && gvk.group === ''
  const name = namespaceOf(request)
  if (isNamespace || name === '') return undefined
  const namespace = namespaceObject(request, registry)
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name)
  return namespace
}
