import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const path = (world: World, resource: string, name = ''): string =>
  `/apis/apps/v1/namespaces/${world.namespace}/${resource}${name && `/${name}`}`
const deployment = (world: World, name = ''): string => path(world, 'deployments', name)
const replicaSet = (world: World, name = ''): string => path(world, 'replicasets', name)
const core = (world: World, resource: string, name = ''): string =>
  `/api/v1/namespaces/${world.namespace}/${resource}${name && `/${name}`}`

const httpd = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4'
const agnhost = 'registry.k8s.io/e2e-test-images/agnhost:2.47'

/** Deployments, replica sets and replication controllers with pods that nothing runs in. */
export const deployments: Rules = {
  'Deployment Deployment should have a working scale subresource': async (world) => {
    const { api } = world
    await api.post(deployment(world), workload('Deployment', 'test-new-deployment', { replicas: 1 }))
    await rolledOut(world, 'test-new-deployment')
    await scaleWorks(world, deployment(world, 'test-new-deployment'))
  },
  'Deployment RecreateDeployment should delete old pods and create new ones': async (world) => {
    const { api } = world
    const name = 'test-recreate-deployment'
    await api.post(deployment(world), workload('Deployment', name, { replicas: 1, strategy: { type: 'Recreate' } }))
    await rolledOut(world, name)
    const watch = await api.watch(core(world, 'pods'), { labelSelector: `name=${name}` })
    const live = new Map<string, string>()
    await api.patch(deployment(world, name), 'strategic', imagePatch(name, agnhost))
    for (let isNewReady = false; !isNewReady; ) {
      const change = await watch.next()
      assert.ok(change !== undefined, 'no pod in time')
      const image = text(change.object, 'spec.containers.0.image')
      if (change.type === 'DELETED') live.delete(nameOf(change.object))
      else live.set(nameOf(change.object), image)
      assert.equal(new Set(live.values()).size <= 1, true, 'old and new pods are there together')
      isNewReady = image === agnhost && at(change.object, 'status.phase') === 'Running'
    }
    watch.stop()
    await rolledOut(world, name)
  },
  'Deployment RollingUpdateDeployment should delete old pods and create new ones': async (world) => {
    const { api } = world
    const labels = { name: 'sample-pod' }
    const set = workload('ReplicaSet', 'test-rolling-update-controller', { replicas: 1 }, { labels })
    annotate(set, { 'deployment.kubernetes.io/revision': '3546343826724305832' })
    await api.post(replicaSet(world), set)
    await eventually(async () => assert.equal((await readyPods(world, 'name=sample-pod')).length, 1))
    const name = 'test-rolling-update-deployment'
    await api.post(deployment(world), workload('Deployment', name, { replicas: 1 }, { labels, image: agnhost }))
    const made = await rolledOut(world, name)
    holds(made, { metadata: { annotations: { 'deployment.kubernetes.io/revision': '3546343826724305833' } } })
    const sets = await api.list(replicaSet(world))
    assert.equal(sets.length, 2)
    for (const one of sets) holds(one, { metadata: { ownerReferences: [{ kind: 'Deployment', name }] } })
    holds(await api.get(replicaSet(world, 'test-rolling-update-controller')), { spec: { replicas: 0 } })
  },
  'Deployment deployment should delete old replica sets': async (world) => {
    const { api } = world
    const labels = { name: 'cleanup-pod' }
    await api.post(replicaSet(world), workload('ReplicaSet', 'test-cleanup-controller', { replicas: 1 }, { labels }))
    await eventually(async () => assert.equal((await readyPods(world, 'name=cleanup-pod')).length, 1))
    const name = 'test-cleanup-deployment'
    const spec = { replicas: 1, revisionHistoryLimit: 0 }
    await api.post(deployment(world), workload('Deployment', name, spec, { labels, image: agnhost }))
    await eventually(async () => {
      const sets = await api.list(replicaSet(world))
      assert.deepEqual(
        sets.map((set) => text(set, 'spec.template.spec.containers.0.image')),
        [agnhost],
      )
    })
    await rolledOut(world, name)
  },
  'Deployment deployment should support proportional scaling': async (world) => {
    const { api } = world
    const name = 'webserver-deployment'
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } }
    await api.post(deployment(world), workload('Deployment', name, { replicas: 10, strategy }))
    await rolledOut(world, name)
    const first = (await api.list(replicaSet(world)))[0]
    assert.ok(first !== undefined)
    await api.patch(deployment(world, name), 'strategic', imagePatch(name, 'simulated.berth.dev/missing:404'))
    const sizes = async (): Promise<readonly number[]> => {
      const sets = await api.list(replicaSet(world))
      const own = sets.map((set) => [nameOf(set) === nameOf(first), Number(at(set, 'spec.replicas'))] as const)
      return own.sort(([a], [b]) => Number(b) - Number(a)).map(([, size]) => size)
    }
    await eventually(async () => assert.deepEqual(await sizes(), [8, 5]))
    await eventually(async () => holds(await api.get(deployment(world, name)), { status: { availableReplicas: 8 } }))
    await api.patch(deployment(world, name), 'merge', { spec: { replicas: 30 } })
    await eventually(async () => assert.deepEqual(await sizes(), [20, 13]))
  },
  'Deployment deployment should support rollover': async (world) => {
    const { api } = world
    const labels = { name: 'rollover-pod' }
    await api.post(replicaSet(world), workload('ReplicaSet', 'test-rollover-controller', { replicas: 1 }, { labels }))
    await eventually(async () => assert.equal((await readyPods(world, 'name=rollover-pod')).length, 1))
    const name = 'test-rollover-deployment'
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }
    const spec = { replicas: 1, minReadySeconds: 2, strategy }
    const missing = 'simulated.berth.dev/missing:1'
    await api.post(deployment(world), workload('Deployment', name, spec, { labels, image: missing }))
    await eventually(async () => {
      const found = await api.get(deployment(world, name))
      assert.ok(Number(at(found, 'status.observedGeneration')) >= Number(at(found, 'metadata.generation')))
      holds(found, { metadata: { annotations: { 'deployment.kubernetes.io/revision': '1' } } })
    })
    assert.equal((await readyPods(world, 'name=rollover-pod')).length, 1)
    await api.patch(deployment(world, name), 'strategic', imagePatch(name, agnhost))
    await rolledOut(world, name)
    const sizes = new Map((await api.list(replicaSet(world))).map((set) => [imageOf(set), at(set, 'spec.replicas')]))
    assert.deepEqual([sizes.get(httpd), sizes.get(missing), sizes.get(agnhost)], [0, 0, 1])
  },
  'Deployment should run the lifecycle of a Deployment': async (world) => {
    const { api } = world
    const name = 'test-deployment'
    const made = workload('Deployment', name, { replicas: 2 })
    const metadata = { name, labels: { 'test-deployment-static': 'true' } }
    const watch = await api.watch(deployment(world), { labelSelector: 'test-deployment-static=true' })
    await api.post(deployment(world), { ...made, metadata })
    await watch.until('ADDED', (object) => nameOf(object) === name)
    await watch.until('MODIFIED', (object) => at(object, 'status.readyReplicas') === 2)
    const template = { spec: { terminationGracePeriodSeconds: 2, containers: [{ name, image: agnhost }] } }
    const patch = { metadata: { labels: { 'test-deployment': 'patched' } }, spec: { replicas: 1, template } }
    await api.patch(deployment(world, name), 'strategic', patch)
    const isAt = (count: number) => (object: Obj) =>
      at(object, 'status.readyReplicas') === count &&
      at(object, 'status.updatedReplicas') === count &&
      (at(object, 'status.unavailableReplicas') ?? 0) === 0
    await watch.until('MODIFIED', (object) => isAt(1)(object) && at(object, 'spec.replicas') === 1)
    const labels = { 'test-deployment-static': 'true', 'test-deployment': 'updated' }
    await world.json.put(deployment(world, name), { ...made, metadata: { name, labels } })
    await watch.until('MODIFIED', isAt(2))
    holds(await world.json.get(`${deployment(world, name)}/status`), { metadata: { labels } })
    const status = { readyReplicas: 0, availableReplicas: 0 }
    await world.json.patch(`${deployment(world, name)}/status`, 'strategic', { metadata: { labels: {} }, status })
    await watch.until('MODIFIED', isAt(2))
    await api.remove(deployment(world), { gracePeriodSeconds: 1 }, { labelSelector: 'test-deployment-static=true' })
    await watch.until('DELETED')
    watch.stop()
  },
  'Deployment should validate Deployment Status endpoints': async (world) => {
    await world.api.post(deployment(world), workload('Deployment', 'test-status', { replicas: 1 }))
    await rolledOut(world, 'test-status')
    await statusWorks(world, deployment(world, 'test-status'))
  },
  'ReplicaSet Replace and Patch tests': async (world) => {
    const { api } = world
    await api.post(replicaSet(world), workload('ReplicaSet', 'test-rs', { replicas: 1 }))
    await eventually(async () => holds(await api.get(replicaSet(world, 'test-rs')), { status: { readyReplicas: 1 } }))
    await api.update(`${replicaSet(world, 'test-rs')}/scale`, (scale) => ((scale['spec'] as Obj)['replicas'] = 2))
    await eventually(async () => holds(await api.get(replicaSet(world, 'test-rs')), { status: { readyReplicas: 2 } }))
    const template = { spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'test-rs', image: agnhost }] } }
    const patch = { metadata: { labels: { 'test-rs': 'patched' } }, spec: { replicas: 3, template } }
    holds(await api.patch(replicaSet(world, 'test-rs'), 'strategic', patch), patch)
    await eventually(async () => holds(await api.get(replicaSet(world, 'test-rs')), { status: { readyReplicas: 3 } }))
  },
  'ReplicaSet Replicaset should have a working scale subresource': async (world) => {
    await world.api.post(replicaSet(world), workload('ReplicaSet', 'test-rs', { replicas: 1 }))
    await scaleWorks(world, replicaSet(world, 'test-rs'))
  },
  'ReplicaSet should adopt matching pods on creation and release no longer matching pods': async (world) => {
    const name = 'pod-adoption-release'
    await world.api.post(core(world, 'pods'), strayPod(name))
    await world.api.post(replicaSet(world), workload('ReplicaSet', name, { replicas: 1 }))
    await isOwned(world, name, ['ReplicaSet', name])
    await letGo(world, name)
  },
  'ReplicaSet should list and delete a collection of ReplicaSets': async (world) => {
    const { api } = world
    const made = workload('ReplicaSet', 'test-rs', { replicas: 3 })
    await api.post(replicaSet(world), { ...made, metadata: { name: 'test-rs', labels: { e2e: world.namespace } } })
    await eventually(async () => assert.equal((await readyPods(world, 'name=test-rs')).length, 3))
    const labelSelector = `e2e=${world.namespace}`
    assert.equal((await api.list('/apis/apps/v1/replicasets', { labelSelector })).length, 1)
    await api.remove(replicaSet(world), { gracePeriodSeconds: 1 }, { labelSelector })
    await eventually(async () => assert.equal((await api.list(replicaSet(world), { labelSelector })).length, 0))
    await eventually(async () => assert.equal((await readyPods(world, 'name=test-rs')).length, 0))
  },
  'ReplicaSet should validate Replicaset Status endpoints': async (world) => {
    await world.api.post(replicaSet(world), workload('ReplicaSet', 'test-rs', { replicas: 1 }))
    await eventually(async () =>
      holds(await world.api.get(replicaSet(world, 'test-rs')), { status: { readyReplicas: 1 } }),
    )
    await statusWorks(world, replicaSet(world, 'test-rs'))
  },
  'ReplicationController should adopt matching pods on creation': async (world) => {
    await world.api.post(core(world, 'pods'), strayPod('pod-adoption'))
    await world.api.post(core(world, 'replicationcontrollers'), controllerOf('pod-adoption', 1))
    await isOwned(world, 'pod-adoption', ['ReplicationController', 'pod-adoption'])
    holds(await world.api.get(core(world, 'replicationcontrollers', 'pod-adoption')), { spec: { replicas: 1 } })
  },
  'ReplicationController should release no longer matching pods': async (world) => {
    const { api } = world
    await api.post(core(world, 'replicationcontrollers'), controllerOf('pod-release', 1))
    const find = async (): Promise<readonly Obj[]> =>
      api.list(core(world, 'pods'), { labelSelector: 'name=pod-release' })
    await eventually(async () => assert.equal((await find()).length, 1))
    await letGo(world, nameOf((await find())[0]))
  },
  'ReplicationController should test the lifecycle of a ReplicationController': async (world) => {
    const { api } = world
    const name = 'rc-test'
    const one = core(world, 'replicationcontrollers', name)
    const made = controllerOf(name, 1)
    const labelSelector = 'test-rc-static=true'
    const watch = await api.watch(core(world, 'replicationcontrollers'), { labelSelector })
    const metadata = { name, labels: { 'test-rc-static': 'true' } }
    await api.post(core(world, 'replicationcontrollers'), { ...made, metadata })
    await watch.until('ADDED')
    const isReady = (count: number) => (object: Obj) => at(object, 'status.readyReplicas') === count
    await watch.until('MODIFIED', isReady(1))
    await api.patch(one, 'strategic', { metadata: { labels: { 'test-rc': 'patched' } } })
    await watch.until('MODIFIED', (object) => at(object, ['metadata', 'labels', 'test-rc']) === 'patched')
    const status = { readyReplicas: 0, availableReplicas: 0 }
    const patched = await world.json.patch(`${one}/status`, 'strategic', { status })
    holds(patched, { metadata: { name } })
    await watch.until('MODIFIED', (object) => (at(object, 'status.readyReplicas') ?? 0) === 0)
    await watch.until('MODIFIED', isReady(1))
    await api.patch(one, 'strategic', { spec: { replicas: 2 } })
    await watch.until('MODIFIED', isReady(2))
    await api.update(one, (found) => ((found['metadata'] as Obj)['labels'] = { ...metadata.labels, 'test-rc': 'new' }))
    const listed = await api.list('/api/v1/replicationcontrollers', { labelSelector })
    assert.deepEqual(listed.map(nameOf), [name])
    await api.remove(core(world, 'replicationcontrollers'), {}, { labelSelector })
    await watch.until('DELETED')
    watch.stop()
  },
}

