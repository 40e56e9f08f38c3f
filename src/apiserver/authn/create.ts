import type { Clock } from '#kube'
import type { Authenticator } from '../contract/access.ts'
import type { Registry } from '../contract/registry.ts'
import { bearerAuthenticator, type TokenAuthenticator } from './bearer.ts'
import { bootstrapTokenAuthenticator } from './bootstrap-token.ts'
import { certificateAuthenticator, frontProxyAuthenticator } from './certificate.ts'
import { type FetchJson, type OidcOptions, oidcAuthenticator } from './oidc.ts'
import { type ServiceAccountIssuer, serviceAccountAuthenticator } from './service-account.ts'
import { staticTokenAuthenticator } from './static-token.ts'
import { type PostJson, webhookTokenAuthenticator } from './webhook.ts'

/** Ways to say who one is beside certificates, service accounts and bootstrap tokens, in the words of kube-apiserver's flags. */
export interface AuthenticationOptions {
  /** Text of a token file (--token-auth-file). */
  readonly tokenFile?: string
  /** An OpenID Connect issuer (--oidc-*), and how its documents are fetched. */
  readonly oidc?: OidcOptions & { readonly fetchJson: FetchJson }
  /** Sends a TokenReview (--authentication-token-webhook-config-file). */
  readonly webhook?: PostJson
  /** Common names of the front proxies that may name the user (--requestheader-allowed-names); absent: none may. */
  readonly frontProxies?: readonly string[]
}

/** Every way in, in the order of kube-apiserver. */
export interface Authentication {
  readonly authenticators: readonly Authenticator[]
  /** What a TokenReview asks. */
  readonly tokens: readonly TokenAuthenticator[]
}

/** Puts the authenticators together. Throws Error for a token file that cannot be read. */
export function createAuthentication(
  {
    registry,
    clock,
    issuer,
  }: { readonly registry: Registry; readonly clock: Clock; readonly issuer: ServiceAccountIssuer },
  { tokenFile, oidc, webhook, frontProxies }: AuthenticationOptions = {},
): Authentication {
  const tokens = [
    ...(tokenFile === undefined ? [] : [staticTokenAuthenticator(tokenFile)]),
    serviceAccountAuthenticator(registry, clock, issuer),
    bootstrapTokenAuthenticator(registry, clock),
    ...(oidc === undefined ? [] : [oidcAuthenticator(oidc, clock, oidc.fetchJson)]),
    ...(webhook === undefined ? [] : [webhookTokenAuthenticator(webhook, clock)]),
  ]
  const proxies = frontProxies === undefined ? [] : [frontProxyAuthenticator(frontProxies)]
  return { tokens, authenticators: [...proxies, certificateAuthenticator, bearerAuthenticator(tokens)] }
}
