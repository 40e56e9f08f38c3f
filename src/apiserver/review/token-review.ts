import { mapAt, textAt, textsAt } from '#kinds'
import { badRequest, type JsonObject } from '#kube'
import { authenticateToken, type TokenAuthenticator, TokenError } from '../authn/bearer.ts'
import type { SpecialEndpoint } from '../contract/registry.ts'
import { userInfoOf } from './self-review.ts'

/** TokenReview: whose token is this? `audiences` are those of the API server, for reviews that name none. */
export function tokenReview(tokens: readonly TokenAuthenticator[], audiences: readonly string[]): SpecialEndpoint {
  return {
    ...{ group: 'authentication.k8s.io', resource: 'tokenreviews', subresource: '' },
    create: async ({ object }) => {
      const spec = mapAt(object, 'spec')
      const token = textAt(spec, 'token')
      if (token === '') throw badRequest('token is required for TokenReview in authentication')
      const asked = textsAt(spec, 'audiences')
      const status = await statusOf(tokens, token, asked.length > 0 ? asked : audiences)
      return { object: { ...object, status } }
    },
  }
}

async function statusOf(
  tokens: readonly TokenAuthenticator[],
  token: string,
  audiences: readonly string[],
): Promise<JsonObject> {
  try {
    const result = await authenticateToken(tokens, token, audiences)
    if (result === undefined) return { user: {}, error: 'invalid bearer token' }
    const { user } = result
    const groups = user.groups.includes('system:authenticated') ? user.groups : [...user.groups, 'system:authenticated']
    const common = result.audiences.length > 0 ? { audiences: [...result.audiences] } : {}
    return { authenticated: true, user: userInfoOf({ ...user, groups }), ...common }
  } catch (error) {
    if (!(error instanceof TokenError)) throw error
    return { user: {}, error: error.message }
  }
}
