import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { scaleWorks, statusWorks } from './subresources.ts'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, text, type World } from './world.ts'

const NAME = 'ss'
const GATE = 'conformance.berth.dev/well'
const httpd = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4'
const newer = 'registry.k8s.io/e2e-test-images/httpd:2.4.39-4'
const BASIC = 'StatefulSet Basic StatefulSet functionality [StatefulSetBasic]'

const sets = ({ namespace }: World, name = ''): string =>
  `/apis/apps/v1/namespaces/${namespace}/statefulsets${name && `/${name}`}`
const pods = ({ namespace }: World, name = ''): string => `/api/v1/namespaces/${namespace}/pods${name && `/${name}`}`

/** How long nothing may happen where everything has to wait. */
const STILL_MS = 1000

/** Stateful sets with pods that nothing runs in; a readiness gate stands for what makes them well. */
export const statefulSets: Rules = {
  [`${BASIC} should perform rolling updates and roll backs of template modifications`]: async (world) => {
    const { api } = world
    await api.post(sets(world), statefulSet({ replicas: 3 }))
    const first = (await isComplete(world)).revision
    for (const [image, wanted] of [
      [newer, undefined],
      [httpd, first],
    ] as const) {
      await api.patch(sets(world, NAME), 'strategic', imagePatch(image))
      await eventually(async () => {
        const set = await api.get(sets(world, NAME))
        assert.notEqual(at(set, 'status.updateRevision'), at(set, 'status.currentRevision'))
      })
      const { revision, images } = await isComplete(world)
      assert.deepEqual(images, [image, image, image])
      if (wanted === undefined) assert.notEqual(revision, first)
      else assert.equal(revision, wanted)
    }
  },
  [`${BASIC} should perform canary updates and phased rolling updates of template modifications`]: async (world) => {
    const { api } = world
    await api.post(sets(world), statefulSet({ replicas: 3, ...partition(3) }))
    const { revision } = await isComplete(world)
    await api.patch(sets(world, NAME), 'strategic', imagePatch(newer))
    await eventually(async () => {
      const set = await api.get(sets(world, NAME))
      assert.notEqual(at(set, 'status.updateRevision'), revision)
    })
    assert.deepEqual(await imagesOf(world), [httpd, httpd, httpd])
    await api.patch(sets(world, NAME), 'strategic', { spec: partition(2) })
    await eventually(async () => assert.deepEqual(await imagesOf(world), [httpd, httpd, newer]))
    await allAreReady(world, 3)
    for (const ordinal of [0, 2]) await api.remove(pods(world, `${NAME}-${ordinal}`))
    await eventually(async () => assert.deepEqual(await imagesOf(world), [httpd, httpd, newer]))
    await allAreReady(world, 3)
    for (const at of [1, 0]) {
      await api.patch(sets(world, NAME), 'strategic', { spec: partition(at) })
      const wanted = [0, 1, 2].map((ordinal) => (ordinal < at ? httpd : newer))
      await eventually(async () => assert.deepEqual(await imagesOf(world), wanted))
      await allAreReady(world, 3)
    }
    const set = await eventually(async () => {
      const found = await api.get(sets(world, NAME))
      assert.equal(at(found, 'status.currentRevision'), at(found, 'status.updateRevision'))
      return found
    })
    assert.notEqual(at(set, 'status.currentRevision'), revision)
  },
  [`${BASIC} Scaling should happen in predictable order and halt if any stateful pod is unhealthy [Slow]`]: async (
    world,
  ) => {
    const { api } = world
    const watch = await api.watch(pods(world), { labelSelector: 'app=ss' })
    await api.post(sets(world), statefulSet({ replicas: 1 }, { isGated: true }))
    await markAs(world, true)
    await allAreReady(world, 1)
    await markAs(world, false)
    await readyCountIs(world, 0)
    await scaleTo(world, 3)
    await staysAt(world, 1)
    await keepWell(world, () => allAreReady(world, 3))
    const order: string[] = []
    while (order.length < 3) order.push(nameOf(await watch.until('ADDED')))
    assert.deepEqual(order, ['ss-0', 'ss-1', 'ss-2'])
    await markAs(world, false)
    await readyCountIs(world, 0)
    await scaleTo(world, 0)
    await staysAt(world, 3)
    await keepWell(world, () => eventually(async () => assert.equal((await api.list(pods(world))).length, 0)))
    const gone: string[] = []
    while (gone.length < 3) gone.push(nameOf(await watch.until('DELETED')))
    assert.deepEqual(gone, ['ss-2', 'ss-1', 'ss-0'])
    watch.stop()
  },
  [`${BASIC} Burst scaling should run to completion even with unhealthy pods [Slow]`]: async (world) => {
    const { api } = world
    const spec = { replicas: 1, podManagementPolicy: 'Parallel' }
    await api.post(sets(world), statefulSet(spec, { isGated: true }))
    await markAs(world, true)
    await allAreReady(world, 1)
    await markAs(world, false)
    await readyCountIs(world, 0)
    await scaleTo(world, 3)
    await eventually(async () => assert.equal((await api.list(pods(world))).length, 3))
    await keepWell(world, () => allAreReady(world, 3))
    await markAs(world, false)
    await readyCountIs(world, 0)
    await scaleTo(world, 0)
    await eventually(async () => {
      assert.equal((await api.list(pods(world))).length, 0)
      holds(await api.get(sets(world, NAME)), { status: { replicas: 0 } })
    })
  },
  [`${BASIC} Should recreate evicted statefulset`]: async (world) => {
    const { api } = world
    const [node] = await api.list('/api/v1/nodes')
    const ports = [{ hostPort: 21017, containerPort: 21017, name: 'conflict' }]
    const spec = { nodeName: nameOf(node), containers: [{ name: 'webserver', image: httpd, ports }] }
    await api.post(pods(world), { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'test-pod' }, spec })
    await eventually(async () => holds(await api.get(pods(world, 'test-pod')), { status: { phase: 'Running' } }))
    const watch = await api.watch(pods(world), { fieldSelector: 'metadata.name=ss-0' })
    await api.post(sets(world), statefulSet({ replicas: 1 }, { podSpec: { ...spec } }))
    const gone = await watch.until('DELETED')
    watch.stop()
    await api.remove(pods(world, 'test-pod'), { gracePeriodSeconds: 0 })
    await eventually(async () => {
      const pod = await api.get(pods(world, 'ss-0'))
      holds(pod, { status: { phase: 'Running' } })
      assert.notEqual(at(pod, 'metadata.uid'), at(gone, 'metadata.uid'))
    })
  },
  [`${BASIC} should have a working scale subresource`]: async (world) => {
    await world.api.post(sets(world), statefulSet({ replicas: 1 }))
    await allAreReady(world, 1)
    await scaleWorks(world, sets(world, NAME))
  },
  [`${BASIC} should list, patch and delete a collection of StatefulSets`]: async (world) => {
    const { api } = world
    const name = 'test-ss'
    const labels = { 'test-ss': world.namespace }
    const made = statefulSet({ replicas: 1 })
    await api.post(sets(world), { ...made, metadata: { name, labels } })
    await eventually(async () => holds(await api.get(sets(world, name)), { status: { readyReplicas: 1 } }))
    const template = { spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'webserver', image: newer }] } }
    const patch = { metadata: { labels: { 'test-ss': 'patched' } }, spec: { replicas: 2, template } }
    holds(await api.patch(sets(world, name), 'strategic', patch), patch)
    await eventually(async () => {
      holds(await api.get(sets(world, name)), { status: { readyReplicas: 2, updatedReplicas: 2 } })
    })
    const labelSelector = 'test-ss=patched'
    assert.equal((await api.list('/apis/apps/v1/statefulsets', { labelSelector })).length, 1)
    await api.remove(sets(world), { gracePeriodSeconds: 1 }, { labelSelector })
    await eventually(async () => assert.equal((await api.list(sets(world), { labelSelector })).length, 0))
  },
  [`${BASIC} should validate Statefulset Status endpoints`]: async (world) => {
    await world.api.post(sets(world), statefulSet({ replicas: 1 }))
    await allAreReady(world, 1)
    await statusWorks(world, sets(world, NAME))
  },
}

