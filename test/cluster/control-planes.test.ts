import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Client, connect, coreType, isGone, waitFor } from '#client'
import { realClock } from '#cluster'
import { valueAt } from '#kube'
import { executable } from '../peers.ts'
import { type EtcdFixture, hasEtcd, startEtcd } from './etcd.ts'

const configMaps = coreType('configmaps', 'ConfigMap')
const secrets = coreType('secrets', 'Secret')
const namespaces = coreType('namespaces', 'Namespace', false)
const lease = {
  type: { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', kind: 'Lease', isNamespaced: true },
  place: { namespace: 'kube-system', name: 'kube-controller-manager' },
}
const soon = { clock: realClock, timeoutMs: 20_000 }

const suite = hasEtcd ? describe : describe.skip

suite(`two control planes on one etcd${hasEtcd ? '' : ' (skipped: /usr/bin/etcd is not there)'}`, () => {
  const home = mkdtempSync(join(tmpdir(), 'berth-planes-'))
  let etcd: EtcdFixture
  const clients: Client[] = []
  const folderOf = (name: string): string => join(home, 'state/clusters', name)
  const berth = (...words: readonly string[]): string => {
    const environment = { PATH: process.env['PATH'] ?? '', HOME: home, BERTH_HOME: join(home, 'state') }
    const result = spawnSync(executable(), ['cluster', ...words], {
      env: environment,
      encoding: 'utf8',
      timeout: 60_000,
    })
    if (result.status !== 0) throw new Error(`berth cluster ${words.join(' ')}: ${result.stdout}${result.stderr}`)
    return result.stdout
  }
  const clientOf = async (name: string): Promise<Client> => {
    const places = { explicit: join(folderOf(name), 'kubeconfig'), home }
    const { client } = await connect(places, { clock: realClock, environment: {} })
    clients.push(client)
    return client
  }
  const holder = async (client: Client): Promise<unknown> =>
    valueAt(await client.get(lease.type, lease.place), 'spec', 'holderIdentity')
  const pidOf = (name: string): number => JSON.parse(readFileSync(join(folderOf(name), 'lock'), 'utf8')).pid
  const start = (name: string, ...more: readonly string[]): string =>
    berth('start', '--name', name, '--port', '0', '--store', etcd.endpoints.join(','), '--no-kubeconfig', ...more)

  beforeAll(async () => {
    etcd = await startEtcd(1)
    start('one')
    start('two', '--join', folderOf('one'))
  })
  afterAll(async () => {
    for (const client of clients) client.transport.close()
    for (const name of ['one', 'two']) {
      try {
        berth('delete', '--name', name)
      } catch {
        // it was not there
      }
    }
    await etcd?.stop()
    rmSync(home, { recursive: true, force: true })
  })

  test('a stranger with other keys is refused', () => {
    expect(() => start('stranger')).toThrow('--join')
  })

  test('what one writes the other shows, secrets and watches too', async () => {
    const [one, two] = [await clientOf('one'), await clientOf('two')]
    const metadata = { name: 'shared', namespace: 'default' }
    const there = waitFor(two, { type: configMaps, ...metadata }, (object) => object !== undefined, soon)
    await one.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata })
    expect((await there)?.metadata.name).toBe('shared')
    await two.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: { a: 'YQ==' } })
    const seen = await waitFor(one, { type: secrets, ...metadata }, (object) => object !== undefined, soon)
    expect(seen?.['data']).toEqual({ a: 'YQ==' })
  })

  test('when the one that leads is killed, the other takes over within seconds', async () => {
    const two = await clientOf('two')
    await expect.poll(() => holder(two).catch(() => undefined), { timeout: 10_000 }).toBeTruthy()
    const leader = await holder(two)
    process.kill(pidOf('one'), 'SIGKILL')
    const from = Date.now()
    await expect.poll(() => holder(two), { timeout: 15_000, interval: 100 }).not.toBe(leader)
    expect(Date.now() - from).toBeLessThan(12_000)
    const team = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }
    await two.create(namespaces, team)
    const account = { type: coreType('serviceaccounts', 'ServiceAccount'), namespace: 'team', name: 'default' }
    await waitFor(two, account, (object) => object !== undefined, soon)
    await two.remove(namespaces, { name: 'team' })
    expect(await waitFor(two, { type: namespaces, name: 'team' }, isGone, soon)).toBeUndefined()
  })

  test('the one that was killed comes back and follows', async () => {
    start('one')
    const one = await clientOf('one')
    expect((await one.get(configMaps, { namespace: 'default', name: 'shared' })).metadata.name).toBe('shared')
  })
})
