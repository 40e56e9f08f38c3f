import { StatusError, unauthorized } from '#kube'
import type { Authenticator } from '../contract/access.ts'
import type { ApiRequest, Handler } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

const AUTHENTICATED = 'system:authenticated'
const UNAUTHENTICATED = 'system:unauthenticated'

/** The user of a request that brings no credentials, on paths where that is allowed. */
export const anonymous: User = { name: 'system:anonymous', groups: [UNAUTHENTICATED] }

/** Paths that anybody may ask for: health, version and the keys of service account tokens. */
const OPEN_PATHS: ReadonlySet<string> = new Set([
  '/healthz',
  '/livez',
  '/readyz',
  '/version',
  '/version/',
  '/.well-known/openid-configuration',
  '/openid/v1/jwks',
])

/** Finds out who asks by the first authenticator that knows. Throws the 401 of a caller that nobody knows. */
export async function authenticate(authenticators: readonly Authenticator[], request: ApiRequest): Promise<User> {
  if (request.trustedUser !== undefined) return withGroup(request.trustedUser)
  let refusal: unknown
  for (const authenticator of authenticators) {
    try {
      const found = authenticator.authenticate(request)
      const user = found instanceof Promise ? await found : found
      if (user !== undefined) return withGroup(user)
    } catch (error) {
      // Another way may still know the caller: a token of one issuer is no token of the next.
      if (!(error instanceof StatusError) || error.status.code !== 401) throw error
      refusal = error
    }
  }
  if (refusal === undefined && OPEN_PATHS.has(request.path) && !hasCredentials(request)) return anonymous
  throw unauthorized()
}

function hasCredentials({ headers, clientCertificate }: ApiRequest): boolean {
  return headers['authorization'] !== undefined || clientCertificate !== undefined
}

/** Everybody known is a member of `system:authenticated`. */
function withGroup(user: User): User {
  if (user.groups.includes(AUTHENTICATED) || user.groups.includes(UNAUTHENTICATED)) return user
  const known = members.get(user)
  if (known !== undefined) return known
  const member = { ...user, groups: [...user.groups, AUTHENTICATED] }
  members.set(user, member)
  return member
}

/** Who asks again and again is one and the same user, so that others can keep what they know of it. */
const members = new WeakMap<User, User>()

/** Sets the user of the context, or answers 401. */
export function authenticationFilter(authenticators: readonly Authenticator[]): (next: Handler) => Handler {
  return (next) => async (request, context) => {
    const user = await authenticate(authenticators, request)
    return next(request, { ...context, user })
  }
}