interface Pods {
  /** Ready only when told. */
  readonly isGated?: boolean
  readonly podSpec?: Obj
}

function statefulSet(spec: Obj, { isGated = false, podSpec = {} }: Pods = {}): Obj {
  const labels = { app: 'ss' }
  const gates = isGated ? { readinessGates: [{ conditionType: GATE }] } : {}
  const containers = [{ name: 'webserver', image: httpd }]
  return {
    kind: 'StatefulSet',
    apiVersion: 'apps/v1',
    metadata: { name: NAME, labels },
    spec: {
      serviceName: 'test',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers, ...gates, ...podSpec } },
      ...spec,
    },
  }
}

function partition(value: number): Obj {
  return { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: value } } }
}

function imagePatch(image: string): Obj {
  return { spec: { template: { spec: { containers: [{ name: 'webserver', image }] } } } }
}

async function scaleTo({ api, ...world }: World, replicas: number): Promise<void> {
  await api.update(sets({ api, ...world }, NAME), (set) => ((set['spec'] as Obj)['replicas'] = replicas))
}

/** Tells of pods with a gate whether they are well. */
async function markAs(world: World, isWell: boolean): Promise<void> {
  await eventually(async () => assert.ok((await mark(world, isWell)) > 0))
}

/** The same of those that are there, however many. */
async function mark(world: World, isWell: boolean): Promise<number> {
  const status = { conditions: [{ type: GATE, status: isWell ? 'True' : 'False' }] }
  const all = await world.api.list(pods(world))
  for (const pod of all) await world.api.patch(`${pods(world, nameOf(pod))}/status`, 'strategic', { status })
  return all.length
}

