import { createHash } from 'node:crypto'
import type { Clock, JsonObject } from '#kube'
import { valueAt } from '#kube'
import type { User } from '../contract/user.ts'
import { type TokenAuthenticator, TokenError, type TokenResult } from './bearer.ts'

/** Sends a JSON body by POST and gives back the JSON answer. Rejects when there is none. */
export type PostJson = (body: JsonObject) => Promise<unknown>

/** Answers are good for two minutes, as many as these (authentication-token-webhook-cache-ttl). */
const KEPT_MS = 120_000
const KEPT = 4096

/** Asks a service by TokenReview (authentication.k8s.io/v1). */
export function webhookTokenAuthenticator(post: PostJson, clock: Clock): TokenAuthenticator {
  const answers = new Map<string, { readonly untilMs: number; readonly result: TokenResult | undefined }>()
  return {
    name: 'webhook',
    authenticate: async (token, audiences) => {
      // A digest: tokens are long and secret.
      const key = createHash('sha256')
        .update(`${token} ${audiences.join(' ')}`)
        .digest('base64')
      const kept = answers.get(key)
      if (kept !== undefined && kept.untilMs > clock.now()) return kept.result
      const result = resultOf(await ask(post, token, audiences))
      if (answers.size >= KEPT) answers.clear()
      answers.set(key, { untilMs: clock.now() + KEPT_MS, result })
      return result
    },
  }
}

async function ask(post: PostJson, token: string, audiences: readonly string[]): Promise<JsonObject> {
  const spec = { token, ...(audiences.length > 0 && { audiences: [...audiences] }) }
  try {
    return (await post({
      kind: 'TokenReview',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: {},
      spec,
    })) as JsonObject
  } catch (cause) {
    throw new TokenError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function resultOf(review: JsonObject): TokenResult | undefined {
  const error = valueAt(review, 'status', 'error')
  if (valueAt(review, 'status', 'authenticated') !== true) {
    if (typeof error === 'string' && error !== '') throw new TokenError(error)
    return undefined
  }
  const user = valueAt(review, 'status', 'user') as unknown as Partial<User> & { username?: string }
  const audiences = valueAt(review, 'status', 'audiences')
  return {
    user: {
      name: user.username ?? '',
      groups: user.groups ?? [],
      ...(user.uid !== undefined && { uid: user.uid }),
      ...(user.extra !== undefined && { extra: user.extra }),
    },
    audiences: Array.isArray(audiences) ? (audiences as string[]) : [],
  }
}