interface Pods {
  readonly labels?: Readonly<Record<string, string>>
  readonly image?: string
}

function workload(kind: 'Deployment' | 'ReplicaSet', name: string, spec: Obj, pods: Pods = {}): Obj {
  const { labels = { name }, image = httpd } = pods
  return {
    kind,
    apiVersion: 'apps/v1',
    metadata: { name, labels },
    spec: { selector: { matchLabels: labels }, template: templateOf({ labels, image, name }), ...spec },
  }
}

function controllerOf(name: string, replicas: number): Obj {
  const spec = { replicas, selector: { name }, template: templateOf({ labels: { name }, image: httpd, name }) }
  return { kind: 'ReplicationController', apiVersion: 'v1', metadata: { name }, spec }
}

function templateOf({ labels, image, name }: Required<Pods> & { readonly name: string }): Obj {
  return { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [{ name, image }] } }
}

function strayPod(name: string): Obj {
  const spec = { containers: [{ name, image: httpd }] }
  return { kind: 'Pod', apiVersion: 'v1', metadata: { name, labels: { name } }, spec }
}

function annotate(object: Obj, annotations: Obj): void {
  object['metadata'] = { ...(object['metadata'] as Obj), annotations }
}

function imagePatch(name: string, image: string): Obj {
  return { spec: { template: { spec: { containers: [{ name, image }] } } } }
}

