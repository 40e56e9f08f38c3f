import { connect as connectHttp2 } from 'node:http2'
import { type Connection, type Endpoint, open } from './connection.ts'
import { measureRate, percentile, type Rate } from './figures.ts'

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
const PODS = '/api/v1/namespaces/default/pods'

/** Creates `total` ConfigMaps with `bytes` of data from `clients` connections at once. */
export function createConfigMaps(endpoint: Endpoint, options: CrowdOptions): Promise<Rate> {
  const { clients, total, prefix, bytes = 600 } = options
  const text = 'x'.repeat(bytes)
  return withConnections(endpoint, clients, (connections) =>
    measureRate(clients, total, async (client, index) => {
      const body = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${prefix}-${index}"},"data":{"text":"${text}"}}`
      return (await connections[client]?.send('POST', CONFIG_MAPS, body))?.status === 201
    }),
  )
}

/** A crowd of objects: how many, by how many connections, and how their names begin. */
export interface CrowdOptions {
  readonly clients: number
  readonly total: number
  readonly prefix: string
  /** Bytes of data in each object. */
  readonly bytes?: number
}

/** Reads `total` times one of the ConfigMaps that `createConfigMaps` made. */
export function getConfigMaps(
  endpoint: Endpoint,
  { clients, total, prefix }: CrowdOptions,
  made: number,
): Promise<Rate> {
  return withConnections(endpoint, clients, (connections) =>
    measureRate(clients, total, async (client, index) => {
      const reply = await connections[client]?.send('GET', `${CONFIG_MAPS}/${prefix}-${index % made}`)
      return reply?.status === 200
    }),
  )
}

/** Creates pods of a usual size that no node takes. */
export function createPods(endpoint: Endpoint, { clients, total, prefix }: CrowdOptions): Promise<Rate> {
  return withConnections(endpoint, clients, (connections) =>
    measureRate(clients, total, async (client, index) => {
      const reply = await connections[client]?.send('POST', PODS, podText(`${prefix}-${index}`))
      return reply?.status === 201
    }),
  )
}

function podText(name: string): string {
  const container = {
    name: 'web',
    image: 'nginx:1.27',
    ports: [{ containerPort: 80 }],
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
  }
  const spec = { containers: [container], schedulerName: 'nobody' }
  return JSON.stringify({ kind: 'Pod', apiVersion: 'v1', metadata: { name, labels: { app: 'load' } }, spec })
}

/** Milliseconds of one list, the median of `rounds`, and its size. */
export async function listTime(
  endpoint: Endpoint,
  path: string,
  rounds: number,
): Promise<{ readonly ms: number; readonly bytes: number }> {
  return withConnections(endpoint, 1, async ([connection]) => {
    const times: number[] = []
    let bytes = 0
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now()
      const reply = await connection?.send('GET', path)
      times.push(performance.now() - begun)
      if (reply?.status !== 200) throw new Error(`list ${path} answered ${reply?.status}`)
      bytes = reply.body.length
    }
    return { ms: percentile(times, 0.5), bytes }
  })
}

/** From sending a create to its event at one watcher, while `clients` create without pause. */
export async function watchDelivery(
  endpoint: Endpoint,
  { clients, total, prefix }: CrowdOptions,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const sent = new Map<string, number>()
  const times: number[] = []
  const watcher = await open(endpoint)
  await watcher.follow(`${CONFIG_MAPS}?watch=true&resourceVersion=0`, (line) => {
    const name = /"name":"([^"]+)"/.exec(line)?.[1] ?? ''
    const begun = sent.get(name)
    if (begun !== undefined && times.push(performance.now() - begun)) sent.delete(name)
  })
  await withConnections(endpoint, clients, (connections) =>
    measureRate(clients, total, async (client, index) => {
      const name = `${prefix}-${index}`
      sent.set(name, performance.now())
      const body = `{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"${name}"},"data":{"text":"${'x'.repeat(600)}"}}`
      return (await connections[client]?.send('POST', CONFIG_MAPS, body))?.status === 201
    }),
  )
  await settle(() => sent.size === 0)
  watcher.close()
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) }
}

/** `watchers` of one kind over HTTP/2; for each of `events` writes, milliseconds until the last watcher has it. */
export async function fanOut(
  endpoint: Endpoint,
  watchers: number,
  events: number,
): Promise<{ readonly p50Ms: number; readonly p99Ms: number }> {
  const { host, port, ca, cert, key } = endpoint
  const sessions = Array.from({ length: 4 }, () => connectHttp2(`https://${host}:${port}`, { ca, cert, key }))
  let seen = 0
  const path = `/api/v1/namespaces/kube-public/configmaps?watch=true&resourceVersion=0&fieldSelector=metadata.name%3Dfan-out`
  const ready = Array.from({ length: watchers }, (_, at) => followStream(at))
  await Promise.all(ready)
  const writer = await open(endpoint)
  const times: number[] = []
  for (let event = 0; event < events; event++) times.push(await oneEvent(event))
  writer.close()
  for (const session of sessions) session.destroy()
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99) }

  function followStream(at: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const stream = sessions[at % sessions.length]?.request({ ':path': path })
      stream?.on('response', () => resolve())
      stream?.on('error', reject)
      stream?.on('data', (bytes: Buffer) => {
        for (const byte of bytes) if (byte === 10) seen++
      })
    })
  }

  async function oneEvent(event: number): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 20))
    seen = 0
    const begun = performance.now()
    const body = JSON.stringify({
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: { name: 'fan-out' },
      data: { text: `${event}${'x'.repeat(600)}` },
    })
    const home = '/api/v1/namespaces/kube-public/configmaps'
    const reply = await writer.send(event === 0 ? 'POST' : 'PUT', event === 0 ? home : `${home}/fan-out`, body)
    if (reply.status > 201) throw new Error(`write answered ${reply.status} ${reply.body}`)
    await settle(() => seen >= watchers)
    return performance.now() - begun
  }
}

async function settle(isDone: () => boolean): Promise<void> {
  const end = performance.now() + 20_000
  while (!isDone()) {
    if (performance.now() > end) throw new Error('events did not arrive within 20 s')
    await new Promise((resolve) => setImmediate(resolve))
  }
}

async function withConnections<T>(
  endpoint: Endpoint,
  count: number,
  use: (connections: readonly Connection[]) => Promise<T>,
): Promise<T> {
  const connections = await Promise.all(Array.from({ length: count }, () => open(endpoint)))
  try {
    return await use(connections)
  } finally {
    for (const connection of connections) connection.close()
  }
}
