import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { type Client, coreType, type ResourceType } from '#client'
import { startCluster } from '#cluster'
import { isTerminating, type Json, type JsonObject, type KubeObject, StatusError, textAt, valueAt } from '#kube'

const pods = coreType('pods', 'Pod')
const deployments: ResourceType = named('deployments', 'Deployment')
const replicaSets: ResourceType = named('replicasets', 'ReplicaSet')

function named(resource: string, kind: string): ResourceType {
  return { group: 'apps', version: 'v1', resource, kind, isNamespaced: true }
}

interface Fences {
  readonly replicas: number
  readonly maxSurge: Json
  readonly maxUnavailable: Json
  /** At no time fewer pods that are ready, nor sets that want more together. */
  readonly least: number
  readonly most: number
}

const rows: readonly [name: string, fences: Fences][] = [
  ['none may be missing', { replicas: 6, maxSurge: 2, maxUnavailable: 0, least: 6, most: 8 }],
  ['none may be missing, one more', { replicas: 4, maxSurge: 1, maxUnavailable: 0, least: 4, most: 5 }],
  ['none may be missing, twice as many', { replicas: 5, maxSurge: '100%', maxUnavailable: 0, least: 5, most: 10 }],
  ['none too many', { replicas: 6, maxSurge: 0, maxUnavailable: 2, least: 4, most: 6 }],
  ['a quarter each, rounded up and down', { replicas: 7, maxSurge: '25%', maxUnavailable: '25%', least: 6, most: 9 }],
  ['percentages that come to nothing', { replicas: 2, maxSurge: 0, maxUnavailable: '1%', least: 1, most: 2 }],
]

test('rolling updates keep within their fences at every event, whatever comes in between', { timeout: 60_000 }, () =>
  onCluster(async (client) => {
    await Promise.all(rows.map(([name, fences], at) => rollThrice(client, `web-${at}`, { name, ...fences })))
  }),
)

/** A new template, another one in the middle of its rollout, and back to the first. */
async function rollThrice(client: Client, name: string, fences: Fences & { readonly name: string }): Promise<void> {
  const { replicas, maxSurge, maxUnavailable, least, most } = fences
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } }
  await client.create(deployments, deploymentOf(name, { replicas, strategy }))
  await isRolledOut(client, name)
  const readySeen = watchAll(client, name, { type: pods, measure: readyOf })
  const wantedSeen = watchAll(client, name, { type: replicaSets, measure: wantedBy })
  await turnTo(client, name, 'nginx:2')
  await sleep(150)
  await turnTo(client, name, 'nginx:3')
  await isRolledOut(client, name)
  await turnTo(client, name, 'nginx:1')
  await isRolledOut(client, name)
  const ready = await readySeen.end()
  expect(ready.length, fences.name).toBeGreaterThan(replicas * 4)
  expect(Math.min(...ready), `${fences.name}: ready`).toBeGreaterThanOrEqual(least)
  expect(Math.max(...(await wantedSeen.end())), `${fences.name}: wanted`).toBeLessThanOrEqual(most)
  const own = (await client.list(replicaSets, { namespace, labelSelector: `app=${name}` })).items
  expect(own.map((set) => textAt(set, 'metadata', 'annotations', REVISION)).sort()).toEqual(['2', '3', '4'])
}

const REVISION = 'deployment.kubernetes.io/revision'
const namespace = 'default'

function deploymentOf(name: string, spec: JsonObject): KubeObject {
  const labels = { app: name }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx:1' }] } }
  const metadata = { name, namespace }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { selector: { matchLabels: labels }, template, ...spec },
  }
}

async function turnTo(client: Client, name: string, image: string): Promise<void> {
  const body = { spec: { template: { spec: { containers: [{ name: 'c', image }] } } } }
  await client.patch(deployments, { namespace, name }, { type: 'strategic', body })
}

interface Watched {
  readonly type: ResourceType
  measure(objects: readonly KubeObject[]): number
}

