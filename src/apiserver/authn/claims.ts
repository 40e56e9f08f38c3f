import { textAt } from '#kinds'
import type { Json, JsonObject, KubeObject } from '#kube'

/** What goes into a bound token. */
export interface TokenOrder {
  readonly issuer: string
  readonly account: KubeObject
  /** What the token is bound to: claim `pod`, `secret` or `node`. */
  readonly bound?: { readonly claim: 'pod' | 'secret' | 'node'; readonly object: KubeObject }
  /** The node of the pod that the token is bound to. */
  readonly node?: { readonly name: string; readonly uid?: string }
  readonly audiences: readonly string[]
  readonly nowMs: number
  readonly expirationSeconds: number
  /** From when on use of the token is a reason to warn; 0 for never. */
  readonly warnAfterSeconds: number
  readonly id: string
}

/** The claims of a bound token (upstream pkg/serviceaccount/claims.go). */
export function boundClaims(order: TokenOrder): JsonObject {
  const { issuer, account, bound, node, audiences, expirationSeconds, warnAfterSeconds, id } = order
  const now = Math.floor(order.nowMs / 1000)
  const namespace = textAt(account.metadata, 'namespace')
  const inner: JsonObject = { namespace }
  if (node !== undefined) inner['node'] = { ...node }
  if (bound !== undefined) inner[bound.claim] = referenceTo(bound.object)
  inner['serviceaccount'] = referenceTo(account)
  if (warnAfterSeconds > 0) inner['warnafter'] = now + warnAfterSeconds
  return {
    aud: [...audiences],
    exp: now + expirationSeconds,
    iat: now,
    iss: issuer,
    jti: id,
    'kubernetes.io': inner,
    nbf: now,
    sub: `system:serviceaccount:${namespace}:${account.metadata.name}`,
  }
}

function referenceTo({ metadata }: KubeObject): JsonObject {
  return { name: metadata.name, uid: metadata['uid'] as Json }
}

/** The claims of a token that lives in a secret and does not expire (upstream pkg/serviceaccount/legacy.go). */
export function legacyClaims(account: KubeObject, secretName: string): JsonObject {
  const namespace = textAt(account.metadata, 'namespace')
  const prefix = 'kubernetes.io/serviceaccount/'
  return {
    iss: 'kubernetes/serviceaccount',
    [`${prefix}namespace`]: namespace,
    [`${prefix}secret.name`]: secretName,
    [`${prefix}service-account.name`]: account.metadata.name,
    [`${prefix}service-account.uid`]: account.metadata['uid'] as Json,
    sub: `system:serviceaccount:${namespace}:${account.metadata.name}`,
  }
}
