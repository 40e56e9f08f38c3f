import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { type Client, coreType } from '#client'
import { startCluster } from '#cluster'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { runControllers } from '#reconcile'
import { createScheduler } from '#scheduler'

/** How many pods on how many nodes, and what every pod says beside its container. */
export interface PlacingOptions {
  readonly nodes: number
  readonly pods: number
  readonly spec?: JsonObject
}

/** What was measured. */
export interface Placed {
  /** From the first binding to the last. */
  readonly podsPerSecond: number
  readonly bound: number
  /** Processor time of the whole process, scheduler and server, in milliseconds a pod: it says the same on a busy machine. */
  readonly cpuMs: number
  /** Pods on the fullest node. */
  readonly most: number
}

const pods = coreType('pods', 'Pod')
const nodes = coreType('nodes', 'Node', false)
const NAMESPACE = 'default'
const SCHEDULER = 'measured'
const AT_ONCE = 64

/**
 * Creates nodes and pods on a cluster with a durable store, then lets a scheduler place them through the API of the same
 * process. The cluster's own scheduler runs beside it and leaves these pods alone.
 */
export async function placePods(options: PlacingOptions): Promise<Placed> {
  const home = mkdtempSync(join(tmpdir(), 'berth-scheduling-'))
  const cluster = await startCluster({ home, listens: false })
  try {
    await createAll(options.nodes, (at) => cluster.client.create(nodes, nodeObject(at)))
    await createAll(options.pods, (at) => cluster.client.create(pods, podObject(at, options.spec ?? {})))
    return await schedule(cluster.client, options.pods)
  } finally {
    await cluster.stop()
    rmSync(home, { recursive: true, force: true })
  }
}

async function schedule(client: Client, total: number): Promise<Placed> {
  const stopping = new AbortController()
  const before = process.cpuUsage()
  const byNode = new Map<string, number>()
  const seen = new Set<string>()
  const times: number[] = []
  const all = new Promise<void>((resolve) => {
    void follow(client, stopping.signal, (pod) => {
      const node = textAt(pod, 'spec', 'nodeName')
      if (node === '' || !pod.metadata.name.startsWith('p-') || seen.has(pod.metadata.name)) return
      seen.add(pod.metadata.name)
      times.push(performance.now())
      byNode.set(node, (byNode.get(node) ?? 0) + 1)
      if (times.length === total) resolve()
    })
  })
  const running = runControllers(createScheduler({ profiles: [{ schedulerName: SCHEDULER }] }), {
    client,
    clock: { now: () => Date.now(), setTimer },
    random: Math.random,
    trace: () => undefined,
  })
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 120_000))])
  const { user, system } = process.cpuUsage(before)
  await running.stop()
  stopping.abort()
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0)
  return {
    podsPerSecond: (1000 * times.length) / spanMs,
    bound: times.length,
    cpuMs: (user + system) / 1000 / times.length,
    most: Math.max(...byNode.values()),
  }
}

function setTimer(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

async function follow(client: Client, signal: AbortSignal, see: (pod: KubeObject) => void): Promise<void> {
  const { resourceVersion } = await client.list(pods, { namespace: NAMESPACE, limit: 1 })
  for await (const { object } of client.watch(pods, { namespace: NAMESPACE, resourceVersion, signal })) see(object)
}

async function createAll(total: number, create: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const loop = async (): Promise<void> => {
    while (next < total) await create(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, loop))
}

const ROOM = { cpu: '32', memory: '64Gi', 'ephemeral-storage': '100Gi', pods: '110' }

function nodeObject(at: number): KubeObject {
  const name = `n-${at}`
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `z-${at % 3}` }
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '' }
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels },
    status: { capacity: ROOM, allocatable: ROOM, conditions: [ready] },
  }
}

/** Nobody renews the leases of these nodes: pods put up with what becomes of them. */
function podObject(at: number, spec: JsonObject): KubeObject {
  const container = { name: 'c', image: 'app:1', resources: { requests: { cpu: '100m', memory: '128Mi' } } }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `p-${at}`, namespace: NAMESPACE, labels: { app: 'measured', group: `g-${at % 20}` } },
    spec: { schedulerName: SCHEDULER, containers: [container], tolerations: [{ operator: 'Exists' }], ...spec },
  }
}
