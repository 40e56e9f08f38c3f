import { mapAt, textAt } from '#kinds'
import { badRequest, type JsonObject } from '#kube'
import type { Authorizer } from '../contract/access.ts'
import type { SpecialEndpoint } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'

/** SelfSubjectRulesReview (what may I do here?) and SelfSubjectReview (who am I?). */
export function selfReviews(authorizer: Required<Pick<Authorizer, 'rulesOf'>>): readonly SpecialEndpoint[] {
  return [
    {
      ...{ group: 'authorization.k8s.io', resource: 'selfsubjectrulesreviews', subresource: '' },
      create: ({ object, context }) => {
        const namespace = textAt(mapAt(object, 'spec'), 'namespace')
        if (namespace === '') throw badRequest('no namespace on request')
        const { resourceRules, nonResourceRules, incomplete, evaluationError } = authorizer.rulesOf(
          context.user,
          namespace,
        )
        const status = { resourceRules, nonResourceRules, incomplete, ...(evaluationError && { evaluationError }) }
        return Promise.resolve({ object: { ...object, status: status as unknown as JsonObject } })
      },
    },
    {
      ...{ group: 'authentication.k8s.io', resource: 'selfsubjectreviews', subresource: '' },
      create: ({ object, context }) =>
        Promise.resolve({ object: { ...object, status: { userInfo: userInfoOf(context.user) } } }),
    },
  ]
}

/** A user as authentication.k8s.io/v1 writes it. */
export function userInfoOf({ name, uid, groups, extra }: User): JsonObject {
  return {
    username: name,
    ...(uid !== undefined && uid !== '' && { uid }),
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(extra !== undefined && { extra: extra as unknown as JsonObject }),
  }
}
