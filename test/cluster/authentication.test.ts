import { generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { httpTransport, readText } from '#client'
import { type BuiltCluster, startBuilt } from './harness.ts'

let cluster: BuiltCluster | undefined
let issuer: Server | undefined
let folder = ''
afterEach(() => {
  cluster?.close()
  issuer?.close()
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
  cluster = issuer = undefined
  folder = ''
})

/** Status and user of a SelfSubjectReview with this token. */
async function whoAmI(of: BuiltCluster, token: string): Promise<string> {
  const [{ server }] = JSON.parse(of.berth('list', '-o', 'json'))
  const transport = httpTransport({ server, isUnverified: true })
  try {
    const response = await transport.send({
      method: 'POST',
      path: '/apis/authentication.k8s.io/v1/selfsubjectreviews',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}',
    })
    const { username = '', groups = [] } = JSON.parse(await readText(response)).status.userInfo ?? {}
    return [response.status, username, ...groups].join(' ')
  } finally {
    transport.close()
  }
}

test('a token file says who one is', async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-tokens-'))
  writeFileSync(join(folder, 'tokens.csv'), 's3cret,ada,1,"dev,ops"\n')
  cluster = startBuilt('--store', 'memory', '--token-auth-file', join(folder, 'tokens.csv'))
  expect(await whoAmI(cluster, 's3cret')).toBe('201 ada dev ops system:authenticated')
  expect(await whoAmI(cluster, 's3cre')).toBe('401 ')
})

test('ID tokens of an issuer are taken as the flags say', async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-oidc-'))
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  cluster = startBuilt('--store', 'memory')
  const certificates = join(cluster.folder, 'home/clusters/berth/certificates')
  const url = await startIssuer(certificates, { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256' })
  cluster.berth('stop')
  const flags = {
    'issuer-url': url,
    'client-id': 'berth',
    'username-claim': 'email',
    'username-prefix': 'id:',
    'groups-claim': 'groups',
    'groups-prefix': 'id:',
    'required-claim': 'team=api',
    'signing-algs': 'RS256',
    'ca-file': join(certificates, 'ca.crt'),
  }
  cluster.berth('start', ...Object.entries(flags).map(([name, value]) => `--oidc-${name}=${value}`))
  const claims = {
    iss: url,
    aud: 'berth',
    exp: Date.now() / 1000 + 600,
    email: 'ada@example.org',
    groups: ['dev'],
    team: 'api',
  }
  const token = (more: object): string => signed({ ...claims, ...more }, privateKey)
  expect(await whoAmI(cluster, token({}))).toBe('201 id:ada@example.org id:dev system:authenticated')
  expect(await whoAmI(cluster, token({ team: 'other' }))).toBe('401 ')
  expect(await whoAmI(cluster, token({ aud: 'other' }))).toBe('401 ')
  expect(await whoAmI(cluster, token({ exp: 1 }))).toBe('401 ')
})

test.each([
  [['--oidc-client-id', 'x'], /must be specified together/],
  [['--oidc-issuer-url', 'http://127.0.0.1', '--oidc-client-id', 'x'], /expected an https address/],
  [
    ['--oidc-issuer-url', 'https://x', '--oidc-client-id', 'x', '--oidc-signing-algs', 'none'],
    /signing algorithm none/,
  ],
  [['--token-auth-file', '/nonexistent/tokens'], /cannot be read/],
])('%j is refused', (words, message) => {
  expect(() => startBuilt('--store', 'memory', ...words)).toThrow(message)
})

async function startIssuer(certificates: string, jwk: object): Promise<string> {
  const { readFileSync } = await import('node:fs')
  const tls = {
    key: readFileSync(join(certificates, 'apiserver.key')),
    cert: readFileSync(join(certificates, 'apiserver.crt')),
  }
  const server = createServer(tls, (request, response) => {
    const isKeys = request.url === '/keys'
    response.end(JSON.stringify(isKeys ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` }))
  })
  issuer = server
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return url
}

function signed(claims: object, key: Parameters<typeof sign>[2]): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'RS256', kid: 'k1' })}.${part(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key as string).toString('base64url')}`
}
