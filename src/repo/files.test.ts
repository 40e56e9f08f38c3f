import { chmodSync, existsSync, mkdtempSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eraseCredentials, findCredentials, storeCredentials } from './credentials.ts'
import { createDownloader } from './downloader.ts'
import { helmEnvironment } from './environment.ts'
import { RepoError } from './error.ts'
import { withLock, writeAtomic } from './file.ts'
import { send } from './http.ts'
import { changeRepositories, parseRepositories, repositoryEntry } from './repositories-file.ts'
import { addRepository } from './repository.ts'
import { packFiles } from './testing-archive.ts'
import { startFakeRepository } from './testing-repository.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'berth-files-'))
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)

test('a file is replaced whole, with its mode', async () => {
  const path = join(folder(), 'a/b.txt')
  await writeAtomic(path, 'one', 0o600)
  await writeAtomic(path, 'two', 0o644)
  expect([readFileSync(path, 'utf8'), mode(path)]).toEqual(['two', '644'])
})

test('changes of repositories.yaml do not overlap', async () => {
  const path = join(folder(), 'repositories.yaml')
  const names = Array.from({ length: 12 }, (_, at) => `r${at}`)
  await Promise.all(
    names.map((name) =>
      changeRepositories(path, (file) => ({
        ...file,
        repositories: [...file.repositories, repositoryEntry({ name, url: 'http://a' })],
      })),
    ),
  )
  const file = parseRepositories(readFileSync(path, 'utf8'), path)
  expect(file.repositories.map(({ name }) => name).sort()).toEqual(names.sort())
  expect(mode(path)).toBe('600')
})

test('a lock that a dead process left is taken over', async () => {
  const path = join(folder(), 'x.yaml')
  const lock = path.replace('.yaml', '.lock.berth')
  writeFileSync(lock, '')
  utimesSync(lock, 1, 1)
  expect(await withLock(path, async () => 'done')).toBe('done')
  expect(existsSync(lock)).toBe(false)
})

describe('registry credentials', () => {
  const files = () => {
    const home = folder()
    return { registryConfig: join(home, 'c/config.json'), dockerConfig: join(home, 'docker'), path: home }
  }

  test('are kept, found and forgotten; other members stay', async () => {
    const at = files()
    await writeAtomic(at.registryConfig, '{"HttpHeaders":{"a":"b"}}', 0o600)
    await storeCredentials('h:1', { username: 'a', password: 'b:c' }, at)
    await storeCredentials('token', { username: '', password: 'id' }, at)
    expect(await findCredentials('h:1', at)).toEqual({ username: 'a', password: 'b:c' })
    expect(await findCredentials('token', at)).toEqual({ username: '', password: 'id' })
    expect(mode(at.registryConfig)).toBe('600')
    await eraseCredentials('h:1', at)
    expect(await findCredentials('h:1', at)).toBe(undefined)
    expect(JSON.parse(readFileSync(at.registryConfig, 'utf8')).HttpHeaders).toEqual({ a: 'b' })
  })

  test("come from docker's file when Helm's has none", async () => {
    const at = files()
    const auth = Buffer.from('x:y').toString('base64')
    await writeAtomic(
      join(at.dockerConfig, 'config.json'),
      JSON.stringify({ auths: { 'https://h/v1/': { auth } } }),
      0o600,
    )
    expect(await findCredentials('h', at)).toEqual({ username: 'x', password: 'y' })
  })

  test.each(['{', '[]', '{"auths":{"h":{"auth":"bm9jb2xvbg=="}}}'])('%s is no config', async (text) => {
    const at = files()
    await writeAtomic(at.registryConfig, text, 0o600)
    await expect(findCredentials('h', at)).rejects.toThrow(RepoError)
  })

  test('come from a helper', async () => {
    const at = files()
    const script =
      '#!/bin/sh\nread host\n[ "$host" = h ] && echo \'{"Username":"u","Secret":"s"}\' && exit 0\necho credentials not found\nexit 1\n'
    writeFileSync(join(at.path, 'docker-credential-fake'), script)
    chmodSync(join(at.path, 'docker-credential-fake'), 0o755)
    await writeAtomic(at.registryConfig, '{"credsStore":"fake","credHelpers":{"z":"../evil","y":"missing"}}', 0o600)
    expect(await findCredentials('h', at)).toEqual({ username: 'u', password: 's' })
    expect(await findCredentials('other', at)).toBe(undefined)
    await expect(findCredentials('z', at)).rejects.toThrow('not a name')
    await expect(findCredentials('y', at)).rejects.toThrow('executable file not found')
  })
})

