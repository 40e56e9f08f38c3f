import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Client, connect, coreType } from '#client'
import { realClock } from '#cluster'
import { type BuiltCluster, startBuilt } from './harness.ts'

let cluster: BuiltCluster | undefined
afterEach(() => {
  cluster?.close()
  cluster = undefined
})

const secrets = coreType('secrets', 'Secret')
const VALUE = 'c2VjcmV0LXRoYXQtbXVzdC1ub3QtbGVhaw=='

async function withClient<T>(kubeconfig: string, work: (client: Client) => Promise<T>): Promise<T> {
  const { client } = await connect({ explicit: kubeconfig, home: '/' }, { clock: realClock, environment: {} })
  try {
    return await work(client)
  } finally {
    client.transport.close()
  }
}

const read = (kubeconfig: string): Promise<unknown> =>
  withClient(kubeconfig, async (client) => (await client.get(secrets, { namespace: 'default', name: 's' }))['data'])

test('secrets are encrypted at rest, and their key is changed', async () => {
  cluster = startBuilt()
  const { folder, kubeconfig } = cluster
  const home = join(folder, 'home/clusters/berth')
  const metadata = { name: 's', namespace: 'default' }
  await withClient(kubeconfig, (client) =>
    client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata, data: { a: VALUE } }),
  )
  const stored = (): string =>
    readdirSync(home)
      .filter((name) => name.startsWith('store.db'))
      .map((name) => readFileSync(join(home, name), 'latin1'))
      .join('')
  expect(stored()).toContain('/registry/core/secrets/default/s')
  expect(stored()).not.toContain(VALUE)
  expect(() => cluster?.berth('rotate-keys')).toThrow('running')
  cluster.berth('stop')
  const before = readFileSync(join(home, 'encryption.keys'), 'utf8')
  expect(cluster.berth('rotate-keys')).toContain('1 values')
  const after = readFileSync(join(home, 'encryption.keys'), 'utf8')
  expect([after.trim().split('\n').length, after === before]).toEqual([1, false])
  cluster.berth('start')
  expect(await read(kubeconfig)).toEqual({ a: VALUE })
  expect(stored()).not.toContain(VALUE)
})
