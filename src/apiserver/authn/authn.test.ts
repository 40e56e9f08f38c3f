import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Kind, kindTable, textAt } from '#kinds'
import type { JsonObject, KubeObject } from '#kube'
import type { ApiRequest, Headers, RequestContext } from '../contract/http.ts'
import type { Registry, SpecialCall } from '../contract/registry.ts'
import type { ClientCertificate, User } from '../contract/user.ts'
import { type Bench, openBench } from '../registry/testing.ts'
import { tokenRequest, tokenReview } from '../review/door.ts'
import { bearerAuthenticator, TokenError } from './bearer.ts'
import { bootstrapTokenAuthenticator } from './bootstrap-token.ts'
import { certificateAuthenticator, frontProxyAuthenticator } from './certificate.ts'
import { authenticate } from './chain.ts'
import { legacyClaims } from './claims.ts'
import { createJwtKeys } from './jwt-keys.ts'
import { oidcAuthenticator } from './oidc.ts'
import { serviceAccountAuthenticator } from './service-account.ts'
import { staticTokenAuthenticator } from './static-token.ts'

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const old = generateKeyPairSync('rsa', { modulusLength: 2048 })
const admin: User = { name: 'admin', groups: ['system:masters'] }
const kindOf = (plural: string): Kind => kindTable.find((kind) => kind.plural === plural && kind.group === '')!

let bench: Bench
let registry: Registry
beforeEach(async () => {
  bench = await openBench({ kinds: kindTable })
  registry = bench.api.registry
})

function given(plural: string, metadata: JsonObject, fields: JsonObject = {}): Promise<KubeObject> {
  const kind = kindOf(plural)
  const object = { apiVersion: 'v1', kind: kind.kind, metadata, ...fields } as unknown as KubeObject
  const target = { kind, namespace: textAt(metadata, 'namespace'), name: textAt(metadata, 'name') }
  return registry.create(target, object, { user: admin, isInternal: true })
}

function request(headers: Headers = {}, more: Partial<ApiRequest> = {}): ApiRequest {
  return {
    method: 'GET',
    path: '/api',
    query: new URLSearchParams(),
    headers,
    body: () => Promise.resolve(new Uint8Array()),
    signal: new AbortController().signal,
    remoteAddress: '127.0.0.1',
    ...more,
  }
}
const certificate = (commonName: string, ...organizations: string[]): { clientCertificate: ClientCertificate } => ({
  clientCertificate: { commonName, organizations, serialNumber: '1', fingerprint: 'ff' },
})
const frontProxy = (commonName: string, ...organizations: string[]): { clientCertificate: ClientCertificate } => ({
  clientCertificate: { ...certificate(commonName, ...organizations).clientCertificate, isFrontProxy: true },
})
const context = (user: User): RequestContext => ({
  info: {} as RequestContext['info'],
  user,
  warn: () => {},
  annotate: () => {},
})

