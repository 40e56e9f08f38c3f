import { expect, test } from 'vitest'
import { type Client, coreType, pause, type ResourceType } from '#client'
import { type Cluster, startCluster } from '#cluster'
import { type Clock, type JsonObject, type KubeObject, textAt, timeText, valueAt } from '#kube'
import { fastClock } from './fast-clock.ts'

const nodes = coreType('nodes', 'Node', false)
const pods = coreType('pods', 'Pod')
const events = coreType('events', 'Event')
const leases: ResourceType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  resource: 'leases',
  kind: 'Lease',
  isNamespaced: true,
}

test('a node that is lost is unknown, drives its pods off and takes pods again when it is back', () =>
  onFastCluster(async ({ client, clock }) => {
    const stop = new AbortController()
    const node = await joinNode(client, 'lost', clock)
    void beat(client, clock, stop.signal)
    await client.create(pods, podOn('lost', 'leaves', { tolerationSeconds: 30 }))
    await client.create(pods, podOn('lost', 'stays', {}))
    for (const name of ['leaves', 'stays']) await becomeReady(client, name)
    await eventually(async () => expect(taints(await client.get(nodes, node))).toEqual([]))
    stop.abort()
    await eventually(async () => {
      const found = await client.get(nodes, node)
      expect(condition(found, 'Ready')).toMatchObject({
        status: 'Unknown',
        reason: 'NodeStatusUnknown',
        message: 'Kubelet stopped posting node status.',
      })
      expect(condition(found, 'DiskPressure')).toMatchObject({
        status: 'Unknown',
        reason: 'NodeStatusNeverUpdated',
        message: 'Kubelet never posted node status.',
      })
      expect(taints(found)).toEqual([
        'node.kubernetes.io/unreachable:NoExecute',
        'node.kubernetes.io/unreachable:NoSchedule',
      ])
    })
    await eventually(async () => expect(condition(await podNamed(client, 'stays'), 'Ready')?.['status']).toBe('False'))
    await eventually(async () => {
      const leaving = await podNamed(client, 'leaves')
      expect(valueAt(leaving, 'metadata', 'deletionTimestamp')).toBeDefined()
      expect(condition(leaving, 'DisruptionTarget')).toMatchObject({
        status: 'True',
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
      })
    })
    expect(valueAt(await podNamed(client, 'stays'), 'metadata', 'deletionTimestamp')).toBeUndefined()
    await tellReady(client, 'lost', clock)
    await eventually(async () => expect(taints(await client.get(nodes, node))).toEqual([]))
    const reasons = (await client.list(events)).items.map(
      (event) => `${textAt(event, 'reason')} ${textAt(event, 'message')}`,
    )
    expect(reasons).toContain('RegisteredNode Node lost event: Registered Node lost in Controller')
    expect(reasons).toContain('NodeNotReady Node lost status is now: NodeNotReady')
    expect(reasons).toContain('NodeNotReady Node is not ready')
    expect(reasons).toContain('TaintManagerEviction Marking for deletion Pod default/leaves')
  }))

test('pods of a node that is gone are failed and removed, and its addresses are given again', () =>
  onFastCluster(async ({ client, clock }) => {
    const node = await joinNode(client, 'gone', clock)
    const range = await eventually(async () => {
      const found = textAt(await client.get(nodes, node), 'spec', 'podCIDR')
      expect(found).toMatch(/^10\.24[4-7]\.\d+\.0\/24$/)
      return found
    })
    await client.create(pods, {
      ...podOn('gone', 'orphan', {}),
      metadata: { ...podOn('gone', 'orphan', {}).metadata, finalizers: ['a.b/c'] },
    })
    await client.remove(nodes, node)
    await eventually(async () => {
      const orphan = await podNamed(client, 'orphan')
      expect(textAt(orphan, 'status', 'phase')).toBe('Failed')
      expect(condition(orphan, 'DisruptionTarget')).toMatchObject({
        reason: 'DeletionByPodGC',
        message: 'PodGC: node no longer exists',
      })
    })
    expect(range).not.toBe('')
  }))

test('pods that cannot end on a node out of service are removed', () =>
  onFastCluster(async ({ client, clock }) => {
    const node = await joinNode(client, 'dead', clock)
    await client.create(pods, podOn('dead', 'stuck', {}))
    await becomeReady(client, 'stuck')
    await client.remove(pods, { namespace: 'default', name: 'stuck' })
    await eventually(async () => expect(condition(await client.get(nodes, node), 'Ready')?.['status']).toBe('Unknown'))
    expect(textAt(await podNamed(client, 'stuck'), 'status', 'phase')).toBe('Running')
    const taint = { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }
    await eventually(async () => {
      const spec = {
        taints: [...((valueAt(await client.get(nodes, node), 'spec', 'taints') ?? []) as JsonObject[]), taint],
      }
      await client.patch(nodes, node, { type: 'merge', body: { spec } })
    })
    await eventually(() => expect(podNamed(client, 'stuck')).rejects.toMatchObject({ code: 'NotFound' }))
  }))

