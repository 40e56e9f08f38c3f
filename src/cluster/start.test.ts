import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { coreType, type ResourceType } from '#client'
import { type JsonObject, type KubeObject, StatusError, valueAt } from '#kube'
import { keepKubernetesService } from './bootstrap/kubernetes-service.ts'
import { type Cluster, startCluster } from './start.ts'

const namespaces = coreType('namespaces', 'Namespace', false)
const configMaps = coreType('configmaps', 'ConfigMap')
const pods = coreType('pods', 'Pod')
const secrets = coreType('secrets', 'Secret')
const quotas = coreType('resourcequotas', 'ResourceQuota')
const services = coreType('services', 'Service')
const accounts = coreType('serviceaccounts', 'ServiceAccount')
const roles: ResourceType = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource: 'clusterroles',
  kind: 'ClusterRole',
  isNamespaced: false,
}
const budgets: ResourceType = {
  group: 'policy',
  version: 'v1',
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  isNamespaced: true,
}

let cluster: Cluster
const troubles: string[] = []
beforeAll(async () => {
  cluster = await startCluster({
    listens: false,
    trace: ({ message, fields }) => {
      if (message === 'trouble') troubles.push(JSON.stringify(fields))
    },
  })
})
afterAll(async () => {
  await cluster.stop()
  expect(troubles).toEqual([])
})

const map = (name: string, more: JsonObject = {}, namespace = 'default'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace, ...more },
})
const exists = (type: ResourceType, namespace: string, name: string): Promise<boolean> =>
  cluster.client.get(type, { namespace, name }).then(
    () => true,
    (error: unknown) => {
      if (error instanceof StatusError && error.code === 'NotFound') return false
      throw error
    },
  )
const soon = { timeout: 5000, interval: 20 }

describe('a new cluster', () => {
  test('has its namespaces, service and node', async () => {
    const { items } = await cluster.client.list(namespaces)
    expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ])
    const service = await cluster.client.get(coreType('services', 'Service'), {
      namespace: 'default',
      name: 'kubernetes',
    })
    expect(valueAt(service, 'spec', 'clusterIP')).toBe('10.96.0.1')
    expect(await exists(coreType('nodes', 'Node', false), '', 'berth')).toBe(true)
  })

  test.each([
    ['kubernetes', services, 'default', ['kube-apiserver']],
    ['berth', coreType('nodes', 'Node', false), '', ['kubelet']],
    ['kube-root-ca.crt', configMaps, 'default', ['kube-controller-manager']],
    ['admin', roles, '', ['clusterrole-aggregation-controller', 'kube-apiserver']],
  ] as const)('%s is written in the name of its writer', async (name, type, namespace, managers) => {
    const written = async () => {
      const { metadata } = await cluster.client.get(type, { namespace, name })
      const entries = metadata['managedFields'] as readonly JsonObject[]
      return entries.map(({ manager }) => manager)
    }
    await expect.poll(written, soon).toEqual(expect.arrayContaining([...managers]))
    expect(await written()).not.toContain('berth')
  })

  test('makes the service of the API server again', async () => {
    const place = { namespace: 'default', name: 'kubernetes' }
    let look = () => {}
    const setTimer = (_delayMs: number, run: () => void) => {
      look = run
      return () => {}
    }
    const clock = { now: Date.now, setTimer }
    const onError = (error: unknown) => expect.unreachable(String(error))
    keepKubernetesService(cluster.client, { serviceAddress: '10.96.0.1', port: 6443 }, { clock, onError })
    await cluster.client.remove(services, place)
    look()
    await expect.poll(() => exists(services, 'default', 'kubernetes'), soon).toBe(true)
  })

  test('gives every namespace an account and the authority', async () => {
    await cluster.client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })
    await expect.poll(() => exists(accounts, 'team', 'default'), soon).toBe(true)
    await expect.poll(() => exists(configMaps, 'team', 'kube-root-ca.crt'), soon).toBe(true)
    await cluster.client.remove(configMaps, { namespace: 'team', name: 'kube-root-ca.crt' })
    await expect.poll(() => exists(configMaps, 'team', 'kube-root-ca.crt'), soon).toBe(true)
  })
})

