import { createHmac } from 'node:crypto'
import { mapAt, pairsAt } from '#kinds'
import { type KubeObject, sameJson, valueAt } from '#kube'
import type { Controller } from '#reconcile'
import { unless } from '../refusal.ts'
import { types, views } from '../types.ts'

const PLACE = { namespace: 'kube-public', name: 'cluster-info' }
const PREFIX = 'jws-kubeconfig-'

/**
 * Signs the public kubeconfig of a cluster with each bootstrap token, so that who has a token can trust it.
 * Source: kubernetes pkg/controller/bootstrap/bootstrapsigner.go.
 */
export const bootstrapSigner: Controller = {
  name: 'bootstrap-signer-controller',
  watches: [
    {
      type: views.clusterInfo,
      keysOf: ({ object }) => (object.metadata['namespace'] === PLACE.namespace ? [PLACE] : []),
    },
    { type: views.bootstrapTokens, keysOf: () => [PLACE] },
  ],
  reconcile: async (_key, { informer, client, clock }) => {
    const info = informer(views.clusterInfo).cache.get(PLACE.namespace, PLACE.name)
    const data = mapAt(info, 'data')
    const content = data['kubeconfig']
    if (info === undefined || typeof content !== 'string') return undefined
    const tokens = informer(views.bootstrapTokens)
      .cache.list('kube-system')
      .flatMap((secret) => tokenOf(secret, clock.now()))
    const kept = pairsAt(info, 'data').filter(([key]) => !key.startsWith(PREFIX))
    const signed = tokens.map(({ id, secret }) => [`${PREFIX}${id}`, signatureOf(content, id, secret)] as const)
    const wanted = Object.fromEntries([...kept, ...signed])
    if (sameJson(data, wanted)) return undefined
    await unless(['NotFound'], client.update(types.configMaps, { ...info, data: wanted }))
    return undefined
  },
}

interface Token {
  readonly id: string
  readonly secret: string
}

/** A token that is in force and may sign. Source: validateSecretForSigning. */
function tokenOf(object: KubeObject, nowMs: number): readonly Token[] {
  const field = (key: string): string => {
    const value = valueAt(object, 'data', key)
    return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : ''
  }
  const [id, secret, expiration] = [field('token-id'), field('token-secret'), field('expiration')]
  const isSound = object.metadata.name === `bootstrap-token-${id}` && id !== '' && secret !== ''
  const isInForce = expiration === '' || Date.parse(expiration) > nowMs
  return isSound && isInForce && field('usage-bootstrap-signing') === 'true' ? [{ id, secret }] : []
}

/** A JWS over the content that leaves the content out (RFC 7515, appendix F). */
export function signatureOf(content: string, id: string, secret: string): string {
  const header = Buffer.from(JSON.stringify({ alg: 'HS256', kid: id })).toString('base64url')
  const body = Buffer.from(content).toString('base64url')
  const signature = createHmac('sha256', secret).update(`${header}.${body}`).digest('base64url')
  return `${header}..${signature}`
}
