import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { RepoError } from '../error.ts'
import { pushArchive } from '../publish.ts'
import { packFiles } from '../testing-archive.ts'
import { type FakeRegistryOptions, startFakeRegistry } from '../testing-registry.ts'
import { parseChallenge } from './challenge.ts'
import { pullChart } from './pull.ts'
import { parseReference, printReference } from './reference.ts'
import { connectRegistry } from './registry.ts'
import { listVersions, resolveReference } from './tags.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const server of open.splice(0)) await server.close()
})

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof RepoError ? error.code : `unexpected ${String(error)}`),
  )

const ann = { username: 'ann', password: 'geheim' }

/** A registry with some versions of `c/web`, and a connection to it. */
async function setUp(options: FakeRegistryOptions, versions: readonly string[] = ['1.0.0']) {
  const server = await startFakeRegistry(options)
  open.push(server)
  const folder = mkdtempSync(join(tmpdir(), 'berth-oci-'))
  const connection = { plainHttp: true, credentials: async () => ann }
  for (const version of versions) {
    const file = join(folder, 'web.tgz')
    writeFileSync(file, packFiles({ 'web/Chart.yaml': `apiVersion: v2\nname: web\nversion: ${version}\n` }))
    await pushArchive(file, `oci://${server.host}/c`, connection)
  }
  return { server, registry: connectRegistry(server.host, connection), name: `${server.host}/c/web` }
}

describe('references', () => {
  const hex = 'a'.repeat(64)
  test.each([
    ['oci://h/r', 'h/r', ''],
    ['h:5000/a/b/c:1.2.3', 'h:5000/a/b/c:1.2.3', ''],
    ['h/r:1.2.3+b.1', 'h/r:1.2.3_b.1', ''],
    [`h/r@sha256:${hex}`, `h/r@sha256:${hex}`, ''],
    [`h/r:1.0.0@sha256:${hex}`, 'h/r:1.0.0', ''],
    ['[::1]:80/r', '[::1]:80/r', ''],
    ['h', '', 'missing registry or repository'],
    ['h/UPPER', '', 'invalid repository "UPPER"'],
    ['h/../r', '', 'invalid repository "../r"'],
    ['h/r:', '', 'invalid tag ""'],
    ['h/r@md5:abc', '', 'invalid digest'],
    ['u@h/r', '', 'missing registry or repository'],
    ['a b/r', '', 'invalid registry "a b"'],
  ])('%s', (text, printed, problem) => {
    if (problem === '') expect(printReference(parseReference(text))).toBe(printed)
    else expect(() => parseReference(text)).toThrow(problem)
  })
})

test('challenges', () => {
  const challenge = parseChallenge('Bearer realm="http://a/t?x=\\"1\\"",service=s, scope="repository:a:pull,push"')
  expect(challenge?.scheme).toBe('bearer')
  expect([...(challenge?.parameters ?? [])]).toEqual([
    ['realm', 'http://a/t?x="1"'],
    ['service', 's'],
    ['scope', 'repository:a:pull,push'],
  ])
  expect(parseChallenge(undefined)).toBe(undefined)
})

