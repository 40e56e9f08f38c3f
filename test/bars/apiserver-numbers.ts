import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConfigMaps, createPods, fanOut, getConfigMaps, listTime, watchDelivery } from '../load/scenarios.ts'
import { type Server, startServer } from '../load/server.ts'
import type { Verdict } from './verdict.ts'

/** One figure and its bar. */
interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly atMost?: number
  readonly atLeast?: number
}

const home = '/api/v1/namespaces/default'

/** apiserver.6: every figure of the executable's server against its bar; the client runs on the same machine. */
export async function numbersHold(): Promise<Verdict> {
  const figures: Figure[] = []
  await inFolder(async (folder) => {
    figures.push(...(await startFigures(folder)))
    figures.push(...(await loadFigures(folder)))
  })
  await inFolder(async (folder) => void figures.push(...(await sizeFigures(folder))))
  for (const figure of figures) stdout.write(`${doesHold(figure) ? 'ok   ' : 'short'} ${textOf(figure)}\n`)
  return { holds: figures.every(doesHold), figure: figures.map(textOf).join(', ') }
}

/** A cold start: no state, no certificates. The figure is the median of five. */
async function startFigures(folder: string): Promise<readonly Figure[]> {
  const times: number[] = []
  for (let round = 0; round < 5; round++) {
    const cold = join(folder, `cold-${round}`)
    mkdirSync(cold)
    const server = await startServer(cold)
    times.push(server.readyMs)
    await server.kill()
  }
  times.sort((a, b) => a - b)
  const server = await startServer(folder)
  try {
    await sleep(5000)
    const ready = { name: 'ready', value: times[2] ?? Number.NaN, unit: 'ms', atMost: 1000 }
    return [ready, { name: 'idle memory', value: server.residentMib(), unit: 'MiB', atMost: 150 }]
  } finally {
    await server.kill()
  }
}

/** Everything that is measured under load, on one server, after a round that warms it up. */
async function loadFigures(folder: string): Promise<readonly Figure[]> {
  const server = await startServer(folder)
  const { endpoint } = server
  const crowd = { clients: 16, prefix: 'w' }
  try {
    await createConfigMaps(endpoint, { ...crowd, total: 3000, bytes: 1100 })
    const list3000 = await listTime(endpoint, `${home}/configmaps`, 15)
    await createConfigMaps(endpoint, { ...crowd, total: 6000, prefix: 'x' })
    const creates = await told(server, 'creates', () =>
      createConfigMaps(endpoint, { ...crowd, total: 12_000, prefix: 'a' }),
    )
    await getConfigMaps(endpoint, { ...crowd, total: 5000, prefix: 'a' }, 12_000)
    const gets = await told(server, 'gets', () =>
      getConfigMaps(endpoint, { ...crowd, total: 40_000, prefix: 'a' }, 12_000),
    )
    const watch = await told(server, 'watch', () => watchDelivery(endpoint, { ...crowd, total: 6000, prefix: 'wd' }))
    const fan = await told(server, 'fan-out', () => fanOut(endpoint, 1000, 60))
    const pods = await told(server, 'pods', () => createPods(endpoint, { ...crowd, total: 10_000, prefix: 'p' }))
    const list10000 = await listTime(endpoint, `${home}/pods`, 7)
    const failures = creates.failures + gets.failures + pods.failures
    return [
      { name: 'creates', value: creates.perSecond, unit: '/s', atLeast: 3000 },
      { name: 'creates p99', value: creates.p99Ms, unit: 'ms', atMost: 40 },
      { name: 'gets', value: gets.perSecond, unit: '/s', atLeast: 8000 },
      { name: 'watch p99', value: watch.p99Ms, unit: 'ms', atMost: 40 },
      { name: `list of 3,000 (${(list3000.bytes / 1e6).toFixed(1)} MB)`, value: list3000.ms, unit: 'ms', atMost: 30 },
      {
        name: `list of 10,000 pods (${(list10000.bytes / 1e6).toFixed(1)} MB)`,
        value: list10000.ms,
        unit: 'ms',
        atMost: 250,
      },
      { name: '1,000 watchers, last p99', value: fan.p99Ms, unit: 'ms', atMost: 100 },
      { name: 'pod creates', value: pods.perSecond, unit: '/s' },
      { name: 'refused requests', value: failures, unit: '', atMost: 0 },
    ]
  } finally {
    await server.kill()
  }
}

/** 100,000 objects: memory with all of them written, after a kill, and how long the restart takes. */
async function sizeFigures(folder: string): Promise<readonly Figure[]> {
  const first = await startServer(folder)
  try {
    await createConfigMaps(first.endpoint, { clients: 16, total: 100_000, prefix: 'm', bytes: 1100 })
    const writtenMib = first.residentMib()
    await first.kill()
    const second = await startServer(folder)
    const { readyMs } = second
    await sleep(3000)
    const restartedMib = second.residentMib()
    await second.kill()
    return [
      { name: '100,000 objects', value: writtenMib, unit: 'MiB', atMost: 1200 },
      { name: 'after a restart', value: restartedMib, unit: 'MiB', atMost: 1200 },
      { name: 'restart with them', value: readyMs, unit: 'ms', atMost: 1000 },
    ]
  } finally {
    await first.kill()
  }
}

/** Runs a load and tells how busy server and client were meanwhile. */
async function told<T>(server: Server, name: string, run: () => Promise<T>): Promise<T> {
  const [begun, serverBefore, clientBefore] = [performance.now(), server.cpuSeconds(), process.cpuUsage()]
  const result = await run()
  const seconds = (performance.now() - begun) / 1000
  const { user, system } = process.cpuUsage(clientBefore)
  const serverShare = ((server.cpuSeconds() - serverBefore) / seconds) * 100
  const clientShare = ((user + system) / 1e6 / seconds) * 100
  stdout.write(
    `      ${name}: processor of the server ${serverShare.toFixed(0)} %, of the client ${clientShare.toFixed(0)} %\n`,
  )
  return result
}

function doesHold({ value, atMost = Number.POSITIVE_INFINITY, atLeast = 0 }: Figure): boolean {
  return value <= atMost && value >= atLeast
}

function textOf({ name, value, unit, atMost, atLeast }: Figure): string {
  const bar = atMost !== undefined ? ` (<= ${atMost})` : atLeast !== undefined ? ` (>= ${atLeast})` : ''
  return `${name} ${value.toFixed(0)}${unit === '/s' || unit === '' ? unit : ` ${unit}`}${bar}`
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'numbers-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