/** Measures all objects of a Deployment after every event of a watch that begins with all of them. */
function watchAll(client: Client, app: string, { type, measure }: Watched): { end(): Promise<readonly number[]> } {
  const ended = new AbortController()
  const found: number[] = []
  const follow = async (): Promise<void> => {
    const { items, resourceVersion } = await client.list(type, { namespace, labelSelector: `app=${app}` })
    const live = new Map(items.map((one) => [one.metadata.name, one]))
    const options = { namespace, labelSelector: `app=${app}`, resourceVersion, signal: ended.signal }
    for await (const event of client.watch(type, options)) {
      const object = event.object as KubeObject
      if (event.type === 'DELETED') live.delete(object.metadata.name)
      else live.set(object.metadata.name, object)
      found.push(measure([...live.values()]))
    }
  }
  const running = follow().catch((error: unknown) => {
    if (!ended.signal.aborted) throw error
  })
  return {
    end: async () => {
      ended.abort()
      await running
      return found
    },
  }
}

function readyOf(all: readonly KubeObject[]): number {
  return all.filter((pod) => !isTerminating(pod) && isReady(pod)).length
}

function wantedBy(sets: readonly KubeObject[]): number {
  return sets.reduce((sum, set) => sum + Number(valueAt(set, 'spec', 'replicas')), 0)
}

function isReady(pod: KubeObject): boolean {
  const conditions = (valueAt(pod, 'status', 'conditions') ?? []) as readonly JsonObject[]
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
}

/** What `kubectl rollout status` waits for. */
async function isRolledOut(client: Client, name: string): Promise<KubeObject> {
  return until(async () => {
    const found = await client.get(deployments, { namespace, name })
    const replicas = valueAt(found, 'spec', 'replicas')
    expect(valueAt(found, 'status', 'observedGeneration')).toBe(valueAt(found, 'metadata', 'generation'))
    for (const count of ['replicas', 'updatedReplicas', 'availableReplicas'])
      expect(valueAt(found, 'status', count), `${name} ${count}`).toBe(replicas)
    return found
  })
}

async function until<T>(check: () => Promise<T>, timeoutMs = 20_000): Promise<T> {
  for (const end = Date.now() + timeoutMs; ; ) {
    try {
      return await check()
    } catch (error) {
      if (Date.now() > end) throw error
      await sleep(20)
    }
  }
}

async function onCluster(work: (client: Client) => Promise<void>): Promise<void> {
  const cluster = await startCluster({ listens: false })
  try {
    await work(cluster.client)
  } finally {
    await cluster.stop()
  }
}

describe('a deployment that is scaled in the middle of a rollout', () => {
  test('shares out what is more, and comes to its end', { timeout: 30_000 }, () =>
    onCluster(async (client) => {
      const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } }
      await client.create(deployments, deploymentOf('web', { replicas: 10, strategy }))
      await isRolledOut(client, 'web')
      await turnTo(client, 'web', 'simulated.berth.dev/missing:1')
      await until(async () => expect(await sizes(client)).toEqual([5, 8]))
      await client.patch(deployments, { namespace, name: 'web' }, { type: 'merge', body: { spec: { replicas: 30 } } })
      await until(async () => expect(await sizes(client)).toEqual([13, 20]))
      await turnTo(client, 'web', 'nginx:2')
      await isRolledOut(client, 'web')
      expect(await sizes(client)).toEqual([0, 0, 30])
    }),
  )

  async function sizes(client: Client): Promise<readonly number[]> {
    const { items } = await client.list(replicaSets, { namespace })
    return items.map((set) => Number(valueAt(set, 'spec', 'replicas'))).sort((a, b) => a - b)
  }
})

test('what is removed while it rolls out leaves nothing behind', { timeout: 30_000 }, () =>
  onCluster(async (client) => {
    await client.create(deployments, deploymentOf('web', { replicas: 20 }))
    await sleep(100)
    await turnTo(client, 'web', 'nginx:2')
    await client.remove(deployments, { namespace, name: 'web' })
    await until(async () => {
      await expect(client.get(deployments, { namespace, name: 'web' })).rejects.toThrow(StatusError)
      expect((await client.list(replicaSets, { namespace })).items).toEqual([])
      expect((await client.list(pods, { namespace })).items).toEqual([])
    })
  }),
)
