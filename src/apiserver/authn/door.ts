export {
  authenticateToken,
  bearerAuthenticator,
  type TokenAuthenticator,
  TokenError,
  type TokenResult,
} from './bearer.ts'
export { bootstrapTokenAuthenticator } from './bootstrap-token.ts'
export { certificateAuthenticator, frontProxyAuthenticator } from './certificate.ts'
export { anonymous, authenticate, authenticationFilter } from './chain.ts'
export { legacyClaims } from './claims.ts'
export { impersonationFilter } from './impersonate.ts'
export { createJwtKeys, type JwtKeys } from './jwt-keys.ts'
export { type FetchJson, type OidcOptions, oidcAuthenticator } from './oidc.ts'
export { openIdHandlers } from './openid.ts'
export { type ServiceAccountIssuer, serviceAccountAuthenticator, serviceAccountUser } from './service-account.ts'
export { staticTokenAuthenticator } from './static-token.ts'
export { type PostJson, webhookTokenAuthenticator } from './webhook.ts'