describe('who asks', () => {
  const chain = [
    frontProxyAuthenticator(['proxy']),
    certificateAuthenticator,
    bearerAuthenticator([staticTokenAuthenticator('secret,bob,7,"dev,ops"\nother,eve,8\n')]),
  ]
  test.each<[string, ApiRequest, User | number]>([
    [
      'a certificate',
      request({}, certificate('alice', 'a')),
      {
        name: 'alice',
        groups: ['a', 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ff'] },
      },
    ],
    [
      'a token',
      request({ authorization: 'Bearer secret' }),
      { name: 'bob', uid: '7', groups: ['dev', 'ops', 'system:authenticated'] },
    ],
    ['a wrong token', request({ authorization: 'Bearer wrong' }), 401],
    ['nobody', request(), 401],
    [
      'nobody, about health',
      request({}, { path: '/healthz' }),
      { name: 'system:anonymous', groups: ['system:unauthenticated'] },
    ],
    ['a wrong token, about health', request({ authorization: 'Bearer wrong' }, { path: '/healthz' }), 401],
    [
      'a proxy for somebody',
      request(
        { 'x-remote-user': 'carl', 'x-remote-group': ['g', 'h'], 'x-remote-extra-a%2fb': 'c' },
        frontProxy('proxy'),
      ),
      { name: 'carl', groups: ['g', 'h', 'system:authenticated'], extra: { 'a/b': ['c'] } },
    ],
    ['a proxy for nobody', request({}, frontProxy('proxy', 'system:masters')), 401],
    ['a proxy of another name', request({ 'x-remote-user': 'carl' }, frontProxy('other')), 401],
    [
      "somebody with a proxy's name",
      request({ 'x-remote-user': 'carl' }, certificate('proxy')),
      {
        name: 'proxy',
        groups: ['system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ff'] },
      },
    ],
    [
      'somebody who is no proxy',
      request({ 'x-remote-user': 'carl' }, certificate('alice')),
      {
        name: 'alice',
        groups: ['system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=ff'] },
      },
    ],
    [
      'a web socket of a browser',
      request({
        'sec-websocket-protocol': `v5.channel.k8s.io, base64url.bearer.authorization.k8s.io.${Buffer.from('other').toString('base64url')}`,
      }),
      { name: 'eve', uid: '8', groups: ['system:authenticated'] },
    ],
  ])('%s', async (_, asked, expected) => {
    const found = await authenticate(chain, asked).catch((error: { status: { code: number } }) => error.status.code)
    expect(found).toEqual(expected)
  })
})

describe('bootstrap tokens', () => {
  const data = (fields: Record<string, string>): JsonObject =>
    Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, Buffer.from(value).toString('base64')]))
  test.each<[string, Record<string, string>, string, boolean]>([
    ['good', {}, 'abcdef.0123456789abcdef', true],
    ['with another secret', {}, 'abcdef.0123456789abcdeg', false],
    ['over', { expiration: '2025-01-01T00:00:00Z' }, 'abcdef.0123456789abcdef', false],
    ['not for this', { 'usage-bootstrap-authentication': 'false' }, 'abcdef.0123456789abcdef', false],
    ['with a group that is not allowed', { 'auth-extra-groups': 'system:masters' }, 'abcdef.0123456789abcdef', false],
  ])('%s', async (_, changes, token, isGood) => {
    const fields = {
      'token-id': 'abcdef',
      'token-secret': '0123456789abcdef',
      'usage-bootstrap-authentication': 'true',
      ...changes,
    }
    await given(
      'secrets',
      { name: 'bootstrap-token-abcdef', namespace: 'kube-system' },
      { type: 'bootstrap.kubernetes.io/token', data: data(fields) },
    )
    const found = await bootstrapTokenAuthenticator(registry, bench.clock).authenticate(token, [])
    expect(found?.user).toEqual(
      isGood ? { name: 'system:bootstrap:abcdef', groups: ['system:bootstrappers'] } : undefined,
    )
  })
})

