import { setTimeout as sleep } from 'node:timers/promises'
import { openEtcdStore, type Store } from '#store'
import { leaderOf, realClock, startEtcd } from './etcd.ts'

/** `key@revision` of each write: what was acknowledged, what is there, what a watcher was told. */
export interface LeaderLoss {
  readonly acknowledged: readonly string[]
  readonly listed: readonly string[]
  readonly watched: readonly string[]
}

/** Kills the leader of three etcds under writers and a watcher, and lets them go on. */
export async function loseLeader(): Promise<LeaderLoss> {
  const etcd = await startEtcd(3)
  const store = openEtcdStore({ endpoints: etcd.endpoints, clock: realClock, prefix: '/berth' })
  const acknowledged: string[] = []
  const watched: string[] = []
  const stopWriting = new AbortController()
  const stopWatching = new AbortController()
  try {
    const watcher = watchInto(store, watched, stopWatching.signal)
    const writers = [0, 1, 2, 3].map((writer) => writeInto(store, acknowledged, { writer, stop: stopWriting.signal }))
    await until(() => acknowledged.length > 100)
    const leader = await leaderOf(etcd.members)
    if (leader === undefined) throw new Error('etcd - has no leader - expected one')
    leader.kill()
    const before = acknowledged.length
    await until(() => acknowledged.length > before + 200)
    stopWriting.abort()
    await Promise.all(writers)
    const { entries } = await store.list('/k/')
    await until(() => watched.length >= acknowledged.length)
    stopWatching.abort()
    await watcher
    return { acknowledged, listed: entries.map((entry) => `${entry.key}@${entry.revision}`), watched }
  } finally {
    await store.close()
    await etcd.stop()
  }
}

async function watchInto(store: Store, watched: string[], signal: AbortSignal): Promise<void> {
  for await (const change of store.watch('/k/', 1, signal)) watched.push(`${change.key}@${change.revision}`)
}

async function writeInto(
  store: Store,
  acknowledged: string[],
  { writer, stop }: { readonly writer: number; readonly stop: AbortSignal },
): Promise<void> {
  for (let at = 0; !stop.aborted; at++) {
    const key = `/k/${writer}-${at}`
    acknowledged.push(`${key}@${await store.write(key, Buffer.from(key), 0)}`)
  }
}

/** Throws after 40 s. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2000; attempt++) {
    if (isTrue()) return
    await sleep(20)
  }
  throw new Error('it did not happen within 40 s')
}
