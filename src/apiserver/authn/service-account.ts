import { textAt } from '#kinds'
import { type Clock, type JsonObject, type KubeObject, valueAt } from '#kube'
import type { Registry } from '../contract/registry.ts'
import type { User } from '../contract/user.ts'
import { type TokenAuthenticator, TokenError, type TokenResult } from './bearer.ts'
import { decodePart, type JwtKeys } from './jwt-keys.ts'

const PREFIX = 'system:serviceaccount:'
/** Clocks may differ by so much, and deleted objects live on for so long (go-jose's leeway). */
const LEEWAY_MS = 60_000

/** Where service account tokens come from and whom they are for. */
export interface ServiceAccountIssuer {
  /** First the one that is written into tokens, then those that are still taken. */
  readonly issuers: readonly string[]
  readonly audiences: readonly string[]
  readonly keys: JwtKeys
}

/** Takes the JWTs of service accounts: bound ones (projected, from TokenRequest) and those in secrets. */
export function serviceAccountAuthenticator(
  registry: Registry,
  clock: Clock,
  { issuers, audiences, keys }: ServiceAccountIssuer,
): TokenAuthenticator {
  const accepted = new Set([...issuers, LEGACY_ISSUER])
  return {
    name: 'serviceaccount',
    authenticate: (token, wanted) => {
      const issuer = issuerOf(token)
      if (issuer === undefined || !accepted.has(issuer)) return undefined
      const claims = keys.verify(token)
      if (claims === undefined) throw new TokenError('invalid bearer token')
      const look = { registry, nowMs: clock.now() }
      if (issuer === LEGACY_ISSUER && !issuers.includes(LEGACY_ISSUER)) return legacyUser(token, claims, look)
      return boundUser(claims, wanted.length > 0 ? wanted : audiences, look)
    },
  }
}

const LEGACY_ISSUER = 'kubernetes/serviceaccount'

function issuerOf(token: string): string | undefined {
  const parts = token.split('.')
  const issuer = parts.length === 3 ? decodePart(parts[1] ?? '')?.['iss'] : undefined
  return typeof issuer === 'string' ? issuer : undefined
}

interface Look {
  readonly registry: Registry
  readonly nowMs: number
}

function boundUser(claims: JsonObject, wanted: readonly string[], look: Look): TokenResult {
  const given = audiencesOf(claims)
  const common = wanted.filter((audience) => given.includes(audience))
  if (common.length === 0) {
    throw new TokenError(`token audiences ${goList(given)} is invalid for the target audiences ${goList(wanted)}`)
  }
  checkTimes(claims, look.nowMs)
  const namespace = claimAt(claims, 'kubernetes.io', 'namespace')
  const account = referenceAt(claims, 'serviceaccount')
  checkAccount(namespace, account, look)
  for (const bound of BOUND) checkBound(bound, { claims, namespace }, look)
  return {
    user: { ...serviceAccountUser(namespace, account.name, account.uid), ...extraOf(claims) },
    audiences: common,
  }
}

function goList(list: readonly string[]): string {
  return `[${list.map((item) => JSON.stringify(item)).join(' ')}]`
}

function audiencesOf({ aud }: JsonObject): readonly string[] {
  if (typeof aud === 'string') return [aud]
  return Array.isArray(aud) ? aud.filter((item) => typeof item === 'string') : []
}

function checkTimes({ exp, nbf }: JsonObject, nowMs: number): void {
  if (typeof exp === 'number' && nowMs - LEEWAY_MS > exp * 1000)
    throw new TokenError('service account token has expired')
  if (typeof nbf === 'number' && nowMs + LEEWAY_MS < nbf * 1000)
    throw new TokenError('service account token is not valid yet')
}

interface Reference {
  readonly name: string
  readonly uid: string
}

function referenceAt(claims: JsonObject, key: string): Reference {
  return { name: claimAt(claims, 'kubernetes.io', key, 'name'), uid: claimAt(claims, 'kubernetes.io', key, 'uid') }
}

function claimAt(claims: JsonObject, ...path: readonly string[]): string {
  const value = valueAt(claims, ...path)
  return typeof value === 'string' ? value : ''
}

function checkAccount(namespace: string, { name, uid }: Reference, look: Look): void {
  const account = readObject('serviceaccounts', { namespace, name }, look)
  if (account === undefined) throw new TokenError(`serviceaccounts "${name}" not found`)
  if (isLongDeleted(account, look)) throw new TokenError(`service account ${namespace}/${name} has been deleted`)
  const present = textAt(account.metadata, 'uid')
  if (present !== uid) throw new TokenError(`service account UID (${present}) does not match claim (${uid})`)
}

