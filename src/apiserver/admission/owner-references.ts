import { mapsAt, textAt } from '#kinds'
import { groupVersionOf, type JsonObject, sameJson } from '#kube'
import { questionOf } from '../authz/attributes.ts'
import type { Authorizer } from '../contract/access.ts'
import type { AdmissionPlugin, AdmissionRequest } from '../contract/admission.ts'
import type { Registry } from '../contract/registry.ts'
import { forbid } from './refuse.ts'

/** Who changes owner references must be allowed to delete the object; who blocks an owner's deletion, to change that owner. Off by default. */
export function ownerReferencesPermission(authorizer: Authorizer): AdmissionPlugin {
  return {
    name: 'OwnerReferencesPermissionEnforcement',
    operations: ['CREATE', 'UPDATE'],
    validate: async (request, registry) => {
      const { object, oldObject, subresource } = request
      if (object === undefined || subresource === 'status') return
      const [before, after] = [
        mapsAt(oldObject?.metadata ?? {}, 'ownerReferences'),
        mapsAt(object.metadata, 'ownerReferences'),
      ]
      if (oldObject !== undefined && !sameJson([...before], [...after])) await checkDelete(request, authorizer)
      const isBlocking = (owner: JsonObject): boolean => owner['blockOwnerDeletion'] === true
      const known = new Set(before.filter(isBlocking).map(({ uid }) => uid))
      for (const owner of after.filter((one) => isBlocking(one) && !known.has(one['uid'] ?? null))) {
        await checkOwner(request, owner, { registry, authorizer })
      }
    },
  }
}

async function checkDelete(request: AdmissionRequest, authorizer: Authorizer): Promise<void> {
  const { group, version, resource } = request.resource
  const place = { group, version, resource, namespace: request.namespace, name: request.name }
  const { answer, reason } = await authorizer.authorize(questionOf(request.user, 'delete', place))
  if (answer === 'allow') return
  const why = "cannot set an ownerRef on a resource you can't delete"
  throw forbid(request, `${why}: ${reason ?? ''}, <nil>`)
}

async function checkOwner(
  request: AdmissionRequest,
  owner: JsonObject,
  { registry, authorizer }: { readonly registry: Registry; readonly authorizer: Authorizer },
): Promise<void> {
  const { group, version } = groupVersionOf(textAt(owner, 'apiVersion'))
  const kind = registry.kinds.ofKind(group, version, textAt(owner, 'kind'))
  if (kind === undefined) {
    throw forbid(
      request,
      `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion ${textAt(owner, 'apiVersion')} Kind ${textAt(owner, 'kind')}`,
    )
  }
  const namespace = kind.scope === 'Namespaced' ? request.namespace : ''
  const place = {
    group,
    version,
    resource: kind.plural,
    subresource: 'finalizers',
    namespace,
    name: textAt(owner, 'name'),
  }
  const { answer, reason } = await authorizer.authorize(questionOf(request.user, 'update', place))
  if (answer === 'allow') return
  const why = "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on"
  throw forbid(request, `${why}: ${reason ?? ''}, <nil>`)
}
