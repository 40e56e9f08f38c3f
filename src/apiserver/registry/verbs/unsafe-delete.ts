import { type Finding, forbidden, invalid } from '#kube'
import type { RestCall } from '../../contract/rest.ts'
import { type Core, resourceOf } from '../core.ts'
import { entryOf } from './get.ts'

/**
 * A deletion that ignores what cannot be read is for broken objects alone, and for those who may do it. Every object in the
 * cache can be read, so what is left is a refusal. Throws 403, 404 and 422.
 */
export async function checkUnsafeDelete(core: Core, call: RestCall): Promise<void> {
  const { kind, namespace, name, context } = call
  const verb = 'unsafe-delete-ignore-read-errors'
  const { group, resource } = resourceOf(kind)
  const { version } = kind
  const about = { group, version, resource, subresource: '', namespace, name, path: '' }
  const decision = await core.authorizer?.authorize({ user: context.user, verb, isResource: true, ...about })
  if (decision !== undefined && decision.answer !== 'allow') {
    throw forbidden({ group, resource }, name, `not permitted to do "${verb}", reason: ${decision.reason ?? ''}`)
  }
  entryOf(core, call)
  const finding: Finding = {
    field: 'ignoreStoreReadErrorWithClusterBreakingPotential',
    type: 'invalid',
    value: true,
    detail: 'is exclusively used to delete corrupt object(s), try again by removing this option',
  }
  throw invalid({ group, kind: resource }, name, [finding])
}