describe('a namespace that is deleted', () => {
  test('waits for finalizers, says so, and goes', async () => {
    const { client } = cluster
    await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'held' } })
    await client.create(configMaps, map('held', { finalizers: ['example.com/hold'] }, 'held'))
    await client.create(configMaps, map('free', {}, 'held'))
    await client.remove(namespaces, { name: 'held' })
    const said = async (): Promise<unknown> => {
      const conditions = valueAt(await client.get(namespaces, { name: 'held' }), 'status', 'conditions')
      return ((conditions ?? []) as JsonObject[]).find(({ type }) => type === 'NamespaceFinalizersRemaining')?.[
        'message'
      ]
    }
    const words = 'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances'
    await expect.poll(said, soon).toBe(words)
    expect(await exists(configMaps, 'held', 'free')).toBe(false)
    await client.patch(
      configMaps,
      { namespace: 'held', name: 'held' },
      { type: 'merge', body: { metadata: { finalizers: null } } },
    )
    await expect.poll(() => exists(namespaces, '', 'held'), soon).toBe(false)
  })
})

describe('garbage', () => {
  const owned = async (name: string, owner: KubeObject, more: JsonObject = {}): Promise<KubeObject> => {
    const { name: ownerName, uid } = owner.metadata
    const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: ownerName, uid: uid ?? '', ...more }
    return cluster.client.create(configMaps, map(name, { ownerReferences: [reference] }))
  }
  const remove = (name: string, propagationPolicy: string): Promise<JsonObject> =>
    cluster.client.remove(configMaps, { namespace: 'default', name }, { propagationPolicy })

  test('background: dependents of dependents go as well', async () => {
    const owner = await cluster.client.create(configMaps, map('background'))
    const child = await owned('background-child', owner)
    await owned('background-grandchild', child)
    await remove('background', 'Background')
    await expect.poll(() => exists(configMaps, 'default', 'background-grandchild'), soon).toBe(false)
  })

  test('foreground: the owner goes last', async () => {
    const owner = await cluster.client.create(configMaps, map('foreground'))
    await owned('foreground-child', owner, { blockOwnerDeletion: true })
    await remove('foreground', 'Foreground')
    await expect.poll(() => exists(configMaps, 'default', 'foreground'), soon).toBe(false)
    expect(await exists(configMaps, 'default', 'foreground-child')).toBe(false)
  })

  test('orphan: dependents stay without their owner', async () => {
    const owner = await cluster.client.create(configMaps, map('orphan'))
    await owned('orphan-child', owner)
    await remove('orphan', 'Orphan')
    await expect.poll(() => exists(configMaps, 'default', 'orphan'), soon).toBe(false)
    const child = await cluster.client.get(configMaps, { namespace: 'default', name: 'orphan-child' })
    expect(child.metadata['ownerReferences'] ?? []).toEqual([])
  })

  test('an owner that never was', async () => {
    const reference = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'nobody',
      uid: '11111111-1111-1111-1111-111111111111',
    }
    await cluster.client.create(configMaps, map('stray', { ownerReferences: [reference] }))
    await expect.poll(() => exists(configMaps, 'default', 'stray'), soon).toBe(false)
  })

  test('one living owner keeps an object; the dead one is forgotten', async () => {
    const [alive, dead] = await Promise.all(
      ['alive', 'dead'].map((name) => cluster.client.create(configMaps, map(name))),
    )
    const reference = (owner: KubeObject | undefined): JsonObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner?.metadata.name ?? '',
      uid: owner?.metadata['uid'] ?? '',
    })
    await cluster.client.create(configMaps, map('shared', { ownerReferences: [reference(alive), reference(dead)] }))
    await remove('dead', 'Background')
    const owners = async (): Promise<unknown> => {
      const shared = await cluster.client.get(configMaps, { namespace: 'default', name: 'shared' })
      return ((shared.metadata['ownerReferences'] ?? []) as JsonObject[]).map(({ name }) => name)
    }
    await expect.poll(owners, soon).toEqual(['alive'])
  })

  test('a ring of foreground deletions ends', async () => {
    const first = await cluster.client.create(configMaps, map('ring-a'))
    const second = await owned('ring-b', first, { blockOwnerDeletion: true })
    const back = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: 'ring-b',
      uid: second.metadata['uid'] ?? '',
      blockOwnerDeletion: true,
    }
    await cluster.client.patch(
      configMaps,
      { namespace: 'default', name: 'ring-a' },
      { type: 'merge', body: { metadata: { ownerReferences: [back] } } },
    )
    await remove('ring-a', 'Foreground')
    await expect.poll(() => exists(configMaps, 'default', 'ring-b'), soon).toBe(false)
    await expect.poll(() => exists(configMaps, 'default', 'ring-a'), soon).toBe(false)
  })
})

