import { type KubeObject, valueAt } from '#kube'
import type { Controller } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'

/** Takes bootstrap tokens away when they have expired. Source: kubernetes pkg/controller/bootstrap/tokencleaner.go. */
export const tokenCleaner: Controller = {
  name: 'token-cleaner',
  watches: [
    {
      type: views.bootstrapTokens,
      keysOf: ({ object }) =>
        object['type'] === 'bootstrap.kubernetes.io/token' && object.metadata['namespace'] === 'kube-system'
          ? [{ namespace: 'kube-system', name: object.metadata.name }]
          : [],
    },
  ],
  reconcile: async ({ namespace, name }, { client, clock, informer }) => {
    const secret = informer(views.bootstrapTokens).cache.get(namespace, name)
    const expiresAt = secret === undefined ? Number.NaN : expiryOf(secret)
    if (secret === undefined || Number.isNaN(expiresAt)) return undefined
    const leftMs = expiresAt - clock.now()
    if (leftMs > 0) return { requeueAfterMs: leftMs }
    const preconditions = { uid: secret.metadata['uid'] ?? '' }
    await unless(['NotFound', 'Conflict'], client.remove(types.secrets, { namespace, name }, { preconditions }))
    return undefined
  },
}

/** Milliseconds since the epoch; NaN for a token that never expires. */
function expiryOf(secret: KubeObject): number {
  const text = valueAt(secret, 'data', 'expiration')
  return typeof text === 'string' ? Date.parse(Buffer.from(text, 'base64').toString('utf8')) : Number.NaN
}