describe('service account tokens', () => {
  const keys = createJwtKeys(pem(own.privateKey), [old.publicKey.export({ type: 'spki', format: 'pem' }) as string])
  const issuer = { issuers: ['https://k'], audiences: ['https://k'], keys }
  let count = 0
  const call = (spec: JsonObject, account = 'sa', warn: (text: string) => void = () => {}): SpecialCall => ({
    object: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', metadata: { name: '' }, spec },
    namespace: 'a',
    name: account,
    options: { dryRun: false, fieldManager: '' },
    context: { ...context(admin), warn },
    request: request(),
  })
  const make = async (spec: JsonObject, account?: string): Promise<JsonObject> => {
    const endpoint = tokenRequest({
      registry,
      clock: bench.clock,
      issuer,
      newId: () => `id-${count++}`,
      maxExpirationSeconds: 86_400 * 400,
    })
    return (await endpoint.create!(call(spec, account))).object
  }
  const tokenOf = async (spec: JsonObject): Promise<string> =>
    textAt((await make(spec))['status'] as JsonObject, 'token')
  const check = async (token: string, audiences: string[] = []): Promise<unknown> => {
    try {
      return (await serviceAccountAuthenticator(registry, bench.clock, issuer).authenticate(token, audiences))?.user
    } catch (error) {
      return error instanceof TokenError ? error.message : error
    }
  }
  beforeEach(() => given('serviceaccounts', { name: 'sa', namespace: 'a' }))

  test('name account, groups and credential', async () => {
    const { uid } = registry.read(kindOf('serviceaccounts'), 'a', 'sa')!.metadata
    expect(await check(await tokenOf({}))).toEqual({
      name: 'system:serviceaccount:a:sa',
      uid,
      groups: ['system:serviceaccounts', 'system:serviceaccounts:a'],
      extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=id-/)] },
    })
  })
  test('end, with a minute for clocks', async () => {
    const token = await tokenOf({ expirationSeconds: 600 })
    bench.clock.advance(630_000)
    expect(await check(token)).toMatchObject({ name: 'system:serviceaccount:a:sa' })
    bench.clock.advance(60_000)
    expect(await check(token)).toBe('service account token has expired')
  })
  test('are for their audience alone', async () => {
    const token = await tokenOf({ audiences: ['vault'] })
    expect(await check(token)).toBe('token audiences ["vault"] is invalid for the target audiences ["https://k"]')
    expect(await check(token, ['vault'])).toMatchObject({ name: 'system:serviceaccount:a:sa' })
  })
  test('go with their pod', async () => {
    const spec = { serviceAccountName: 'sa', nodeName: 'n', containers: [{ name: 'c', image: 'i' }] }
    await given('nodes', { name: 'n' })
    const pod = await given('pods', { name: 'p', namespace: 'a' }, { spec })
    const token = await tokenOf({
      boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' },
      expirationSeconds: 3607,
    })
    expect(await check(token)).toMatchObject({
      extra: {
        'authentication.kubernetes.io/pod-name': ['p'],
        'authentication.kubernetes.io/pod-uid': [pod.metadata['uid']],
        'authentication.kubernetes.io/node-name': ['n'],
      },
    })
    await registry.remove(
      { kind: kindOf('pods'), namespace: 'a', name: 'p' },
      { user: admin, isInternal: true, deleteOptions: { gracePeriodSeconds: 0 } },
    )
    expect(await check(token)).toBe('service account token has been invalidated')
  })
  test.each<[string, JsonObject, string]>([
    [
      'too short',
      { expirationSeconds: 10 },
      'TokenRequest.authentication.k8s.io "sa" is invalid: spec.expirationSeconds: Invalid value: 10: may not specify a duration less than 10 minutes',
    ],
    [
      'bound to what is not there',
      { boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'x' } },
      'pods "x" not found',
    ],
    [
      'bound to what cannot be',
      { boundObjectRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' } },
      'cannot bind token to object of type apps/v1, Kind=Deployment',
    ],
  ])('%s is refused', async (_, spec, words) => {
    await expect(make(spec)).rejects.toThrow(words)
  })
  test('go with their account, and one made again has none of them', async () => {
    const token = await tokenOf({})
    await registry.remove(
      { kind: kindOf('serviceaccounts'), namespace: 'a', name: 'sa' },
      { user: admin, isInternal: true },
    )
    expect(await check(token)).toBe('serviceaccounts "sa" not found')
    await given('serviceaccounts', { name: 'sa', namespace: 'a' })
    expect(await check(token)).toMatch(/^service account UID \(.*\) does not match claim/)
  })
  test('of an old key are good, of a foreign one or changed are not', async () => {
    const rotated = createJwtKeys(pem(old.privateKey))
    const { uid } = registry.read(kindOf('serviceaccounts'), 'a', 'sa')!.metadata
    const claims = {
      iss: 'https://k',
      aud: ['https://k'],
      exp: 4e9,
      'kubernetes.io': { namespace: 'a', serviceaccount: { name: 'sa', uid: uid as string } },
    }
    expect(await check(rotated.sign(claims))).toMatchObject({ name: 'system:serviceaccount:a:sa' })
    const foreign = createJwtKeys(pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
    expect(await check(foreign.sign(claims))).toBe('invalid bearer token')
    const [head, , signature] = rotated.sign(claims).split('.')
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url')
    expect(await check(`${head}.${forged}.${signature}`)).toBe('invalid bearer token')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${forged}.`
    expect(await check(none)).toBe('invalid bearer token')
    expect(rotated.jwks).toMatchObject({ keys: [{ use: 'sig', kty: 'RSA', alg: 'RS256' }] })
  })
  test('in a secret are good while it holds them', async () => {
    const account = registry.read(kindOf('serviceaccounts'), 'a', 'sa')!
    const token = keys.sign(legacyClaims(account, 't'))
    expect(await check(token)).toBe('service account token has been invalidated')
    await given('secrets', { name: 't', namespace: 'a' }, { data: { token: Buffer.from(token).toString('base64') } })
    expect(await check(token)).toMatchObject({ name: 'system:serviceaccount:a:sa' })
  })
  test('a review tells whose a token is', async () => {
    const tokens = [serviceAccountAuthenticator(registry, bench.clock, issuer)]
    const endpoint = tokenReview(tokens, issuer.audiences)
    const review = async (token: string): Promise<unknown> =>
      (await endpoint.create!({ ...call({}), object: { ...call({}).object, spec: { token } } })).object['status']
    expect(await review(await tokenOf({}))).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:a:sa' },
      audiences: ['https://k'],
    })
    expect(await review('nonsense')).toEqual({ user: {}, error: 'invalid bearer token' })
  })
})

describe('OIDC', () => {
  const issuerUrl = 'https://id.example.com'
  const documents: Record<string, unknown> = {
    [`${issuerUrl}/.well-known/openid-configuration`]: { issuer: issuerUrl, jwks_uri: `${issuerUrl}/keys` },
    [`${issuerUrl}/keys`]: {
      keys: [{ ...old.publicKey.export({ format: 'jwk' }), kid: '1', alg: 'RS256', use: 'sig' }],
    },
  }
  const options = { issuerUrl, clientId: 'me', groupsClaim: 'groups', groupsPrefix: 'oidc:' }
  const sign = (claims: JsonObject, key = old.privateKey): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: '1' }).setExpirationTime(4e9).sign(key)
  const check = async (token: string, more = {}): Promise<unknown> => {
    const authenticator = oidcAuthenticator({ ...options, ...more }, bench.clock, (url) =>
      Promise.resolve(documents[url]),
    )
    return await Promise.resolve(authenticator.authenticate(token, [])).then(
      (result) => result?.user,
      (error: Error) => error.message,
    )
  }
  test('claims become user and groups', async () => {
    const token = await sign({ iss: issuerUrl, aud: 'me', sub: 'jane', groups: ['dev'] })
    expect(await check(token)).toEqual({ name: `${issuerUrl}#jane`, groups: ['oidc:dev'] })
    expect(await check(token, { usernamePrefix: '-' })).toMatchObject({ name: 'jane' })
    expect(await check(token, { requiredClaims: { hd: 'x' } })).toBe('oidc: required claim hd not present in ID token')
  })
  test('what is not right is refused', async () => {
    expect(await check(await sign({ iss: 'https://other', aud: 'me', sub: 'jane' }))).toBe(undefined)
    expect(await check(await sign({ iss: issuerUrl, aud: 'you', sub: 'jane' }))).toMatch(/^oidc: verify token/)
    const email = await sign({ iss: issuerUrl, aud: 'me', email: 'j@x', email_verified: false })
    expect(await check(email, { usernameClaim: 'email' })).toBe('oidc: email not verified')
    const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    expect(await check(await sign({ iss: issuerUrl, aud: 'me', sub: 'jane' }, foreign))).toMatch(/^oidc: verify token/)
  })
})
