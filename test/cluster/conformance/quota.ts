import assert from 'node:assert/strict'
import { Refusal } from './api.ts'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, type Rules, refused, text, type World } from './world.ts'

const core = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`

const hard: Readonly<Record<string, string>> = {
  pods: '5',
  services: '10',
  'services.nodeports': '1',
  'services.loadbalancers': '1',
  replicationcontrollers: '10',
  resourcequotas: '1',
  secrets: '10',
  configmaps: '2',
  persistentvolumeclaims: '10',
  'requests.storage': '10Gi',
  cpu: '1',
  memory: '500Mi',
  'ephemeral-storage': '50Gi',
  'gold.storageclass.storage.k8s.io/persistentvolumeclaims': '10',
  'gold.storageclass.storage.k8s.io/requests.storage': '10Gi',
  'requests.example.com/dongle': '3',
  'count/replicasets.apps': '5',
}

const zeroes = { pods: '0', 'requests.cpu': '0', 'requests.memory': '0', 'limits.cpu': '0', 'limits.memory': '0' }
const needs = { requests: { cpu: '500m', memory: '200Mi' }, limits: { cpu: '1', memory: '400Mi' } }
const usedByNeeds = {
  pods: '1',
  'requests.cpu': '500m',
  'requests.memory': '200Mi',
  'limits.cpu': '1',
  'limits.memory': '400Mi',
}

/** What a quota counts, refuses and gives back. */
export const quota: Rules = {
  'ResourceQuota should create a ResourceQuota and ensure its status is promptly calculated.': (world) =>
    createQuota(world, { resourcequotas: '1' }),
  'ResourceQuota should create a ResourceQuota and capture the life of a service.': async (world) => {
    const { api } = world
    await createQuota(world, { resourcequotas: '1' })
    const service = (name: string, spec: Obj): Promise<Obj> =>
      api.post(core(world, 'services'), {
        kind: 'Service',
        apiVersion: 'v1',
        metadata: { name },
        spec: { ports: [{ port: 80, targetPort: 80 }], ...spec },
      })
    await service('test-service', { type: 'ClusterIP' })
    await service('test-service-np', { type: 'NodePort' })
    await refused(
      403,
      'Forbidden',
      service('test-service-lb', { type: 'LoadBalancer', allocateLoadBalancerNodePorts: true }),
    )
    await uses(world, { resourcequotas: '1', services: '2', 'services.nodeports': '1' })
    await api.remove(core(world, 'services', 'test-service'))
    await api.remove(core(world, 'services', 'test-service-np'))
    await uses(world, { resourcequotas: '1', services: '0', 'services.nodeports': '0' })
  },
  'ResourceQuota should create a ResourceQuota and capture the life of a secret.': async (world) => {
    const found = (await world.api.list(core(world, 'secrets'))).length
    await createQuota(world, { secrets: String(found) }, { ...hard, secrets: String(found + 1) })
    const secret = {
      kind: 'Secret',
      apiVersion: 'v1',
      metadata: { name: 'test-secret' },
      data: { 'data-1': 'dmFsdWUtMQ==' },
    }
    await world.api.post(core(world, 'secrets'), secret)
    await uses(world, { secrets: String(found + 1) })
    await world.api.remove(core(world, 'secrets', 'test-secret'))
    await uses(world, { secrets: String(found) })
  },
  'ResourceQuota should create a ResourceQuota and capture the life of a configMap.': async (world) => {
    const found = (await world.api.list(core(world, 'configmaps'))).length
    await createQuota(world, { configmaps: String(found) }, { ...hard, configmaps: String(found + 1) })
    const configMap = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'test-configmap' }, data: { a: 'b' } }
    await world.api.post(core(world, 'configmaps'), configMap)
    await uses(world, { configmaps: String(found + 1) })
    await refused(
      403,
      'Forbidden',
      world.api.post(core(world, 'configmaps'), { ...configMap, metadata: { name: 'more' } }),
      /exceeded quota/,
    )
    await world.api.remove(core(world, 'configmaps', 'test-configmap'))
    await uses(world, { configmaps: String(found) })
  },
  'ResourceQuota should create a ResourceQuota and capture the life of a pod.': async (world) => {
    const { api } = world
    await createQuota(world, { resourcequotas: '1' })
    const requests = { cpu: '500m', memory: '252Mi', 'ephemeral-storage': '30Gi', 'example.com/dongle': '2' }
    const limits = { 'example.com/dongle': '2' }
    await createPod(world, 'test-pod', { resources: { requests, limits } })
    const used = {
      resourcequotas: '1',
      pods: '1',
      cpu: '500m',
      memory: '252Mi',
      'ephemeral-storage': '30Gi',
      'requests.example.com/dongle': '2',
    }
    await uses(world, used)
    await refused(
      403,
      'Forbidden',
      createPod(world, 'fail-pod', { resources: { requests: { cpu: '600m', memory: '100Mi' } } }),
    )
    const more = { requests: { ...requests, memory: '100Mi' }, limits }
    await refused(403, 'Forbidden', createPod(world, 'fail-pod-for-extended-resource', { resources: more }))
    // who schedules it writes the pod as well
    await eventually(async () => {
      const changed = await api.get(core(world, 'pods', 'test-pod'))
      ;(at(changed, 'spec.containers.0.resources') as Obj)['requests'] = {
        cpu: '100m',
        memory: '100Mi',
        'ephemeral-storage': '10Gi',
      }
      await refused(422, 'Invalid', api.put(core(world, 'pods', 'test-pod'), changed))
    })
    await uses(world, used)
    await api.remove(core(world, 'pods', 'test-pod'), { gracePeriodSeconds: 0 })
    await uses(world, {
      pods: '0',
      cpu: '0',
      memory: '0',
      'ephemeral-storage': '0',
      'requests.example.com/dongle': '0',
    })
  },
  'ResourceQuota should create a ResourceQuota and capture the life of a replication controller.': (world) =>
    countsOwner(world, 'replicationcontrollers', core(world, 'replicationcontrollers'), {
      kind: 'ReplicationController',
      apiVersion: 'v1',
      spec: { replicas: 0, selector: { name: 'test-rc' }, template },
    }),
  'ResourceQuota should create a ResourceQuota and capture the life of a replica set.': (world) =>
    countsOwner(world, 'count/replicasets.apps', `/apis/apps/v1/namespaces/${world.namespace}/replicasets`, {
      kind: 'ReplicaSet',
      apiVersion: 'apps/v1',
      spec: { replicas: 0, selector: { matchLabels: { name: 'test-rc' } }, template },
    }),
  'ResourceQuota should verify ResourceQuota with terminating scopes.': async (world) => {
    const scopes = ['Terminating', 'NotTerminating']
    for (const scope of scopes) await createScoped(world, scope, zeroes)
    for (const [at, extra] of [{ activeDeadlineSeconds: 3600 }, {}].entries()) {
      await createPod(world, `pod-${at}`, { resources: needs }, extra)
      await uses(world, usedByNeeds, scopes[at])
      await uses(world, zeroes, scopes[1 - at])
      await world.api.remove(core(world, 'pods', `pod-${at}`), { gracePeriodSeconds: 0 })
      await uses(world, zeroes, scopes[at])
    }
  },
  'ResourceQuota should verify ResourceQuota with best effort scope.': async (world) => {
    const scopes = ['BestEffort', 'NotBestEffort']
    for (const scope of scopes) await createScoped(world, scope, { pods: '0' })
    for (const [at, resources] of [{}, needs].entries()) {
      await createPod(world, `pod-${at}`, { resources })
      await uses(world, { pods: '1' }, scopes[at])
      await uses(world, { pods: '0' }, scopes[1 - at])
      await world.api.remove(core(world, 'pods', `pod-${at}`), { gracePeriodSeconds: 0 })
      await uses(world, { pods: '0' }, scopes[at])
    }
  },
  'ResourceQuota should be able to update and delete ResourceQuota.': async (world) => {
    const { api } = world
    const path = core(world, 'resourcequotas', 'test-quota')
    const spec = { hard: { cpu: '1', memory: '500Mi' } }
    const body = { kind: 'ResourceQuota', apiVersion: 'v1', metadata: { name: 'test-quota' }, spec }
    holds(await api.post(core(world, 'resourcequotas'), body), { spec })
    holds(await api.get(path), { spec })
    const wanted = { spec: { hard: { cpu: '2', memory: '1Gi' } } }
    holds(await api.update(path, (object) => (object['spec'] = wanted.spec)), wanted)
    holds(await api.get(path), wanted)
    await api.remove(path)
    await refused(404, 'NotFound', api.get(path))
  },
  'ResourceQuota should manage the lifecycle of a ResourceQuota': async (world) => {
    const { api, namespace } = world
    const name = `e2e-quota-${namespace}`
    await api.post(core(world, 'resourcequotas'), {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name, labels: { [name]: name } },
      spec: { hard: { cpu: '500m', memory: '500Mi' } },
    })
    holds(await api.get(core(world, 'resourcequotas', name)), { spec: { hard: { cpu: '500m', memory: '500Mi' } } })
    assert.equal((await api.list('/api/v1/resourcequotas', { labelSelector: `${name}=${name}` })).length, 1)
    const patch = { metadata: { labels: { [name]: 'patched' } }, spec: { hard: { memory: '750Mi' } } }
    holds(await api.patch(core(world, 'resourcequotas', name), 'strategic', patch), patch)
    await api.remove(core(world, 'resourcequotas'), {}, { labelSelector: `${name}=patched` })
    await refused(404, 'NotFound', api.get(core(world, 'resourcequotas', name)))
  },
  'ResourceQuota should apply changes to a resourcequota status': async (world) => {
    const { api, json } = world
    const path = core(world, 'resourcequotas', 'e2e-rq-status')
    const labelSelector = `e2e-rq-label=${world.namespace}`
    const resourceVersion = text(await api.get('/api/v1/resourcequotas', { labelSelector }), 'metadata.resourceVersion')
    const first = { cpu: '500m', memory: '500Mi' }
    await api.post(core(world, 'resourcequotas'), {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name: 'e2e-rq-status', labels: { 'e2e-rq-label': world.namespace } },
      spec: { hard: first },
    })
    await api.update(path, (object) => (object['status'] = { hard: first }), '/status')
    const watch = await api.watch(core(world, 'resourcequotas'), { resourceVersion, labelSelector })
    await watch.until('MODIFIED', hardOf(first))
    const second = { cpu: '1', memory: '1Gi' }
    holds(await api.patch(path, 'strategic', { spec: { hard: second } }), { spec: { hard: second } })
    await api.patch(`${path}/status`, 'strategic', { status: { hard: second } })
    await watch.until('MODIFIED', hardOf(second))
    holds(await json.get(`${path}/status`), { status: { hard: second } })
    const third = { cpu: '2', memory: '2Gi' }
    const repatched = await api.patch(`${path}/status`, 'strategic', { status: { hard: third } })
    holds(repatched, { spec: { hard: second }, status: { hard: third } })
    await watch.until('MODIFIED', hardOf(third))
    watch.stop()
    await eventually(async () => holds(await api.get(path), { spec: { hard: second }, status: { hard: second } }))
  },
}

const template = {
  metadata: { labels: { name: 'test-rc' } },
  spec: { containers: [{ name: 'test-rc', image: 'pause' }] },
}

function hardOf(expected: Obj): (object: Obj) => boolean {
  return (object) => Object.entries(expected).every(([key, value]) => at(object, ['status', 'hard', key]) === value)
}

async function createQuota(world: World, used: Readonly<Record<string, string>>, limits = hard): Promise<void> {
  const body = { kind: 'ResourceQuota', apiVersion: 'v1', metadata: { name: 'test-quota' }, spec: { hard: limits } }
  await world.api.post(core(world, 'resourcequotas'), body)
  await uses(world, used)
}

async function createScoped(world: World, scope: string, used: Readonly<Record<string, string>>): Promise<void> {
  const limits = Object.fromEntries(
    Object.keys(used).map((key) => [key, key === 'pods' ? '5' : key.endsWith('cpu') ? '2' : '1Gi']),
  )
  await world.api.post(core(world, 'resourcequotas'), {
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: { name: scope.toLowerCase() },
    spec: { hard: limits, scopes: [scope] },
  })
  await uses(world, used, scope)
}

/** The status of a quota is of its spec, and says what is used. */
async function uses(world: World, used: Readonly<Record<string, string>>, name = 'test-quota'): Promise<void> {
  await eventually(async () => {
    const found = await world.api.get(core(world, 'resourcequotas', name.toLowerCase()))
    assert.deepEqual(at(found, 'status.hard'), at(found, 'spec.hard'))
    holds(at(found, 'status.used'), used)
  })
}

/** Pods are made again and again until the quota has settled, as tests that come too early do. */
async function createPod(world: World, name: string, container: Obj, spec: Obj = {}): Promise<Obj> {
  try {
    return await world.api.post(core(world, 'pods'), {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { name },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10', ...container }],
        ...spec,
      },
    })
  } catch (error) {
    if (error instanceof Refusal) assert.equal(listAt(error.status, 'details.causes').length, 0)
    throw error
  }
}

async function countsOwner(world: World, counted: string, path: string, body: Obj): Promise<void> {
  await createQuota(world, { [counted]: '0' })
  await world.api.post(path, { ...body, metadata: { name: 'test-rc' } })
  await uses(world, { [counted]: '1' })
  await world.api.remove(`${path}/test-rc`, { propagationPolicy: 'Orphan' })
  await uses(world, { [counted]: '0' })
}