describe('pull', () => {
  const rows: readonly (readonly [string, FakeRegistryOptions, string])[] = [
    ['no login needed', {}, 'ok'],
    ['basic', { auth: { kind: 'basic', ...ann } }, 'ok'],
    ['bearer', { auth: { kind: 'bearer', ...ann } }, 'ok'],
    ['blobs elsewhere', { redirectsBlobs: true, auth: { kind: 'bearer', ...ann } }, 'ok'],
  ]
  test.each(rows)('%s', async (_, options, code) => {
    const { registry, name } = await setUp(options)
    expect(await codeOf(pullChart(registry, `${name}:1.0.0`))).toBe(code)
  })

  test('a blob that is not what the manifest promised', async () => {
    const { server, name } = await setUp({})
    const first = server.blobs.values().next().value as Buffer
    const evil = await startFakeRegistry({ tamperedBlob: Buffer.alloc(first.length, 1) })
    open.push(evil)
    const [manifest] = server.manifests.values()
    const path = `http://${evil.host}/v2/c/web/manifests/1.0.0`
    await fetch(path, { method: 'PUT', body: new Uint8Array(manifest?.bytes ?? []) })
    const registry = connectRegistry(evil.host, { plainHttp: true })
    expect(['digest', 'too-large']).toContain(
      await codeOf(pullChart(registry, name.replace(server.host, evil.host) + ':1.0.0')),
    )
  })

  test('what is not there', async () => {
    const { registry, name } = await setUp({})
    expect(await codeOf(pullChart(registry, `${name}:2.0.0`))).toBe('not-found')
    expect(await codeOf(pullChart(registry, `${name}@sha256:${'0'.repeat(64)}`))).toBe('not-found')
    expect(await codeOf(pullChart(registry, `${name}:1.0.0`, { withProvenance: true }))).toBe('bad-answer')
  })

  test('an image that is no chart', async () => {
    const { server, registry } = await setUp({})
    const blob = { mediaType: 'text/plain', digest: `sha256:${'0'.repeat(64)}`, size: 1 }
    const rows = [JSON.stringify({ schemaVersion: 2, config: blob, layers: [] }), '{"layers":5}', '[', '{"config":{}}']
    for (const body of rows) {
      await fetch(`http://${server.host}/v2/c/odd/manifests/1`, { method: 'PUT', body })
      expect(await codeOf(pullChart(registry, `${server.host}/c/odd:1`))).toBe('bad-answer')
    }
  })

  test('credentials that do not fit', async () => {
    const server = await startFakeRegistry({ auth: { kind: 'bearer', ...ann } })
    open.push(server)
    const credentials = async () => ({ ...ann, password: 'x' })
    const registry = connectRegistry(server.host, { plainHttp: true, credentials })
    expect(await codeOf(pullChart(registry, `${server.host}/c/web:1`))).toBe('unauthorized')
  })
})

describe('versions', () => {
  const versions = ['1.0.0', '1.10.0', '1.2.0+b.1', '2.0.0-rc.1']
  const satisfies = (constraint: string, version: string): boolean =>
    constraint === '*' ? !version.includes('-') : version.startsWith(constraint.slice(1))

  test('all pages, newest first, and only whole ones', async () => {
    const { server, registry, name } = await setUp({ pageSize: 2 }, versions)
    await fetch(`http://${server.host}/v2/c/web/manifests/latest`, { method: 'PUT', body: '{}' })
    expect(await listVersions(registry, name)).toEqual(['2.0.0-rc.1', '1.10.0', '1.2.0+b.1', '1.0.0'])
  })

  test.each([
    ['', '', '1.10.0'],
    ['', '~1.2', '1.2.0_b.1'],
    ['', '1.2.0+b.1', '1.2.0_b.1'],
    [':1.0.0', '', '1.0.0'],
    [':1.0.0', '1.0.0', '1.0.0'],
    [':1.0.0', '2.0.0', 'unknown-version'],
    ['', '~9', 'unknown-version'],
  ])('reference%s with version %s', async (tag, version, expected) => {
    const { registry, name } = await setUp({}, versions)
    const found = resolveReference(registry, name + tag, { satisfies, version })
    const outcome = await found.then(
      (reference) => reference.tag,
      (error: unknown) => (error as RepoError).code,
    )
    expect(outcome).toBe(expected)
  })

  test('a digest is checked against the version', async () => {
    const { server, registry, name } = await setUp({}, versions)
    const digests = [...server.manifests.keys()].flatMap((key) => /@(.*)$/.exec(key)?.[1] ?? [])
    const wanted = { satisfies, version: '1.0.0' }
    expect(await codeOf(resolveReference(registry, `${name}@${digests[0]}`, wanted))).toBe('ok')
    expect(await codeOf(resolveReference(registry, `${name}@${digests[1]}`, wanted))).toBe('digest')
  })
})