test('a quota counts what comes and goes', async () => {
  const { client } = cluster
  await client.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'counted' } })
  await expect.poll(() => exists(configMaps, 'counted', 'kube-root-ca.crt'), soon).toBe(true)
  await client.create(quotas, {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'q', namespace: 'counted' },
    spec: { hard: { configmaps: '2', 'count/deployments.apps': '1' } },
  })
  const used = async (): Promise<unknown> =>
    valueAt(await client.get(quotas, { namespace: 'counted', name: 'q' }), 'status', 'used')
  await expect.poll(used, soon).toEqual({ configmaps: '1', 'count/deployments.apps': '0' })
  await client.create(configMaps, map('a', {}, 'counted'))
  await expect(client.create(configMaps, map('b', {}, 'counted'))).rejects.toMatchObject({ code: 'Forbidden' })
  await client.remove(configMaps, { namespace: 'counted', name: 'a' })
  await expect.poll(used, soon).toEqual({ configmaps: '1', 'count/deployments.apps': '0' })
})

test('a secret for a token is filled, and goes with its account', async () => {
  const { client } = cluster
  await client.create(accounts, {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'robot', namespace: 'default' },
  })
  const annotations = { 'kubernetes.io/service-account.name': 'robot' }
  await client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'robot-token', namespace: 'default', annotations },
    type: 'kubernetes.io/service-account-token',
  })
  const keys = async (): Promise<unknown> =>
    Object.keys(
      (valueAt(await client.get(secrets, { namespace: 'default', name: 'robot-token' }), 'data') ?? {}) as JsonObject,
    ).sort()
  await expect.poll(keys, soon).toEqual(['ca.crt', 'namespace', 'token'])
  await client.remove(accounts, { namespace: 'default', name: 'robot' })
  await expect.poll(() => exists(secrets, 'default', 'robot-token'), soon).toBe(false)
})

test('a budget says how many may go, and an eviction asks it', async () => {
  const { client } = cluster
  await client.create(budgets, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'two', namespace: 'default' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
  })
  await expect.poll(() => exists(accounts, 'default', 'default'), soon).toBe(true)
  for (const name of ['web-1', 'web-2']) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'default', labels: { app: 'web' } },
      spec: { containers: [{ name: 'c', image: 'i' }], nodeName: 'berth' },
    }
    const made = await client.create(pods, pod)
    const status = {
      ...(made['status'] as JsonObject),
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
    }
    await client.update(pods, { ...made, status }, { subresource: 'status' })
  }
  const allowed = async (): Promise<unknown> =>
    valueAt(await client.get(budgets, { namespace: 'default', name: 'two' }), 'status', 'disruptionsAllowed')
  await expect.poll(allowed, soon).toBe(1)
  const evict = (name: string): Promise<KubeObject> =>
    client.create(
      pods,
      { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: 'default' } },
      { subresource: 'eviction' },
    )
  await evict('web-1')
  await expect(evict('web-2')).rejects.toMatchObject({ status: { code: 429 } })
})
