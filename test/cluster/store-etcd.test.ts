import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEtcdStore, openMemoryStore, restoreInto, saveSnapshot, startCompaction } from '#store'
import { checkAgainstModel, type Harness, storeSuite, textsOf } from '#store/testing'
import { type EtcdFixture, hasEtcd, realClock, startEtcd } from './etcd.ts'
import { loseLeader } from './leader-loss.ts'

const suite = hasEtcd ? describe : describe.skip

suite(`etcd of this machine${hasEtcd ? '' : ' (skipped: /usr/bin/etcd is not there)'}`, () => {
  let etcd: EtcdFixture
  let count = 0
  beforeAll(async () => {
    etcd = await startEtcd(1)
  }, 60_000)
  afterAll(() => etcd.stop())

  const openWith = (prefix: string) => openEtcdStore({ endpoints: etcd.endpoints, clock: realClock, prefix })
  const open = async (): Promise<Harness> => {
    const prefix = `/test-${count++}`
    let store = openWith(prefix)
    return {
      get store() {
        return store
      },
      reopen: async () => {
        await store.close()
        store = openWith(prefix)
      },
      close: () => store.close(),
    }
  }

  storeSuite('etcd', open)
  test('etcd does what a list of writes would', () => checkAgainstModel(open, 15), 120_000)

  test('a snapshot of memory goes into etcd', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'snapshot-'))
    const memory = openMemoryStore()
    for (let at = 0; at < 700; at++) await memory.write(`/k/${at}`, Buffer.from(`${at}`), 0)
    await saveSnapshot(memory, join(folder, 'one'))
    const { store } = await open()
    expect(await restoreInto(store, join(folder, 'one'))).toMatchObject({ entries: 700 })
    expect(textsOf((await store.list('')).entries)).toEqual(textsOf((await memory.list('')).entries))
    await store.close()
    rmSync(folder, { recursive: true })
  })

  test('of two control planes one compacts at a time', async () => {
    const stores = [openWith('/turns'), openWith('/turns')]
    const first = await stores[0]?.write('/a', Buffer.from('1'), 0)
    const stops = stores.map((store) => startCompaction(store, realClock, 300))
    await expect.poll(() => stores[1]?.compacted(), { timeout: 10_000 }).toBeGreaterThanOrEqual(first ?? 0)
    for (const stop of stops) stop()
    for (const store of stores) await store.close()
  })
})

suite('three etcds of which the leader is lost', () => {
  test('writers and watchers go on, and nothing acknowledged is lost', { timeout: 120_000 }, async () => {
    const { acknowledged, listed, watched } = await loseLeader()
    expect(listed.toSorted()).toEqual(acknowledged.toSorted())
    expect(watched.toSorted()).toEqual(acknowledged.toSorted())
  })
})
