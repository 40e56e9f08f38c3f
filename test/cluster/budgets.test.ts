import { expect, test } from 'vitest'
import { type Client, coreType, type ResourceType } from '#client'
import { withCluster } from '#cluster/testing'
import { type JsonObject, type KubeObject, StatusError, textAt, valueAt } from '#kube'

const pods = coreType('pods', 'Pod')
const quotas = coreType('resourcequotas', 'ResourceQuota')
const events = coreType('events', 'Event')
const accounts = coreType('serviceaccounts', 'ServiceAccount')
const budgets: ResourceType = {
  group: 'policy',
  version: 'v1',
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  isNamespaced: true,
}
const deployments: ResourceType = {
  group: 'apps',
  version: 'v1',
  resource: 'deployments',
  kind: 'Deployment',
  isNamespaced: true,
}
const budget = { namespace: 'default', name: 'budget' }

test('a quota holds under fifty creators at once, and what goes makes room', () =>
  withCluster(async ({ client }) => {
    await eventually(() => client.get(accounts, { namespace: 'default', name: 'default' }))
    const metadata = { name: 'ten', namespace: 'default' }
    await client.create(quotas, { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '10' } } })
    await eventually(async () => expect(await usedPods(client)).toBe('0'))
    const made = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => client.create(pods, podNamed(`p${index}`))),
    )
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    for (const one of made) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'Forbidden' })
    expect((await client.list(pods, { namespace: 'default' })).items).toHaveLength(10)
    expect(await usedPods(client)).toBe('10')
    await client.removeAll(pods, { namespace: 'default' }, { gracePeriodSeconds: 0 })
    await eventually(async () => expect(await usedPods(client)).toBe('0'))
    await client.create(pods, podNamed('again'))
    await eventually(async () => expect(await usedPods(client)).toBe('1'))
  }))

test.each<[rule: string, spec: JsonObject, status: JsonObject]>([
  ['a whole number', { minAvailable: 2 }, { expectedPods: 3, desiredHealthy: 2, disruptionsAllowed: 1 }],
  ['more than there are', { minAvailable: 4 }, { expectedPods: 3, desiredHealthy: 4, disruptionsAllowed: 0 }],
  ['pods of nobody are not counted in shares', { minAvailable: '50%' }, { expectedPods: 0, disruptionsAllowed: 0 }],
  ['nor with maxUnavailable', { maxUnavailable: 1 }, { expectedPods: 0, disruptionsAllowed: 0 }],
])('a budget of pods that nobody controls: %s', (_, spec, status) =>
  withCluster(async ({ client }) => {
    await createReadyPods(client, 3)
    await createBudget(client, spec)
    await eventually(async () =>
      expect((await client.get(budgets, budget))['status']).toMatchObject({ currentHealthy: 3, ...status }),
    )
    if (status['expectedPods'] === 0)
      await eventually(async () => expect(await told(client)).toContainEqual(expect.stringMatching(/^UnmanagedPods /)))
  }),
)

test.each<[rule: string, spec: JsonObject, status: JsonObject]>([
  ['maxUnavailable', { maxUnavailable: '30%' }, { expectedPods: 4, desiredHealthy: 2, disruptionsAllowed: 2 }],
  ['a share of minAvailable', { minAvailable: '60%' }, { expectedPods: 4, desiredHealthy: 3, disruptionsAllowed: 1 }],
])('a budget of a deployment counts what that wants: %s', (_, spec, status) =>
  withCluster(async ({ client }) => {
    await createBudget(client, spec)
    const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
    await client.create(deployments, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 4, selector: { matchLabels: { app: 'x' } }, template },
    })
    await eventually(async () =>
      expect((await client.get(budgets, budget))['status']).toMatchObject({ currentHealthy: 4, ...status }),
    )
  }),
)

test('evictions stop where the budget ends, and go on when there is room', () =>
  withCluster(async ({ client }) => {
    await createReadyPods(client, 3)
    await createBudget(client, { minAvailable: 2 })
    await eventually(async () => expect(await allowed(client)).toBe(1))
    await evict(client, 'p0')
    const refusal = await evict(client, 'p1').catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(StatusError)
    expect(refusal).toMatchObject({ code: 'TooManyRequests' })
    await client.create(pods, podNamed('p3'))
    await becomeReady(client, 'p3')
    await eventually(async () => evict(client, 'p1'))
    const conditions = valueAt(await client.get(budgets, budget), 'status', 'conditions')
    expect(conditions).toMatchObject([{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }])
  }))

test('a budget without pods says so; one of pods without a scale allows nothing and tells why', () =>
  withCluster(async ({ client }) => {
    await createBudget(client, { maxUnavailable: 1 })
    await eventually(async () => expect(await told(client)).toContain('NoPods No matching pods found'))
    await eventually(() => client.get(accounts, { namespace: 'default', name: 'default' }))
    const owner = await client.create(coreType('configmaps', 'ConfigMap'), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'owner', namespace: 'default' },
    })
    const uid = textAt(owner, 'metadata', 'uid')
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, controller: true }]
    const pod = podNamed('odd')
    await client.create(pods, { ...pod, metadata: { ...pod.metadata, ownerReferences } as KubeObject['metadata'] })
    await eventually(async () =>
      expect(valueAt(await client.get(budgets, budget), 'status', 'conditions')).toMatchObject([
        { status: 'False', reason: 'SyncFailed', message: 'configmaps does not implement the scale subresource' },
      ]),
    )
  }))

async function usedPods(client: Client): Promise<string> {
  return textAt(await client.get(quotas, { namespace: 'default', name: 'ten' }), 'status', 'used', 'pods')
}

function podNamed(name: string): KubeObject {
  const metadata = { name, namespace: 'default', labels: { app: 'x' } }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: { schedulerName: 'none', containers: [{ name: 'c', image: 'i' }] },
  }
}

async function createReadyPods(client: Client, count: number): Promise<void> {
  await eventually(() => client.get(accounts, { namespace: 'default', name: 'default' }))
  for (let index = 0; index < count; index++) {
    await client.create(pods, podNamed(`p${index}`))
    await becomeReady(client, `p${index}`)
  }
}

async function becomeReady(client: Client, name: string): Promise<void> {
  const body = { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }
  await client.patch(pods, { namespace: 'default', name }, { type: 'strategic', body }, { subresource: 'status' })
}

async function createBudget(client: Client, spec: JsonObject): Promise<void> {
  await client.create(budgets, {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: budget,
    spec: { selector: { matchLabels: { app: 'x' } }, ...spec },
  })
}

async function allowed(client: Client): Promise<unknown> {
  return valueAt(await client.get(budgets, budget), 'status', 'disruptionsAllowed')
}

async function evict(client: Client, name: string): Promise<void> {
  const metadata = { name, namespace: 'default' }
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata, deleteOptions: { gracePeriodSeconds: 0 } }
  await client.create(pods, body, { subresource: 'eviction' })
}

async function told(client: Client): Promise<readonly string[]> {
  const { items } = await client.list(events)
  const about = items.filter((event) => textAt(event, 'involvedObject', 'name') === budget.name)
  return about.map((event) => `${textAt(event, 'reason')} ${textAt(event, 'message')}`)
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await check()
    } catch (error) {
      if (attempt > 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