function imageOf(set: Obj): string {
  return text(set, 'spec.template.spec.containers.0.image')
}

/** Waits until a rollout has come to its end. */
async function rolledOut(world: World, name: string): Promise<Obj> {
  return eventually(async () => {
    const found = await world.api.get(deployment(world, name))
    const replicas = at(found, 'spec.replicas')
    assert.equal(at(found, 'status.observedGeneration'), at(found, 'metadata.generation'))
    holds(found, { status: { replicas, updatedReplicas: replicas, availableReplicas: replicas } })
    return found
  }, 30_000)
}

async function readyPods(world: World, labelSelector: string): Promise<readonly Obj[]> {
  const found = await world.api.list(core(world, 'pods'), { labelSelector })
  return found.filter((pod) =>
    listAt(pod, 'status.conditions').some(({ type, status }) => type === 'Ready' && status === 'True'),
  )
}

async function scaleWorks({ api }: World, one: string): Promise<void> {
  const scale = await api.get(`${one}/scale`)
  holds(scale, { kind: 'Scale', spec: { replicas: 1 } })
  const larger = { ...scale, metadata: { ...(scale['metadata'] as Obj), resourceVersion: '' }, spec: { replicas: 2 } }
  holds(await api.put(`${one}/scale`, larger), { spec: { replicas: 2 } })
  holds(await api.get(one), { spec: { replicas: 2 } })
  await api.patch(`${one}/scale`, 'strategic', { spec: { replicas: 4 } })
  holds(await api.get(one), { spec: { replicas: 4 } })
  await eventually(async () => holds(await api.get(one), { status: { readyReplicas: 4 } }))
}

