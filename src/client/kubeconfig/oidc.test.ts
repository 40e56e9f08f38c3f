import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { oidcCredentials } from './oidc.ts'

const NOW = 1_000_000_000_000
const clock = {
  now: () => NOW,
  setTimer: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
/** A token that ends so many seconds from now. */
const token = (seconds: number): string =>
  `h.${Buffer.from(JSON.stringify({ exp: NOW / 1000 + seconds })).toString('base64url')}.s`

let folder = ''
let server: Server
let issuer = ''
let forms: string[] = []
let answer: object = {}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'berth-oidc-'))
  forms = []
  server = createServer((request, response) => {
    if (request.method === 'GET') return response.end(JSON.stringify({ token_endpoint: `${issuer}/token` }))
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk))
    request.on('end', () => {
      forms.push(body)
      response.end(JSON.stringify(answer))
    })
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const context = () => ({
  clock,
  environment: {},
  isInteractive: false,
  cluster: {},
  place: { file: join(folder, 'config'), name: 'me' },
})
const provider = (config: Record<string, string>) => ({
  name: 'oidc',
  config: { 'idp-issuer-url': issuer, 'client-id': 'app', ...config },
})

test('a token that is good is used as it is', async () => {
  const good = token(60)
  const source = oidcCredentials(provider({ 'id-token': good }), {}, context())
  expect(await source.current()).toEqual({ authorization: `Bearer ${good}` })
  expect(forms).toEqual([])
})

test('one that ends is renewed, and written back with the next refresh token', async () => {
  const config = provider({ 'id-token': token(1), 'refresh-token': 'first' })
  writeFileSync(join(folder, 'config'), JSON.stringify({ users: [{ name: 'me', user: { 'auth-provider': config } }] }))
  answer = { id_token: token(600), refresh_token: 'second' }
  const source = oidcCredentials(config, {}, context())
  const fresh = { authorization: `Bearer ${token(600)}` }
  expect(await Promise.all([source.current(), source.current()])).toEqual([fresh, fresh])
  await source.current()
  expect(forms).toEqual(['grant_type=refresh_token&refresh_token=first&client_id=app'])
  const text = readFileSync(join(folder, 'config'), 'utf8')
  expect(text).toContain('refresh-token: second')
  expect(text).toContain(token(600))
})

test.each([
  ['no refresh token', {}, {}],
  ['an answer without an id token', { 'refresh-token': 'r' }, {}],
])('%s gives no credentials', async (_, config, said) => {
  answer = said
  const source = oidcCredentials(provider(config), {}, context())
  await expect(source.current()).rejects.toMatchObject({ code: 'credentials' })
})

test.each([
  ['another provider', { name: 'gcp', config: {} }],
  ['no issuer', { name: 'oidc', config: { 'client-id': 'a' } }],
])('%s is refused at once', (_, entry) => {
  expect(() => oidcCredentials(entry, {}, context())).toThrow(expect.objectContaining({ code: 'bad-config' }))
})