function readObject(
  resource: string,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  { registry }: Look,
): KubeObject | undefined {
  const kind = registry.kinds.find('', 'v1', resource)
  return kind && registry.read(kind, namespace, name)
}

function isLongDeleted({ metadata }: KubeObject, { nowMs }: Look): boolean {
  const deleted = metadata['deletionTimestamp']
  return typeof deleted === 'string' && Date.parse(deleted) < nowMs - LEEWAY_MS
}

interface Bound {
  readonly claim: string
  readonly resource: string
  readonly isNamespaced: boolean
  readonly label: string
}

/** What a token may be bound to. A node that is named beside a pod is only information. */
const BOUND: readonly Bound[] = [
  { claim: 'secret', resource: 'secrets', isNamespaced: true, label: 'secret' },
  { claim: 'pod', resource: 'pods', isNamespaced: true, label: 'pod' },
  { claim: 'node', resource: 'nodes', isNamespaced: false, label: 'node' },
]

function checkBound(
  { claim, resource, isNamespaced, label }: Bound,
  { claims, namespace }: { readonly claims: JsonObject; readonly namespace: string },
  look: Look,
): void {
  const { name, uid } = referenceAt(claims, claim)
  if (name === '' || (claim === 'node' && referenceAt(claims, 'pod').name !== '')) return
  const object = readObject(resource, { namespace: isNamespaced ? namespace : '', name }, look)
  if (object === undefined || isLongDeleted(object, look)) {
    throw new TokenError('service account token has been invalidated')
  }
  const present = textAt(object.metadata, 'uid')
  if (present === uid) return
  throw new TokenError(`${label} UID (${present}) does not match service account ${label} ref claim (${uid})`)
}

function extraOf(claims: JsonObject): Pick<User, 'extra'> {
  const extra: Record<string, readonly string[]> = {}
  const jti = claims['jti']
  if (typeof jti === 'string' && jti !== '') extra['authentication.kubernetes.io/credential-id'] = [`JTI=${jti}`]
  const pod = referenceAt(claims, 'pod')
  if (pod.name !== '') {
    extra['authentication.kubernetes.io/pod-name'] = [pod.name]
    extra['authentication.kubernetes.io/pod-uid'] = [pod.uid]
  }
  const node = referenceAt(claims, 'node')
  if (node.name !== '') {
    extra['authentication.kubernetes.io/node-name'] = [node.name]
    if (node.uid !== '') extra['authentication.kubernetes.io/node-uid'] = [node.uid]
  }
  return Object.keys(extra).length === 0 ? {} : { extra }
}

/** Tokens in secrets of type kubernetes.io/service-account-token: no expiry, good while the secret holds them. */
function legacyUser(token: string, claims: JsonObject, look: Look): TokenResult {
  const claim = (key: string): string => claimAt(claims, `kubernetes.io/serviceaccount/${key}`)
  const namespace = claim('namespace')
  const account = { name: claim('service-account.name'), uid: claim('service-account.uid') }
  const secretName = claim('secret.name')
  if (claimAt(claims, 'sub') !== `${PREFIX}${namespace}:${account.name}`) throw new TokenError('sub claim is invalid')
  const secret = readObject('secrets', { namespace, name: secretName }, look)
  if (secret === undefined || isLongDeleted(secret, look))
    throw new TokenError('service account token has been invalidated')
  const kept = valueAt(secret, 'data', 'token')
  if (typeof kept !== 'string' || Buffer.from(kept, 'base64').toString('utf8') !== token) {
    throw new TokenError("service account token doesn't match server copy")
  }
  checkAccount(namespace, account, look)
  return { user: serviceAccountUser(namespace, account.name, account.uid), audiences: [] }
}

/** The user that a service account is. */
export function serviceAccountUser(namespace: string, name: string, uid: string): User {
  return {
    name: `${PREFIX}${namespace}:${name}`,
    ...(uid !== '' && { uid }),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
  }
}

/** Namespace and name of a service account's user name; undefined for other users. */
export function splitServiceAccount(
  userName: string,
): { readonly namespace: string; readonly name: string } | undefined {
  if (!userName.startsWith(PREFIX)) return undefined
  const [namespace = '', name = '', ...rest] = userName.slice(PREFIX.length).split(':')
  if (rest.length > 0 || !LABEL.test(namespace) || !SUBDOMAIN.test(name)) return undefined
  return { namespace, name }
}

const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