/** Conditions that somebody else writes stay beside the controller's. */
async function statusWorks({ api, json }: World, one: string): Promise<void> {
  const has = async (type: string): Promise<void> => {
    const found = listAt(await json.get(`${one}/status`), 'status.conditions').find(
      (condition) => condition['type'] === type,
    )
    holds(found, { type, status: 'True' })
  }
  const condition = (type: string): Obj => ({ type, status: 'True', reason: 'E2E', message: 'Set from e2e test' })
  await api.update(
    one,
    (found) => {
      const status = found['status'] as Obj
      status['conditions'] = [...listAt(found, 'status.conditions'), condition('StatusUpdate')]
    },
    '/status',
  )
  await eventually(() => has('StatusUpdate'))
  await api.patch(`${one}/status`, 'strategic', { status: { conditions: [condition('StatusPatched')] } })
  await eventually(() => has('StatusPatched'))
}

async function isOwned(world: World, pod: string, [kind, name]: readonly [string, string]): Promise<void> {
  await eventually(async () =>
    holds(await world.api.get(core(world, 'pods', pod)), {
      metadata: { ownerReferences: [{ kind, name, controller: true }] },
    }),
  )
}

async function letGo(world: World, pod: string): Promise<void> {
  const { api } = world
  await api.update(core(world, 'pods', pod), (found) => {
    found['metadata'] = { ...(found['metadata'] as Obj), labels: { name: 'not-matching-name' } }
  })
  await eventually(async () =>
    assert.equal(listAt(await api.get(core(world, 'pods', pod)), 'metadata.ownerReferences').length, 0),
  )
  await api.remove(core(world, 'pods', pod))
  await eventually(async () => refused(404, 'NotFound', api.get(core(world, 'pods', pod))))
}
