import { accessDenied } from '#kube'
import type { Core } from '../core.ts'
import type { WriteRequest } from './write-request.ts'

/** Asks whether a PUT or an apply may create: those were authorized as update or patch. Throws 403. */
export async function authorizeCreate(core: Core, write: WriteRequest): Promise<void> {
  const { kind, user, namespace, name, subresource } = write
  if (core.authorizer === undefined || write.isInternal) return
  const attributes = {
    user,
    verb: 'create',
    isResource: true,
    group: kind.group,
    version: kind.version,
    resource: kind.plural,
    subresource,
    namespace,
    name,
    path: '',
  }
  const decision = await core.authorizer.authorize(attributes)
  if (decision.answer === 'allow') return
  const resource = { group: kind.group, resource: kind.plural, subresource, namespace, name }
  throw accessDenied({ userName: user.name, verb: 'create', path: '', resource }, decision.reason)
}
