import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, open } from '../load/connection.ts'
import { type Server, startServer } from '../load/server.ts'
import type { Verdict } from './verdict.ts'

/** How large a cluster is. */
interface Size {
  readonly nodes: number
  readonly deployments: number
  readonly pods: number
}

/** What a cluster of one size came to. */
interface Row extends Size {
  /** Until every pod was ready. */
  readonly rolloutSeconds: number
  readonly residentMib: number
  /** Of one processor, with nothing to do. */
  readonly idlePercent: number
  /** One deployment from its size to 1,000 ready pods. */
  readonly scaleSeconds: number
  readonly residentAfterMib: number
}

const WHOLE: Size = { nodes: 1000, deployments: 1000, pods: 30_000 }
const STEPS = [16, 4, 1]
const GOAL = 1000
const NAMESPACES = 10
const TIMEOUT_SECONDS = 1200
const SETTLE_SECONDS = 20
const IDLE_SECONDS = 30

/**
 * controllers.4: 1,000 nodes, 1,000 deployments, 30,000 pods in one process of the executable, in three steps of growth.
 * `BERTH_SCALE_STEPS` (`16,4`) takes some of them alone.
 */
export async function scaleHolds(): Promise<Verdict> {
  const steps = process.env['BERTH_SCALE_STEPS']?.split(',').map(Number) ?? STEPS
  const rows: Row[] = []
  stdout.write('  nodes  deployments   pods  rollout s  pods/s  memory MiB  idle CPU %  to 1,000 s  memory then\n')
  for (const part of steps) {
    const row = await measure(sizeOf(part))
    rows.push(row)
    stdout.write(`${textOf(row)}\n`)
  }
  const last = rows.at(-1)
  if (last === undefined) return { holds: false, figure: 'nothing measured' }
  const memory = Math.max(last.residentMib, last.residentAfterMib)
  const holds = memory <= 2500 && last.scaleSeconds <= 10 && last.idlePercent < 5 && last.pods >= WHOLE.pods
  const figure = `${last.pods} pods: ${memory.toFixed(0)} MiB (2500), to 1,000 pods in ${last.scaleSeconds.toFixed(1)} s (10), idle ${last.idlePercent.toFixed(1)} % (5)`
  return { holds, figure }
}

function sizeOf(part: number): Size {
  const deployments = Math.floor(WHOLE.deployments / part)
  return { nodes: Math.floor(WHOLE.nodes / part), deployments, pods: deployments * (WHOLE.pods / WHOLE.deployments) }
}

function textOf(row: Row): string {
  const cells = [
    String(row.nodes),
    String(row.deployments),
    String(row.pods),
    row.rolloutSeconds.toFixed(1),
    (row.pods / row.rolloutSeconds).toFixed(0),
    row.residentMib.toFixed(0),
    row.idlePercent.toFixed(1),
    row.scaleSeconds.toFixed(1),
    row.residentAfterMib.toFixed(0),
  ]
  const widths = [7, 13, 7, 11, 8, 12, 12, 12, 13]
  return cells.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('')
}

async function measure(size: Size): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'scale-'))
  const server = await startServer(folder, '--nodes', String(size.nodes))
  const connection = await open(server.endpoint)
  try {
    return await grow(size, server, connection)
  } finally {
    connection.close()
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function grow(size: Size, server: Server, connection: Connection): Promise<Row> {
  await nodesReady(connection, size.nodes)
  const startedAt = performance.now()
  await createDeployments(connection, size)
  await readyPods(connection, size.pods)
  const rolloutSeconds = (performance.now() - startedAt) / 1000
  await sleep(SETTLE_SECONDS * 1000)
  const idlePercent = await idle(server)
  const residentMib = server.residentMib()
  const scaleSeconds = await scaleUp(connection)
  await sleep(2000)
  return { ...size, rolloutSeconds, residentMib, idlePercent, scaleSeconds, residentAfterMib: server.residentMib() }
}

async function idle(server: Server): Promise<number> {
  const [cpu, at] = [server.cpuSeconds(), performance.now()]
  await sleep(IDLE_SECONDS * 1000)
  return ((server.cpuSeconds() - cpu) / ((performance.now() - at) / 1000)) * 100
}

async function nodesReady(connection: Connection, count: number): Promise<void> {
  await until('nodes', async () => {
    const text = await textAt(connection, '/api/v1/nodes')
    return countOf(text, /"podCIDR":"/g) >= count && countOf(text, /"reason":"KubeletReady"/g) >= count
  })
}

async function createDeployments(connection: Connection, { deployments, pods }: Size): Promise<void> {
  for (let at = 0; at < NAMESPACES; at++)
    await create(connection, '/api/v1/namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `team-${at}` },
    })
  for (let at = 0; at < NAMESPACES; at++)
    await until('service accounts', async () => {
      const { status } = await connection.send('GET', `/api/v1/namespaces/team-${at}/serviceaccounts/default`)
      return status === 200
    })
  for (let at = 0; at < deployments; at++)
    await create(
      connection,
      `/apis/apps/v1/namespaces/team-${at % NAMESPACES}/deployments`,
      deployment(`web-${at}`, pods / deployments),
    )
}

function deployment(name: string, replicas: number): object {
  const labels = { app: name }
  const resources = { requests: { cpu: '10m', memory: '32Mi' } }
  const spec = { containers: [{ name: 'web', image: 'nginx:1.29', ports: [{ containerPort: 80 }], resources }] }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  }
}

async function create(connection: Connection, path: string, body: object): Promise<void> {
  const { status, body: answer } = await connection.send('POST', path, JSON.stringify(body))
  if (status !== 201) throw new Error(`POST ${path} – ${status} ${answer.toString('utf8').slice(0, 200)}`)
}

/** Waits until the deployments together tell so many ready pods. */
async function readyPods(connection: Connection, count: number): Promise<void> {
  await until('pods', async () => {
    const text = await textAt(connection, '/apis/apps/v1/deployments')
    let ready = 0
    for (const [, number] of text.matchAll(/"readyReplicas":(\d+)/g)) ready += Number(number)
    return ready >= count
  })
}

async function scaleUp(connection: Connection): Promise<number> {
  const path = '/apis/apps/v1/namespaces/team-0/deployments/web-0'
  const startedAt = performance.now()
  const patch = JSON.stringify({ spec: { replicas: GOAL } })
  await connection.send('PATCH', `${path}/scale`, patch, 'application/merge-patch+json')
  await until(
    'scale-up',
    async () => {
      const text = await textAt(connection, path)
      return Number(/"readyReplicas":(\d+)/.exec(text)?.[1] ?? 0) >= GOAL
    },
    100,
  )
  return (performance.now() - startedAt) / 1000
}

async function textAt(connection: Connection, path: string): Promise<string> {
  const { status, body } = await connection.send('GET', path)
  if (status !== 200) throw new Error(`GET ${path} – ${status}`)
  return body.toString('utf8')
}

function countOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}

async function until(what: string, check: () => Promise<boolean>, everyMs = 1000): Promise<void> {
  const startedAt = performance.now()
  while (!(await check())) {
    if (performance.now() - startedAt > TIMEOUT_SECONDS * 1000) throw new Error(`${what} – not there in time`)
    await sleep(everyMs)
  }
}
