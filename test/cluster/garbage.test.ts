import { expect, test } from 'vitest'
import { type Client, coreType, type ResourceType } from '#client'
import { startCluster } from '#cluster'
import { type JsonObject, type KubeObject, textAt, valueAt } from '#kube'
import { fastClock } from './fast-clock.ts'

const configMaps = coreType('configmaps', 'ConfigMap')
const namespaces = coreType('namespaces', 'Namespace', false)
const pods = coreType('pods', 'Pod')
const events = coreType('events', 'Event')
const roles: ResourceType = {
  group: 'rbac.authorization.k8s.io',
  version: 'v1',
  resource: 'clusterroles',
  kind: 'ClusterRole',
  isNamespaced: false,
}
const jobs: ResourceType = { group: 'batch', version: 'v1', resource: 'jobs', kind: 'Job', isNamespaced: true }

test('what lives in no namespace stays when its owner lives in one, and an Event says why', () =>
  onCluster(async (client) => {
    const owner = await client.create(configMaps, object('v1', 'ConfigMap', { name: 'owner', namespace: 'default' }))
    const uid = textAt(owner, 'metadata', 'uid')
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }]
    await client.create(
      roles,
      object('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'owned', ownerReferences }),
    )
    const message = `ownerRef [v1/ConfigMap, namespace: , name: owner, uid: ${uid}] does not exist in namespace ""`
    await eventually(async () => {
      const notes = (await client.list(events)).items.filter(
        (note) => textAt(note, 'involvedObject', 'name') === 'owned',
      )
      expect(notes).toMatchObject([{ reason: 'OwnerRefInvalidNamespace', type: 'Warning', message }])
    })
    expect(await client.get(roles, { name: 'owned' })).toBeDefined()
  }))

test('a namespace goes though a job of it waits to make one more pod for an index', () =>
  onCluster(async (client) => {
    const place = { namespace: 'closing', name: 'j' }
    await client.create(namespaces, object('v1', 'Namespace', { name: 'closing' }))
    const template = {
      spec: { schedulerName: 'none', restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
    }
    const spec = { completionMode: 'Indexed', completions: 1, parallelism: 1, backoffLimitPerIndex: 3, template }
    await eventually(() => client.create(jobs, { ...object('batch/v1', 'Job', place), spec }))
    const [pod] = await eventually(async () => {
      const { items } = await client.list(pods, { namespace: 'closing' })
      expect(items).toHaveLength(1)
      return items
    })
    const failed = { type: 'merge', body: { status: { phase: 'Failed' } } } as const
    await client.patch(pods, { ...place, name: pod?.metadata.name ?? '' }, failed, { subresource: 'status' })
    await eventually(async () => expect(valueAt(await client.get(jobs, place), 'status', 'failed')).toBe(1))
    await client.remove(namespaces, { name: 'closing' })
    await eventually(() =>
      expect(client.get(namespaces, { name: 'closing' })).rejects.toMatchObject({ code: 'NotFound' }),
    )
  }))

function object(apiVersion: string, kind: string, metadata: JsonObject): KubeObject {
  return { apiVersion, kind, metadata: metadata as KubeObject['metadata'] }
}

async function onCluster(work: (client: Client) => Promise<void>): Promise<void> {
  const cluster = await startCluster({ listens: false, store: 'memory', clock: fastClock(20) })
  try {
    await work(cluster.client)
  } finally {
    await cluster.stop()
  }
}

async function eventually<T>(check: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await check()
    } catch (error) {
      if (tries === 60) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
