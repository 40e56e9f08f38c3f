import { mapAt, textAt } from '#kinds'
import { forbidden, notFound, StatusError } from '#kube'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { forbid } from './refuse.ts'

const IMMORTAL: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public'])

/** Nothing is made in a namespace that is not there or goes away; three namespaces stay for ever. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  operations: ['CREATE', 'UPDATE', 'DELETE'],
  admit: (request, registry) => {
    const { gvk, operation, name, namespace, resource } = request
    const isNamespace = gvk.group === '' && gvk.kind === 'Namespace'
    if (isNamespace && operation === 'DELETE' && IMMORTAL.has(name)) {
      throw forbidden({ group: '', resource: resource.resource }, name, 'this namespace may not be deleted')
    }
    if (isNamespace || namespace === '' || operation === 'DELETE') return
    if (resource.group === 'authorization.k8s.io' && resource.resource === 'localsubjectaccessreviews') return
    check(request, registry)
  },
}

function check(request: AdmissionRequest, registry: Registry): void {
  const { namespace, operation } = request
  const kind = registry.kinds.find('', 'v1', 'namespaces')
  const found = kind && registry.read(kind, '', namespace)
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace)
  if (operation !== 'CREATE' || textAt(mapAt(found, 'status'), 'phase') !== 'Terminating') return
  const { status } = forbid(
    request,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  )
  const message = `namespace ${namespace} is being terminated`
  const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]
  throw new StatusError({ ...status, details: { ...status.details, causes } })
}
