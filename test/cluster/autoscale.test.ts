import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Client, ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { fastClock } from './fast-clock.ts'

const deployments: ResourceType = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  isNamespaced: true,
}
const autoscalers: ResourceType = {
  group: 'autoscaling',
  version: 'v2',
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  isNamespaced: true,
}
const namespace = 'default'
const FACTOR = 30

test(
  'an autoscaler goes up at once, and down only when nothing higher was wished for five minutes',
  { timeout: 60_000 },
  () =>
    onFastCluster(async ({ client }) => {
      const clock = fastClock(FACTOR)
      await client.create(deployments, deploymentOf('web', { 'simulated.berth.dev/cpu': '200m' }))
      await client.create(autoscalers, autoscalerOf('web', cpu(100)))
      await until(client, 'web', 4, 20_000)
      const upAtMs = clock.now()
      await change(client, 'web', [cpu(1000)])
      await settled(client, 'web', 'ScaleDownStabilized')
      await until(client, 'web', 1, 30_000)
      const heldMs = clock.now() - upAtMs
      expect(heldMs).toBeGreaterThan(4 * 60_000)
      expect(heldMs).toBeLessThan(15 * 60_000)
    }),
)

test('bytes over the network and a container of its own are measured too', { timeout: 60_000 }, () =>
  onFastCluster(async ({ client }) => {
    await client.create(deployments, deploymentOf('busy', { 'simulated.berth.dev/send': '9k' }))
    const metric = { name: 'network_transmit_bytes_per_second' }
    const pods = { metric, target: { type: 'AverageValue', averageValue: '3k' } }
    await client.create(autoscalers, autoscalerOf('busy', { type: 'Pods', pods }))
    await until(client, 'busy', 4, 20_000)
    await change(client, 'busy', [
      {
        type: 'ContainerResource',
        containerResource: { name: 'memory', container: 'web', target: { type: 'AverageValue', averageValue: '1Gi' } },
      },
      { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '1' } } },
    ])
    await settled(client, 'busy', 'FailedGetExternalMetric')
    const status = (await client.get(autoscalers, { namespace, name: 'busy' }))['status'] as JsonObject
    expect(JSON.stringify(status)).toContain(
      'unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)',
    )
  }),
)

async function onFastCluster(work: (cluster: Cluster) => Promise<void>): Promise<void> {
  const cluster = await startCluster({ store: 'memory', listens: false, metrics: true, clock: fastClock(FACTOR) })
  try {
    await work(cluster)
  } finally {
    await cluster.stop()
  }
}

function cpu(averageUtilization: number): JsonObject {
  return { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }
}

async function change(client: Client, name: string, metrics: readonly JsonObject[]): Promise<void> {
  await client.patch(autoscalers, { namespace, name }, { type: 'merge', body: { spec: { metrics: [...metrics] } } })
}

async function until(client: Client, name: string, replicas: number, patienceMs: number): Promise<void> {
  await waitFor(patienceMs, `${replicas} of ${name}`, async () => {
    const object = await client.get(deployments, { namespace, name })
    return valueAt(object, 'spec', 'replicas') === replicas && valueAt(object, 'status', 'readyReplicas') === replicas
  })
}

async function settled(client: Client, name: string, reason: string): Promise<void> {
  await waitFor(20_000, reason, async () => {
    const object = await client.get(autoscalers, { namespace, name })
    const conditions = (valueAt(object, 'status', 'conditions') ?? []) as readonly JsonObject[]
    return conditions.some((one) => textAt(one, 'reason') === reason)
  })
}

async function waitFor(patienceMs: number, what: string, isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`never ${what}`)
    await sleep(50)
  }
}

function deploymentOf(name: string, annotations: JsonObject): KubeObject {
  const labels = { app: name }
  const resources = { requests: { cpu: '100m' } }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'web', image: 'nginx', resources }] },
      },
    },
  }
}

function autoscalerOf(name: string, metric: JsonObject): KubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicas: 1,
      maxReplicas: 4,
      metrics: [metric],
    },
  }
}
