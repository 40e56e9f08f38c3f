import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { RepoError } from './error.ts'
import { send } from './http.ts'
import { proxyFor } from './proxy.ts'
import { repositoryEntry } from './repositories-file.ts'
import { fetchFrom, resolveUrl } from './repository.ts'
import { type FakeRepositoryOptions, startFakeRepository } from './testing-repository.ts'
import { type LocalServer, listen } from './testing-server.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

async function repository(options: FakeRepositoryOptions) {
  const server = await startFakeRepository(options)
  open.push(server)
  return server
}

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof RepoError ? error.code : `unexpected ${String(error)}`),
  )

describe('an answer that is no good has a code', () => {
  const rows: readonly (readonly [string, FakeRepositoryOptions['files'][string], object, string])[] = [
    ['404', 404, {}, 'not-found'],
    ['500', 500, {}, 'http-status'],
    ['403', 403, {}, 'unauthorized'],
    ['slow', 'hang', { timeoutMs: 60 }, 'timeout'],
    ['too large', 'x'.repeat(2000), { limitBytes: 1999 }, 'too-large'],
    ['as large as allowed', 'x'.repeat(2000), { limitBytes: 2000 }, 'ok'],
    ['a loop of redirects', { location: '/a' }, {}, 'redirects'],
    ['a redirect to another scheme', { location: 'ftp://a/b' }, {}, 'bad-url'],
  ]
  test.each(rows)('%s', async (_, content, options, code) => {
    const server = await repository({ files: { '/a': content } })
    const entry = repositoryEntry({ name: 'r', url: server.url })
    expect(await codeOf(fetchFrom(`${server.url}/a`, entry, options))).toBe(code)
  })

  test('the caller gives up', async () => {
    const server = await repository({ files: { '/a': 'hang' } })
    const abort = new AbortController()
    const work = codeOf(send({ url: `${server.url}/a`, signal: abort.signal }))
    abort.abort()
    expect(await work).toBe('aborted')
  })

  test('nobody listens', async () => {
    const server = await startFakeRepository({ files: {} })
    await server.close()
    const work = send({ url: `${server.url}/a` })
    await expect(work).rejects.toThrow(`Get "${server.url}/a": dial tcp ${server.host}: connect: connection refused`)
  })

  test('cut short', async () => {
    const server = await listen((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('abc', () => response.destroy())
    })
    open.push(server)
    expect(await codeOf(send({ url: `http://${server.host}/` }))).toBe('unreachable')
  })
})

describe('credentials', () => {
  const entryFor = (url: string, passCredentialsAll = false) =>
    repositoryEntry({ name: 'r', url, username: 'ann', password: 'geheim', passCredentialsAll })

  test('go to the host of the repository', async () => {
    const server = await repository({ files: { '/c/a': 'yes' }, credentials: 'ann:geheim' })
    expect(Buffer.from(await fetchFrom(`${server.url}/c/a`, entryFor(`${server.url}/c`), {})).toString()).toBe('yes')
    expect(server.requests[0]?.userAgent).toMatch(/^Helm\//)
  })

  test('stay away from another host, unless all are allowed', async () => {
    const home = await repository({ files: {} })
    const other = await repository({ files: { '/a': 'x' } })
    await fetchFrom(`${other.url}/a`, entryFor(home.url), {})
    await fetchFrom(`${other.url}/a`, entryFor(home.url, true), {})
    expect(other.requests.map(({ authorization }) => authorization !== undefined)).toEqual([false, true])
  })

  test('are dropped when a redirect leaves the host', async () => {
    const other = await repository({ files: { '/a': 'x' } })
    const home = await repository({ files: { '/a': { location: `${other.url}/a` } } })
    await fetchFrom(`${home.url}/a`, entryFor(home.url), {})
    expect(home.requests[0]?.authorization).toMatch(/^Basic /)
    expect(other.requests[0]?.authorization).toBe(undefined)
  })

  test('wrong ones are called so', async () => {
    const server = await repository({ files: { '/a': 'x' }, credentials: 'bob:x' })
    expect(await codeOf(fetchFrom(`${server.url}/a`, entryFor(server.url), {}))).toBe('unauthorized')
  })
})

describe('files that say whom to trust', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-tls-'))
  const noPem = join(folder, 'ca.pem')
  writeFileSync(noPem, 'hello')
  test.each([
    ['missing', join(folder, 'nothing'), 'io'],
    ['not PEM', noPem, 'bad-config'],
  ])('%s', async (_, caFile, code) => {
    expect(await codeOf(send({ url: 'https://127.0.0.1:1/', caFile }))).toBe(code)
  })
  test('TLS to a server without TLS', async () => {
    const server = await repository({ files: {} })
    expect(await codeOf(send({ url: `https://${server.host}/` }))).toBe('unreachable')
  })
})

