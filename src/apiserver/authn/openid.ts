import type { Handler, WholeAnswer } from '../contract/http.ts'
import type { ServiceAccountIssuer } from './service-account.ts'

const CACHE = { 'cache-control': 'public, max-age=3600' }

/** The documents by which others verify service account tokens: discovery and keys. `baseUrl` is where this server is reached. */
export function openIdHandlers(issuer: ServiceAccountIssuer, baseUrl: string): ReadonlyMap<string, Handler> {
  const configuration = {
    issuer: issuer.issuers[0] ?? '',
    jwks_uri: `${baseUrl}/openid/v1/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...issuer.keys.algorithms],
  }
  return new Map([
    ['/.well-known/openid-configuration', answerWith('application/json', configuration)],
    ['/openid/v1/jwks', answerWith('application/jwk-set+json', issuer.keys.jwks)],
  ])
}

function answerWith(type: string, document: object): Handler {
  const answer: WholeAnswer = {
    status: 200,
    headers: { 'content-type': type, ...CACHE },
    body: JSON.stringify(document),
  }
  return () => Promise.resolve(answer)
}
