import { stdout } from 'node:process'
import { type Client, createInformer, type Informer, type ResourceType } from '#client'
import { startCluster } from '#cluster'
import type { KubeObject } from '#kube'

/** What one call costs inside the process, two informers on pods included, in microseconds. */
export interface CallCosts {
  readonly create: number
  readonly bind: number
  readonly status: number
  readonly configMap: number
}

const PODS: ResourceType = { group: '', version: 'v1', resource: 'pods', kind: 'Pod', isNamespaced: true }
const CONFIG_MAPS: ResourceType = { ...PODS, resource: 'configmaps', kind: 'ConfigMap' }
const AT_ONCE = 16
const INFORMERS = 2

/** Creates `count` pods, binds each to a node and says that it runs, as scheduler and kubelets would. */
export async function measureCalls(count: number): Promise<CallCosts> {
  const cluster = await startCluster({ store: { type: 'memory' }, listens: false })
  const { client } = cluster
  const clock = { now: Date.now, setTimer: timer }
  const informers = Array.from({ length: INFORMERS }).map(() =>
    createInformer({ client, clock, random: Math.random, type: PODS }),
  )
  try {
    await Promise.all(informers.map((informer) => begin(informer)))
    const delivered = () => informers.every((informer) => informer.cache.size >= count)
    const create = await perCall(count, (at) => client.create(PODS, podOf(at)))
    while (!delivered()) await new Promise((resolve) => setImmediate(resolve))
    const bind = await perCall(count, (at) => bindPod(client, at))
    const status = await perCall(count, (at) => runPod(client, informers, at))
    const configMap = await perCall(count, (at) => client.create(CONFIG_MAPS, configMapOf(at)))
    return { create, bind, status, configMap }
  } finally {
    await Promise.all(informers.map((informer) => informer.close()))
    await cluster.stop()
  }
}

function timer(ms: number, run: () => void): () => void {
  const timeout = setTimeout(run, ms)
  return () => clearTimeout(timeout)
}

async function begin(informer: Informer): Promise<void> {
  informer.start()
  await informer.synced
}

async function perCall(count: number, call: (at: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const worker = async () => {
    while (next < count) await call(next++)
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return ((performance.now() - begun) * 1000) / count
}

function podOf(at: number): KubeObject {
  const container = {
    name: 'web',
    image: 'nginx:1.27',
    ports: [{ containerPort: 80 }],
    resources: { requests: { cpu: '10m', memory: '16Mi' } },
  }
  return {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: `p-${at}`, namespace: 'default', labels: { app: 'load' } },
    spec: { containers: [container], schedulerName: 'nobody' },
  }
}

function configMapOf(at: number): KubeObject {
  const metadata = { name: `c-${at}`, namespace: 'default' }
  return { kind: 'ConfigMap', apiVersion: 'v1', metadata, data: { text: 'x'.repeat(600) } }
}

function bindPod(client: Client, at: number): Promise<unknown> {
  const name = `p-${at}`
  const binding = { kind: 'Binding', apiVersion: 'v1', metadata: { name, namespace: 'default' } }
  const object = { ...binding, target: { kind: 'Node', name: 'nowhere' } } as KubeObject
  return client.create(PODS, object, { subresource: 'binding' })
}

function runPod(client: Client, [informer]: readonly Informer[], at: number): Promise<unknown> {
  const pod = informer?.cache.get('default', `p-${at}`)
  if (pod === undefined) throw new Error(`p-${at} did not arrive`)
  const lastTransitionTime = '2026-01-01T00:00:00Z'
  const conditions = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(
    (type) => ({ type, status: 'True', lastProbeTime: null, lastTransitionTime }),
  )
  const running = { name: 'web', image: 'nginx:1.27', imageID: 'sha256:0', ready: true, restartCount: 0, started: true }
  const containerStatuses = [{ ...running, state: { running: { startedAt: lastTransitionTime } }, lastState: {} }]
  const status = { phase: 'Running', conditions, containerStatuses, podIP: '10.0.0.1', startTime: lastTransitionTime }
  return client.update(PODS, { ...pod, status } as KubeObject, { subresource: 'status' })
}

if (import.meta.main) {
  await measureCalls(1000)
  const costs = await measureCalls(Number(process.argv[2] ?? 10_000))
  for (const [name, micros] of Object.entries(costs)) stdout.write(`${name} ${micros.toFixed(0)} us\n`)
}