test('while no node is heard of nobody is driven off', () =>
  onFastCluster(async ({ client, clock }) => {
    const all = (await client.list(nodes)).items
    for (const { metadata } of all)
      await client.patch(nodes, metadata, { type: 'merge', body: { metadata: { annotations: { [SILENT]: 'yes' } } } })
    const node = await joinNode(client, 'lost', clock)
    await client.create(pods, podOn('lost', 'stays', { tolerationSeconds: 0 }))
    await eventually(async () => {
      const found = (await client.list(nodes)).items
      expect(found.map((one) => condition(one, 'Ready')?.['status'])).toEqual(found.map(() => 'Unknown'))
    })
    await pause(clock, 30_000, new AbortController().signal)
    expect(taints(await client.get(nodes, node))).toEqual(['node.kubernetes.io/unreachable:NoSchedule'])
    expect(valueAt(await podNamed(client, 'stays'), 'metadata', 'deletionTimestamp')).toBeUndefined()
  }))

const SILENT = 'simulated.berth.dev/silent'

test('a node without network takes no pods until who told it says that it is there', () =>
  onFastCluster(async ({ client, clock }) => {
    const node = await joinNode(client, 'routed', clock)
    const tell = async (status: string, reason: string): Promise<unknown> => {
      const body = { status: { conditions: [{ type: 'NetworkUnavailable', status, reason, message: 'told' }] } }
      return await client.patch(nodes, node, { type: 'strategic', body }, { subresource: 'status' })
    }
    await tell('True', 'NoRouteCreated')
    await eventually(async () =>
      expect(taints(await client.get(nodes, node))).toEqual(['node.kubernetes.io/network-unavailable:NoSchedule']),
    )
    await pause(clock, 10_000, new AbortController().signal)
    expect(condition(await client.get(nodes, node), 'NetworkUnavailable')).toMatchObject({ status: 'True' })
    await tell('False', 'RouteCreated')
    await eventually(async () => expect(taints(await client.get(nodes, node))).toEqual([]))
  }))

test('a cordon is a taint, and labels of old follow the stable ones', () =>
  onFastCluster(async ({ client, clock }) => {
    const node = await joinNode(client, 'marked', clock)
    const labels = { 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'arm64', 'beta.kubernetes.io/arch': 'amd64' }
    await client.patch(nodes, node, { type: 'merge', body: { metadata: { labels }, spec: { unschedulable: true } } })
    await eventually(async () => {
      const found = await client.get(nodes, node)
      expect(taints(found)).toEqual(['node.kubernetes.io/unschedulable:NoSchedule'])
      expect(valueAt(found, 'metadata', 'labels')).toMatchObject({
        'beta.kubernetes.io/os': 'linux',
        'beta.kubernetes.io/arch': 'arm64',
      })
    })
    await client.patch(nodes, node, { type: 'merge', body: { spec: { unschedulable: null } } })
    await eventually(async () => expect(taints(await client.get(nodes, node))).toEqual([]))
  }))

const FACTOR = 40

async function onFastCluster(work: (cluster: Cluster & { readonly clock: Clock }) => Promise<void>): Promise<void> {
  const clock = fastClock(FACTOR)
  const cluster = await startCluster({ listens: false, store: 'memory', clock })
  try {
    await eventually(() =>
      cluster.client.get(coreType('serviceaccounts', 'ServiceAccount'), { namespace: 'default', name: 'default' }),
    )
    await work(Object.assign(cluster, { clock }))
  } finally {
    await cluster.stop()
  }
}

async function joinNode(client: Client, name: string, clock: Clock): Promise<{ readonly name: string }> {
  await client.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name } })
  await tellReady(client, name, clock)
  return { name }
}

async function tellReady(client: Client, name: string, clock: Clock): Promise<void> {
  const now = timeText(clock.now())
  const times = { lastHeartbeatTime: now, lastTransitionTime: now }
  const ready = { type: 'Ready', status: 'True', reason: 'KubeletReady', message: '', ...times }
  const body = { status: { conditions: [ready] } }
  await client.patch(nodes, { name }, { type: 'strategic', body }, { subresource: 'status' })
}

/** Keeps the lease of the node as its kubelet would. */
async function beat(client: Client, clock: Clock, signal: AbortSignal): Promise<void> {
  const spec = (): JsonObject => ({ renewTime: new Date(clock.now()).toISOString().replace('Z', '000Z') })
  const metadata = { name: 'lost', namespace: 'kube-node-lease' }
  await client.create(leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec: spec() })
  while (!signal.aborted) {
    await client.patch(leases, metadata, { type: 'merge', body: { spec: spec() } })
    await pause(clock, 10_000, signal)
  }
}

function podOn(nodeName: string, name: string, toleration: JsonObject): KubeObject {
  const tolerations = ['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'].map((key) => ({
    key,
    operator: 'Exists',
    effect: 'NoExecute',
    ...toleration,
  }))
  const spec = { nodeName, tolerations, containers: [{ name: 'c', image: 'i' }] }
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec }
}

async function becomeReady(client: Client, name: string): Promise<void> {
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
  await client.patch(
    pods,
    { namespace: 'default', name },
    { type: 'strategic', body: { status } },
    { subresource: 'status' },
  )
}

function podNamed(client: Client, name: string): Promise<KubeObject> {
  return client.get(pods, { namespace: 'default', name })
}

function condition(object: KubeObject, type: string): JsonObject | undefined {
  return ((valueAt(object, 'status', 'conditions') ?? []) as JsonObject[]).find((one) => one['type'] === type)
}

function taints(node: KubeObject): readonly string[] {
  const list = (valueAt(node, 'spec', 'taints') ?? []) as JsonObject[]
  return list.map((taint) => `${textAt(taint, 'key')}:${textAt(taint, 'effect')}`).sort()
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (attempt > 150) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
