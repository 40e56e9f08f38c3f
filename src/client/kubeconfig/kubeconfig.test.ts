import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mergeEntry, removeEntry, renewEntry } from './edit.ts'
import { execCredentials } from './exec.ts'
import { kubeconfigFiles, loadKubeconfig } from './load.ts'
import { proxyTo } from './proxy.ts'
import { type ResolveOptions, resolveContext } from './resolve.ts'

let folder = ''
const clock = {
  now: () => 1_000_000_000_000,
  setTimer: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
const options: ResolveOptions = { clock, environment: {} }
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'berth-kubeconfig-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  mkdirSync(join(folder, name, '..'), { recursive: true })
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const entry = (name: string, server: string, more = ''): string =>
  `clusters: [{name: ${name}, cluster: {server: '${server}'}}]\nusers: [{name: ${name}, user: {token: t-${name}}}]\ncontexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}, namespace: ns-${name}}}]\n${more}`

test.each([
  ['the flag alone', { explicit: '/a', variable: '/b:/c', home: '/h' }, ['/a']],
  ['the variable, each file once', { variable: '/b::/c:/b', home: '/h' }, ['/b', '/c']],
  ['the home', { variable: '', home: '/h' }, ['/h/.kube/config']],
])('files: %s', (_, places, expected) => expect(kubeconfigFiles(places)).toEqual(expected))

describe('merging', () => {
  test('the first entry of a name and the first current context win; missing files are passed over', async () => {
    const a = file('a', entry('one', 'https://a', 'current-context: one'))
    const b = file('b', `${entry('one', 'https://b', 'current-context: two')}`)
    const config = await loadKubeconfig({ variable: [a, join(folder, 'none'), b].join(':'), home: folder })
    expect(config.currentContext).toBe('one')
    expect(config.clusters.get('one')?.value.server).toBe('https://a')
  })

  test('relative paths mean the folder of their file', async () => {
    file('x/ca.pem', '-----BEGIN CERTIFICATE-----')
    const a = file(
      'x/config',
      'clusters: [{name: c, cluster: {server: "https://h", certificate-authority: ca.pem}}]\ncontexts: [{name: c, context: {cluster: c}}]\ncurrent-context: c',
    )
    const { http } = await resolveContext(await loadKubeconfig({ explicit: a, home: folder }), options)
    expect(http.authority).toBe('-----BEGIN CERTIFICATE-----')
  })

  test.each([
    ['no map', '[]'],
    ['a list without names', 'clusters: [{cluster: {}}]'],
    ['broken YAML', 'a: [b'],
  ])('%s is no kubeconfig', async (_, text) => {
    await expect(loadKubeconfig({ explicit: file('bad', text), home: folder })).rejects.toMatchObject({
      code: 'bad-config',
    })
  })

  test('the file of the flag must be there', async () => {
    await expect(loadKubeconfig({ explicit: '/nowhere/x', home: folder })).rejects.toMatchObject({ code: 'bad-config' })
  })
})

describe('resolving', () => {
  test('context, user and namespace; flags win', async () => {
    const config = await loadKubeconfig({
      explicit: file('a', entry('one', 'https://a', 'current-context: one')),
      home: folder,
    })
    const plain = await resolveContext(config, options)
    expect([plain.http.server, plain.namespace, plain.context]).toEqual(['https://a', 'ns-one', 'one'])
    expect(await plain.http.credentials?.current()).toEqual({ authorization: 'Bearer t-one' })
    const other = await resolveContext(config, {
      ...options,
      token: 'x',
      server: 'https://z',
      namespace: 'n',
      asUser: 'bob',
      asGroups: ['a', 'b,c'],
    })
    expect([other.http.server, other.namespace, other.http.headers]).toEqual([
      'https://z',
      'n',
      { 'impersonate-user': 'bob', 'impersonate-group': ['a', 'b,c'] },
    ])
    expect(await other.http.credentials?.current()).toEqual({ authorization: 'Bearer x' })
  })

  test.each([
    ['a context', { context: 'nope' }],
    ['a cluster', { cluster: 'nope' }],
    ['a user', { user: 'nope' }],
  ])('%s that is not there', async (_, more) => {
    const config = await loadKubeconfig({
      explicit: file('a', entry('one', 'https://a', 'current-context: one')),
      home: folder,
    })
    await expect(resolveContext(config, { ...options, ...more })).rejects.toMatchObject({ code: 'no-context' })
  })

  test('an empty namespace of a context is none', async () => {
    const text = entry('one', 'https://a', 'current-context: one').replace('ns-one', '""')
    const config = await loadKubeconfig({ explicit: file('a', text), home: folder })
    expect((await resolveContext(config, options)).namespace).toBe('default')
  })

  test('nothing configured says how to get a cluster', async () => {
    const config = await loadKubeconfig({ home: folder })
    await expect(resolveContext(config, options)).rejects.toMatchObject({
      code: 'no-context',
      hint: expect.stringContaining('berth cluster start'),
    })
  })
})

const found = new URL('http://p:1')
test.each([
  ['the environment', 'https://k.test', undefined, () => found, 'http://p:1/'],
  ['the entry wins', 'https://127.0.0.1', 'socks5://s:1080', () => found, 'socks5://s:1080'],
  ['an empty entry is none', 'https://k.test', '', () => undefined, undefined],
  ['nobody looks', 'https://k.test', undefined, undefined, undefined],
])('proxy: %s', (...[, server, configured, find, expected]) =>
  expect(proxyTo(server, configured, find)?.href).toBe(expected),
)

test.each([
  ['of the entry', 'ftp://p:1', undefined],
  ['of the environment', undefined, () => new URL('ftp://p:1')],
])('proxy: a protocol that is none, %s', (_, configured, find) =>
  expect(() => proxyTo('https://k.test', configured, find)).toThrow('expected http, https or socks5'),
)

describe('writing', () => {
  const added = { name: 'berth', cluster: { server: 'https://x' }, user: { token: 't' }, isCurrent: true }

  test('an entry is put beside others, twice the same, and taken away again', async () => {
    const path = file('config', entry('one', 'https://a', 'current-context: one\nextra: {keep: me}'))
    await mergeEntry(path, added, { clock })
    const once = readFileSync(path, 'utf8')
    await mergeEntry(path, added, { clock })
    expect(readFileSync(path, 'utf8')).toBe(once)
    const config = await loadKubeconfig({ explicit: path, home: folder })
    expect([config.currentContext, [...config.clusters.keys()]]).toEqual(['berth', ['one', 'berth']])
    expect(await removeEntry(path, 'berth', { clock })).toBe(true)
    expect(await removeEntry(path, 'berth', { clock })).toBe(false)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('keep: me')
    expect(text).toContain('current-context: ""')
  })

  test('a renewed entry leaves the context as the user made it, and makes none', async () => {
    const path = file('config', entry('one', 'https://a', 'current-context: one'))
    const renewed = { ...added, user: { token: 'fresh' } }
    expect(await renewEntry(path, renewed, { clock })).toBe(false)
    await mergeEntry(path, { ...added, namespace: 'mine', isCurrent: false }, { clock })
    expect(await renewEntry(path, renewed, { clock })).toBe(true)
    expect(await renewEntry(path, renewed, { clock })).toBe(false)
    await mergeEntry(path, { ...renewed, isCurrent: false }, { clock })
    const { currentContext, contexts, users } = await loadKubeconfig({ explicit: path, home: folder })
    expect(currentContext).toBe('one')
    expect(contexts.get('berth')?.value.namespace).toBe('mine')
    expect(users.get('berth')?.value.token).toBe('fresh')
  })

  test('a new file is for its owner only', async () => {
    const path = join(folder, 'deep', 'config')
    await mergeEntry(path, added, { clock })
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('a folder that cannot be made is told', async () => {
    const path = join(file('config', ''), 'below', 'config')
    await expect(mergeEntry(path, added, { clock })).rejects.toMatchObject({ code: 'io' })
  })

  test('writers at the same time lose nothing', async () => {
    const path = join(folder, 'config')
    await Promise.all(Array.from({ length: 8 }, (_, n) => mergeEntry(path, { ...added, name: `c${n}` }, { clock })))
    expect((await loadKubeconfig({ explicit: path, home: folder })).contexts.size).toBe(8)
  })
})

describe('exec plugins', () => {
  const plugin = (body: string): string => {
    const path = file('plugin', `#!/bin/sh\necho x >> ${folder}/calls\n${body}`)
    chmodSync(path, 0o755)
    return path
  }
  const context = {
    clock,
    environment: { PATH: process.env['PATH'] },
    isInteractive: false,
    cluster: { server: 'https://h' },
  }
  const apiVersion = 'client.authentication.k8s.io/v1'
  const say = (status: string): string =>
    `echo '{"kind":"ExecCredential","apiVersion":"${apiVersion}","status":${status}}'`
  const exec = (command: string) => ({
    apiVersion,
    command,
    interactiveMode: 'Never' as const,
    provideClusterInfo: true,
  })

  test('a token is asked for once, and again when it was refused', async () => {
    const source = execCredentials(exec(plugin(say('{"token":"abc"}'))), {}, context)
    const first = await source.current()
    await source.current()
    expect(first).toEqual({ authorization: 'Bearer abc' })
    expect(source.refuse(first)).toBe(true)
    await source.current()
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('x\nx\n')
  })

  test('an expired one is asked for again, once for all requests of that time', async () => {
    const source = execCredentials(
      exec(plugin(say('{"token":"abc","expirationTimestamp":"2001-01-01T00:00:00Z"}'))),
      {},
      context,
    )
    await source.current()
    await Promise.all([source.current(), source.current()])
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('x\nx\n')
  })

  test('it is told the cluster', async () => {
    const source = execCredentials(
      exec(plugin(`echo "$KUBERNETES_EXEC_INFO" > ${folder}/info\n${say('{"token":"a"}')}`)),
      {},
      context,
    )
    await source.current()
    expect(JSON.parse(readFileSync(join(folder, 'info'), 'utf8'))).toEqual({
      kind: 'ExecCredential',
      apiVersion,
      spec: { cluster: { server: 'https://h' }, interactive: false },
    })
  })

  test.each([
    ['fails', 'exit 3'],
    ['says nothing', 'true'],
    ['says no token', say('{}')],
    ['says a certificate alone', say('{"clientCertificateData":"x"}')],
    [
      'speaks another version',
      `echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"a"}}'`,
    ],
  ])('one that %s gives no credentials', async (_, body) => {
    await expect(execCredentials(exec(plugin(body)), {}, context).current()).rejects.toMatchObject({
      code: 'credentials',
    })
  })

  test('one that is not installed says how to install it', async () => {
    const source = execCredentials({ ...exec(join(folder, 'absent')), installHint: 'get it' }, {}, context)
    await expect(source.current()).rejects.toMatchObject({ code: 'credentials', hint: 'get it' })
  })
})