test('TLS: the authority is named, nothing is checked, or the server is not trusted', async () => {
  const [cert, key] = ['cert', 'key'].map((name) => readFileSync(`fixtures/repo/tls/${name}.pem`))
  const server = await startFakeRepository({ files: { '/a': 'x' }, server: createTlsServer({ cert, key }) as never })
  try {
    const url = `${server.url}/a`
    await expect(send({ url })).rejects.toMatchObject({ code: 'untrusted' })
    expect((await send({ url, caFile: 'fixtures/repo/tls/cert.pem' })).status).toBe(200)
    expect((await send({ url, insecureSkipTlsVerify: true })).status).toBe(200)
  } finally {
    await server.close()
  }
})

test('a downloader finds charts by URL, @name and alias', async () => {
  const archive = packFiles({ 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' })
  const index =
    'apiVersion: v1\nentries:\n  web:\n  - {name: web, version: 1.0.0, urls: [w.tgz]}\n  - {name: web, version: 0.9.0, urls: [w.tgz]}\n'
  const server = await startFakeRepository({ files: { '/index.yaml': index, '/w.tgz': archive } })
  const home = folder()
  const environment = helmEnvironment({}, home, 'linux')
  try {
    await addRepository(repositoryEntry({ name: 'r', url: server.url }), environment)
    const satisfies = () => true
    const downloader = createDownloader({ environment, satisfies, now: new Date(0) })
    for (const repository of [server.url, `${server.url}/`, '@r', 'alias:r']) {
      const { version, bytes } = await downloader.fetchChart(repository, 'web', '>=1')
      expect([version, bytes.length]).toEqual(['1.0.0', archive.length])
      expect(await downloader.versions(repository, 'web')).toEqual(['1.0.0', '0.9.0'])
      expect(await downloader.versions(repository, 'none')).toEqual([])
    }
    await expect(downloader.fetchChart('@none', 'web', '')).rejects.toMatchObject({ code: 'unknown-repository' })
    await expect(downloader.fetchChart('charts', 'web', '')).rejects.toMatchObject({ code: 'bad-url' })
  } finally {
    await server.close()
  }
})

test('an archive that is not the indexed one is refused, and a good one is kept in the cache', async () => {
  const { downloadChart } = await import('./download.ts')
  const archive = packFiles({ 'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n' })
  const { createHash } = await import('node:crypto')
  const good = createHash('sha256').update(archive).digest('hex')
  const row = (version: string, digest: string) =>
    `  - {name: web, version: ${version}, urls: [w.tgz], digest: ${digest}}\n`
  const index = `apiVersion: v1\nentries:\n  web:\n${row('1.0.0', good)}${row('0.9.0', 'b'.repeat(64))}${row('0.8.0', 'short')}`
  const server = await startFakeRepository({ files: { '/index.yaml': index, '/w.tgz': archive } })
  const environment = helmEnvironment({}, folder(), 'linux')
  const pull = (version: string) =>
    downloadChart('r/web', { environment, now: new Date(0), version, satisfies: () => false })
  try {
    await addRepository(repositoryEntry({ name: 'r', url: server.url }), environment)
    await expect(pull('0.9.0')).rejects.toMatchObject({ code: 'digest' })
    await expect(pull('0.8.0')).rejects.toMatchObject({ code: 'bad-index' })
    expect((await pull('1.0.0')).fileName).toBe('w.tgz')
    expect(existsSync(join(environment.contentCache, good.slice(0, 2), `${good}.chart`))).toBe(true)
    const before = server.requests.length
    await pull('1.0.0')
    expect(server.requests.length).toBe(before)
  } finally {
    await server.close()
  }
})

test.each([
  ['/a/w-1.0.0.tgz', 'w-1.0.0.tgz'],
  ['/a/..%2F..%2Fw.tgz', 'w.tgz'],
  ['/a/..%5C..%5Cw.tgz', 'w.tgz'],
  ['/a/%zz.tgz', '%zz.tgz'],
  ['/a/%2E%2E%2F', 'bad-url'],
])('the file of %s is named %s', async (path, expected) => {
  const { downloadChart } = await import('./download.ts')
  const files = new Proxy({}, { get: () => 'bytes' })
  const server = await startFakeRepository({ files })
  const environment = helmEnvironment({}, folder(), 'linux')
  const options = { environment, now: new Date(0), satisfies: () => true }
  try {
    const found = downloadChart(`${server.url}${path}`, options)
    const outcome = await found.then(
      ({ fileName }) => fileName,
      (error: unknown) => (error as RepoError).code,
    )
    expect(outcome).toBe(expected)
  } finally {
    await server.close()
  }
})
