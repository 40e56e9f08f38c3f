import { unauthorized } from '#kube'
import type { Authenticator } from '../contract/access.ts'
import type { ApiRequest } from '../contract/http.ts'
import type { User } from '../contract/user.ts'
import type { Filter } from './chain.ts'

/**
 * Finds out who asks: the first authenticator that knows. The user of an in-process request is trusted. Nobody known is a
 * 401, and so is anonymous access with a certificate that is not taken. Every user is one of `system:authenticated`, but
 * for the anonymous one.
 */
export function authentication(authenticators: readonly Authenticator[]): Filter {
  return (next) => async (request, context) => {
    const user = request.trustedUser ?? (await userOf(authenticators, request))
    if (user === undefined || (user.name === anonymousName && request.certificateProblem !== undefined))
      throw unauthorized()
    return await next(request, Object.assign(context, { user: withGroup(user) }))
  }
}

const anonymousName = 'system:anonymous'
const authenticated = 'system:authenticated'

async function userOf(authenticators: readonly Authenticator[], request: ApiRequest): Promise<User | undefined> {
  let refused: unknown
  for (const { authenticate } of authenticators) {
    try {
      const user = authenticate(request)
      const found = user instanceof Promise ? await user : user
      // A refusal stands unless another authenticator knows the caller by name.
      if (found !== undefined && !(refused !== undefined && found.name === anonymousName)) return found
    } catch (error) {
      refused ??= error
    }
  }
  if (refused !== undefined) throw refused
  return undefined
}

function withGroup(user: User): User {
  if (user.name === anonymousName || user.groups.includes(authenticated)) return user
  return { ...user, groups: [...user.groups, authenticated] }
}
