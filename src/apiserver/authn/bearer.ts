import { StatusError, unauthorized } from '#kube'
import type { Authenticator } from '../contract/access.ts'
import type { ApiRequest } from '../contract/http.ts'
import type { User } from '../contract/user.ts'

/** What a token says of its bearer. */
export interface TokenResult {
  readonly user: User
  /** The audiences that the token and the asker have in common. */
  readonly audiences: readonly string[]
}

/** Knows one sort of token. Undefined: it is not of this sort; a TokenError: it is, and is not good. */
export interface TokenAuthenticator {
  readonly name: string
  /** `audiences`: for whom the token must be; empty means for the API server itself. */
  authenticate(token: string, audiences: readonly string[]): TokenResult | undefined | Promise<TokenResult | undefined>
}

/** Why a token is refused; the words are shown in a TokenReview. */
export class TokenError extends Error {
  readonly code = 'refused'
}

/** The user behind `Authorization: Bearer …`, or behind the subprotocol that browsers use for web sockets. */
export function bearerAuthenticator(tokens: readonly TokenAuthenticator[]): Authenticator {
  return {
    name: 'bearer',
    authenticate: async (request) => {
      const token = bearerTokenOf(request)
      if (token === undefined) return undefined
      try {
        const result = await authenticateToken(tokens, token, [])
        if (result !== undefined) return result.user
      } catch (error) {
        if (!(error instanceof TokenError)) throw error
        throw new StatusError(unauthorized().status, error)
      }
      throw unauthorized()
    },
  }
}

/** Asks one after the other. Throws the TokenError of the last that refused when none takes the token. */
export async function authenticateToken(
  tokens: readonly TokenAuthenticator[],
  token: string,
  audiences: readonly string[],
): Promise<TokenResult | undefined> {
  const refusals: TokenError[] = []
  for (const authenticator of tokens) {
    try {
      const found = authenticator.authenticate(token, audiences)
      const result = found instanceof Promise ? await found : found
      if (result !== undefined) return result
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      refusals.push(error)
    }
  }
  const [only] = refusals
  if (only === undefined) return undefined
  if (refusals.length === 1) throw only
  throw new TokenError(`[${[...new Set(refusals.map(({ message }) => message))].join(', ')}]`)
}

const SUBPROTOCOL = 'base64url.bearer.authorization.k8s.io.'

function bearerTokenOf({ headers }: ApiRequest): string | undefined {
  const authorization = headers['authorization']
  const [scheme, token] = typeof authorization === 'string' ? authorization.trim().split(' ', 2) : []
  if (scheme?.toLowerCase() === 'bearer') return token === undefined || token === '' ? undefined : token
  const protocols = headers['sec-websocket-protocol']
  if (typeof protocols !== 'string') return undefined
  const encoded = protocols
    .split(',')
    .map((text) => text.trim())
    .find((text) => text.startsWith(SUBPROTOCOL))
  if (encoded === undefined) return undefined
  const decoded = Buffer.from(encoded.slice(SUBPROTOCOL.length), 'base64url').toString('utf8')
  return decoded === '' ? undefined : decoded
}