describe('proxies', () => {
  const rows: readonly (readonly [string, string, boolean])[] = [
    ['http://charts.test/', '', true],
    ['http://localhost/', '', false],
    ['http://127.0.0.7/', '', false],
    ['http://charts.test/', 'charts.test', false],
    ['http://a.charts.test/', 'charts.test', false],
    ['http://acharts.test/', 'charts.test', true],
    ['http://charts.test/', '.charts.test', true],
    ['http://a.charts.test/', '*.charts.test', false],
    ['http://charts.test:8080/', 'charts.test:80', true],
    ['http://10.1.2.3/', '10.0.0.0/8', false],
    ['http://11.1.2.3/', '10.0.0.0/8', true],
    ['http://charts.test/', '*', false],
  ]
  test.each(rows)('%s with NO_PROXY=%s', (url, none, isUsed) => {
    const proxy = proxyFor(new URL(url), { http: 'proxy.test:3128', https: '', none })
    expect(proxy?.href).toBe(isUsed ? 'http://proxy.test:3128/' : undefined)
  })

  test('a request goes through one', async () => {
    const target = await repository({ files: { '/a': 'through' } })
    const proxy = await startProxy(target.host)
    const url = `http://ann:pw@${proxy.host}`
    const answer = await send({ url: 'http://charts.test/a', proxy: { http: url, https: '', none: '' } })
    expect(Buffer.from(answer.body).toString()).toBe('through')
  })

  test('TLS goes through a tunnel, and the name is checked behind it', async () => {
    const [cert, key] = ['cert', 'key'].map((name) => readFileSync(`fixtures/repo/tls/${name}.pem`))
    const target = await repository({ files: { '/a': 'through' }, server: createTlsServer({ cert, key }) as never })
    const proxy = await startProxy(target.host)
    const options = { caFile: 'fixtures/repo/tls/cert.pem', proxy: { http: '', https: proxy.host, none: '' } }
    expect((await send({ url: 'https://charts.test/a', ...options })).status).toBe(200)
    expect(await codeOf(send({ url: 'https://other.test/a', ...options }))).toBe('untrusted')
  })

  test('CONNECT that is refused is told', async () => {
    const proxy = await repository({ files: {} })
    const options = { http: '', https: proxy.url, none: '' }
    expect(await codeOf(send({ url: 'https://charts.test/a', proxy: options }))).toBe('unreachable')
  })
})

/** A proxy that sends everything to one host. */
async function startProxy(host: string): Promise<LocalServer> {
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '')
    if (incoming.headers['proxy-authorization'] === undefined) return void response.writeHead(407).end()
    httpRequest(`http://${host}${pathname}`, (answer) => answer.pipe(response)).end()
  })
  server.on('connect', (_, socket) => {
    const [name = '', port = ''] = host.split(':')
    const through = connect(Number(port), name, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
    through.pipe(socket).pipe(through)
    socket.on('close', () => through.destroy())
    through.on('close', () => socket.destroy())
    for (const end of [socket, through]) end.on('error', () => {})
  })
  const local = await listen(() => {}, server)
  open.push(local)
  return local
}

test.each([
  ['http://a/b', 'c.tgz', 'http://a/b/c.tgz'],
  ['http://a/b/', 'c.tgz', 'http://a/b/c.tgz'],
  ['http://a/b?x=1', 'c.tgz', 'http://a/b/c.tgz?x=1'],
  ['http://a/b', '/c.tgz', 'http://a/c.tgz'],
  ['http://a/b', 'http://d/c.tgz', 'http://d/c.tgz'],
  ['http://a/b/index', '../c.tgz', 'http://a/b/c.tgz'],
])('%s and %s make %s', (base, reference, expected) => {
  expect(resolveUrl(base, reference)).toBe(expected)
})
