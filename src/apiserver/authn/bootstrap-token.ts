import { type Clock, isTerminating, type KubeObject, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import type { TokenAuthenticator } from './bearer.ts'
import { isSameSecret } from './static-token.ts'

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/
const GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/

/** Tokens `id.secret` of secrets `bootstrap-token-ID` in kube-system. Source: upstream authenticator/token/bootstrap. */
export function bootstrapTokenAuthenticator(registry: Registry, clock: Clock): TokenAuthenticator {
  return {
    name: 'bootstrap',
    authenticate: (token) => {
      const [, id = '', secret = ''] = TOKEN.exec(token) ?? []
      const kind = registry.kinds.find('', 'v1', 'secrets')
      if (id === '' || kind === undefined) return undefined
      const object = registry.read(kind, 'kube-system', `bootstrap-token-${id}`)
      const groups = object && groupsOf(object, { id, secret, nowMs: clock.now() })
      return groups && { user: { name: `system:bootstrap:${id}`, groups }, audiences: [] }
    },
  }
}

interface Presented {
  readonly id: string
  readonly secret: string
  readonly nowMs: number
}

/** The groups of a token that is good; undefined for one that is not. */
function groupsOf(object: KubeObject, { id, secret, nowMs }: Presented): readonly string[] | undefined {
  if (object['type'] !== 'bootstrap.kubernetes.io/token' || isTerminating(object)) return undefined
  if (!isSameSecret(dataOf(object, 'token-secret'), secret) || dataOf(object, 'token-id') !== id) return undefined
  const expiration = dataOf(object, 'expiration')
  if (expiration !== '' && !(Date.parse(expiration) > nowMs)) return undefined
  if (dataOf(object, 'usage-bootstrap-authentication') !== 'true') return undefined
  const extra = dataOf(object, 'auth-extra-groups')
  const groups = extra === '' ? [] : extra.split(',')
  return groups.every((group) => GROUP.test(group)) ? ['system:bootstrappers', ...groups] : undefined
}

function dataOf(secret: KubeObject, key: string): string {
  const value = valueAt(secret, 'data', key)
  return typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : ''
}
