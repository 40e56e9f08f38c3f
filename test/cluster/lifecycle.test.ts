import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { connect, coreType } from '#client'
import { executable } from '../peers.ts'
import { type BuiltCluster, startBuilt } from './harness.ts'

let cluster: BuiltCluster | undefined
afterEach(() => {
  cluster?.close()
  cluster = undefined
})

const configMaps = coreType('configmaps', 'ConfigMap')
const clock = {
  now: Date.now,
  setTimer: (ms: number, run: () => void) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Creates a ConfigMap, or says whether it is there. */
async function withClient<T>(
  kubeconfig: string,
  work: (client: Awaited<ReturnType<typeof connect>>['client']) => Promise<T>,
): Promise<T> {
  const { client } = await connect({ explicit: kubeconfig, home: '/' }, { clock, environment: {} })
  try {
    return await work(client)
  } finally {
    client.transport.close()
  }
}
const create = (kubeconfig: string, name: string): Promise<unknown> =>
  withClient(kubeconfig, (client) =>
    client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } }),
  )
const names = (kubeconfig: string): Promise<readonly string[]> =>
  withClient(kubeconfig, async (client) => {
    const { items } = await client.list(configMaps, { namespace: 'default' })
    return items.map(({ metadata }) => metadata.name).filter((name) => name !== 'kube-root-ca.crt')
  })
const status = (of: BuiltCluster): Record<string, string> => JSON.parse(of.berth('list', '-o', 'json'))[0]

test('what was made is there after a stop and a start, under the same address', async () => {
  cluster = startBuilt()
  const before = status(cluster)
  await create(cluster.kubeconfig, 'kept')
  expect(cluster.berth('stop')).toContain('stopped')
  expect(status(cluster)['status']).toBe('stopped')
  cluster.berth('start')
  expect(status(cluster)['server']).toBe(before['server'])
  expect(await names(cluster.kubeconfig)).toEqual(['kept'])
})

test('what was acknowledged is there after kill -9', async () => {
  cluster = startBuilt()
  await create(cluster.kubeconfig, 'acknowledged')
  process.kill(Number(status(cluster)['pid']), 'SIGKILL')
  await expect.poll(() => status(cluster as BuiltCluster)['status']).toBe('stopped')
  cluster.berth('start')
  expect(await names(cluster.kubeconfig)).toEqual(['acknowledged'])
})

test('reset empties it, delete leaves nothing behind', async () => {
  cluster = startBuilt()
  await create(cluster.kubeconfig, 'gone')
  const certificate = readFileSync(join(cluster.folder, 'home/clusters/berth/certificates/ca.crt'), 'utf8')
  cluster.berth('reset')
  cluster.berth('start')
  expect(await names(cluster.kubeconfig)).toEqual([])
  expect(readFileSync(join(cluster.folder, 'home/clusters/berth/certificates/ca.crt'), 'utf8')).toBe(certificate)
  cluster.berth('delete')
  expect(existsSync(join(cluster.folder, 'home/clusters/berth'))).toBe(false)
  expect(readFileSync(cluster.kubeconfig, 'utf8')).not.toContain('berth')
  expect(cluster.berth('list')).toContain('no clusters')
})

test('a snapshot brings back what was there when it was made', async () => {
  cluster = startBuilt()
  await create(cluster.kubeconfig, 'before')
  const file = join(cluster.folder, 'x.snapshot')
  expect(cluster.berth('snapshot', 'save', file)).toMatch(/^\d\d+ objects at revision \d+ saved/)
  await create(cluster.kubeconfig, 'after')
  expect(() => cluster?.berth('snapshot', 'restore', file)).toThrow(/running/)
  cluster.berth('stop')
  cluster.berth('snapshot', 'restore', file)
  cluster.berth('start')
  expect(await names(cluster.kubeconfig)).toEqual(['before'])
})

test('two clusters live side by side', async () => {
  cluster = startBuilt()
  cluster.berth('start', '--name', 'two', '--port', '0', '--store', 'memory')
  try {
    const text = readFileSync(cluster.kubeconfig, 'utf8')
    expect(text).toContain('current-context: berth-two')
    await create(cluster.kubeconfig, 'in-two')
    const own = join(cluster.folder, 'home/clusters/berth/kubeconfig')
    expect(await names(own)).toEqual([])
    expect(JSON.parse(cluster.berth('list', '-o', 'json'))).toHaveLength(2)
  } finally {
    cluster.berth('delete', '--name', 'two')
  }
})

test('a second start says that it runs, and a port that is taken says so', async () => {
  cluster = startBuilt()
  expect(() => cluster?.berth('start')).toThrow(/^Error: cluster "berth" is running already/m)
  const server = createServer()
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)),
  )
  try {
    expect(() => cluster?.berth('start', '--name', 'other', '--port', String(port))).toThrow(
      /another program listens there/,
    )
    expect(() => cluster?.berth('status', '--name', 'other')).toThrow(/there is no cluster/)
  } finally {
    server.close()
  }
})

test('a start that is interrupted leaves nothing running', async () => {
  cluster = startBuilt()
  const { environment, folder } = cluster
  const words = ['cluster', 'start', '--name', 'other', '--store', 'http://127.0.0.1:1']
  const child = spawn(executable(), words, { env: environment })
  let told = ''
  child.stderr.on('data', (chunk) => (told += chunk))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const log = join(folder, 'home', 'clusters', 'other', 'cluster.log')
  await expect.poll(() => existsSync(log)).toBe(true)
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(told).toContain('cluster "other" is stopped again')
  expect(() => cluster?.berth('status', '--name', 'other')).toThrow(/there is no cluster/)
})

test.each([
  ['a name that is none', ['start', '--name', 'No Name'], /not usable/],
  ['a store that is none', ['start', '--name', 'x', '--store', 'paper'], /not usable/],
  ['a range that is none', ['start', '--name', 'x', '--service-cidr', '1.2.3.4'], /not usable/],
  [
    'a host that is elsewhere',
    ['start', '--name', 'x', '--host', '192.0.2.1'],
    /"192.0.2.1" is no address of this machine/,
  ],
  ['a cluster that is not there', ['stop', '--name', 'nobody'], /there is no cluster "nobody"/],
])('%s is refused', (_, words, message) => {
  const home = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', BERTH_HOME: '/tmp/berth-nowhere' }
  const { status: code, stderr } = spawnSync(executable(), ['cluster', ...words], { env: home, encoding: 'utf8' })
  expect(code).not.toBe(0)
  expect(stderr).toMatch(message)
})