/** Tells again and again that all pods are well, until something holds. */
async function keepWell(world: World, done: () => Promise<void>): Promise<void> {
  let isDone = false
  const telling = async (): Promise<void> => {
    while (!isDone) {
      await mark(world, true).catch(() => undefined)
      await sleep(50)
    }
  }
  const told = telling()
  try {
    await done()
  } finally {
    isDone = true
    await told
  }
}

async function allAreReady(world: World, count: number): Promise<void> {
  await eventually(async () => {
    const all = await world.api.list(pods(world), { labelSelector: 'app=ss' })
    assert.deepEqual(
      all.map(nameOf),
      Array.from({ length: count }, (_, ordinal) => `${NAME}-${ordinal}`),
    )
    for (const pod of all) {
      assert.equal(at(pod, 'metadata.deletionTimestamp'), undefined)
      assert.ok(listAt(pod, 'status.conditions').some(({ type, status }) => type === 'Ready' && status === 'True'))
    }
    holds(await world.api.get(sets(world, NAME)), { status: { replicas: count, readyReplicas: count } })
  })
}

async function readyCountIs(world: World, count: number): Promise<void> {
  await eventually(async () =>
    assert.equal(at(await world.api.get(sets(world, NAME)), 'status.readyReplicas') ?? 0, count),
  )
}

async function staysAt(world: World, count: number): Promise<void> {
  const end = Date.now() + STILL_MS
  while (Date.now() < end) {
    const all = await world.api.list(pods(world))
    assert.equal(all.length, count)
    assert.ok(all.every((pod) => at(pod, 'metadata.deletionTimestamp') === undefined))
    await sleep(100)
  }
}

async function imagesOf(world: World): Promise<readonly string[]> {
  const all = await world.api.list(pods(world))
  return all.map((pod) => text(pod, 'spec.containers.0.image'))
}

/** Every place has a ready pod of the one revision that there is in the status. */
async function isComplete(world: World): Promise<{ readonly revision: string; readonly images: readonly string[] }> {
  await allAreReady(world, 3)
  return eventually(async () => {
    const { status } = await world.api.get(sets(world, NAME))
    const revision = text(status, 'currentRevision')
    assert.equal(at(status, 'updateRevision'), revision)
    for (const pod of await world.api.list(pods(world)))
      assert.equal(at(pod, ['metadata', 'labels', 'controller-revision-hash']), revision)
    return { revision, images: await imagesOf(world) }
  })
}
