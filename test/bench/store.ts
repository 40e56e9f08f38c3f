import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { cpuUsage, memoryUsage } from 'node:process'
import { openSqliteStore, type Store } from '#store'

/** Figures of the SQLite store: operations a second, processor microseconds an operation (all threads), milliseconds. */
export interface StoreFigures {
  readonly createsPerSecond: number
  readonly createCpuMicros: number
  /** Longest wait of 99 in 100 creates with 16 writers. */
  readonly createP99Ms: number
  readonly updatesPerSecond: number
  readonly getsPerSecond: number
  readonly list3000Ms: number
  /** With every object there. */
  readonly openMs: number
  readonly fileMib: number
  readonly residentMib: number
}

const writers = 16
const value = Buffer.alloc(1500, 'x')

/** Measures a file of `objects` values of 1,500 bytes, in a folder on the disk that holds temporary files. */
export async function benchStore(objects: number): Promise<StoreFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const path = join(folder, 'store.db')
  try {
    const store = openSqliteStore({ path })
    const creates = await measureCreates(store, objects)
    const updatesPerSecond = await measureUpdates(store, 16_000)
    const getsPerSecond = await measureGets(store, objects)
    const list3000Ms = await measure(() => store.list('/pods/', { limit: 3000 }))
    const fileMib = (await store.health()).sizeBytes / 2 ** 20
    await store.close()
    const start = performance.now()
    const again = openSqliteStore({ path })
    await again.get(keyOf(0))
    const openMs = performance.now() - start
    await again.close()
    return {
      ...creates,
      updatesPerSecond,
      getsPerSecond,
      list3000Ms,
      openMs,
      fileMib,
      residentMib: memoryUsage.rss() / 2 ** 20,
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureCreates(
  store: Store,
  objects: number,
): Promise<Pick<StoreFigures, 'createsPerSecond' | 'createCpuMicros' | 'createP99Ms'>> {
  const waits: number[] = []
  const before = cpuUsage()
  const totalMs = await measure(() =>
    inParallel(objects, async (at) => {
      waits.push(await measure(() => store.write(keyOf(at), value, 0)))
    }),
  )
  const { user, system } = cpuUsage(before)
  waits.sort((a, b) => a - b)
  return {
    createsPerSecond: (objects / totalMs) * 1000,
    createCpuMicros: (user + system) / objects,
    createP99Ms: waits[Math.floor(waits.length * 0.99)] ?? 0,
  }
}

async function measureUpdates(store: Store, count: number): Promise<number> {
  const revisions = new Map<number, number>()
  const totalMs = await measure(() =>
    inParallel(count, async (at) => {
      const key = at % 800
      const present = revisions.get(key) ?? (await store.get(keyOf(key)))?.revision ?? 0
      revisions.set(key, await store.write(keyOf(key), value, present))
    }),
  )
  return (count / totalMs) * 1000
}

async function measureGets(store: Store, objects: number): Promise<number> {
  const count = 20_000
  const totalMs = await measure(async () => {
    for (let at = 0; at < count; at++) await store.get(keyOf((at * 7919) % objects))
  })
  return (count / totalMs) * 1000
}

/** Runs `run(0)` to `run(count - 1)`, sixteen at a time. */
async function inParallel(count: number, run: (at: number) => Promise<void>): Promise<void> {
  const write = async (writer: number) => {
    for (let at = writer; at < count; at += writers) await run(at)
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
}

async function measure(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

function keyOf(at: number): string {
  return `/pods/default/pod-${(at * 2_654_435_761) % 2 ** 32}`
}
