import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, nameOf, type Rules, refused, text, type World } from './world.ts'

const labels = { 'gctest.pod.name': 'simpletest.rc' }
const template = {
  metadata: { labels },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'nginx', image: 'nginx:1.14' }] },
}
const path = ({ namespace }: World, resource: string, name = '') =>
  `/api/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`
const apps = ({ namespace }: World, resource: string, name = '') =>
  `/apis/apps/v1/namespaces/${namespace}/${resource}${name && `/${name}`}`

/** What becomes of those whose owner goes away. */
export const garbage: Rules = {
  'Garbage collector should delete pods created by rc when not orphaning': async (world) => {
    const owner = await createOwner(world, 'simpletest.rc', 2)
    await untilPods(world, 2)
    await world.api.remove(path(world, 'replicationcontrollers', nameOf(owner)), deletion(owner, 'Background'))
    await untilPods(world, 0)
  },
  'Garbage collector should orphan pods created by rc if delete options say so [Serial]': async (world) => {
    const owner = await createOwner(world, 'simpletest.rc', 10)
    await untilPods(world, 10)
    await world.api.remove(path(world, 'replicationcontrollers', nameOf(owner)), deletion(owner, 'Orphan'))
    await eventually(() =>
      refused(404, 'NotFound', world.api.get(path(world, 'replicationcontrollers', nameOf(owner)))),
    )
    await sleep(500)
    await untilPods(world, 10)
  },
  'Garbage collector should delete RS created by deployment when not orphaning': async (world) => {
    const made = await createDeployment(world)
    await world.api.remove(apps(world, 'deployments', nameOf(made)), deletion(made, 'Background'))
    await eventually(async () => assert.equal((await world.api.list(apps(world, 'replicasets'))).length, 0))
  },
  'Garbage collector should orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan': async (
    world,
  ) => {
    const made = await createDeployment(world)
    await world.api.remove(apps(world, 'deployments', nameOf(made)), deletion(made, 'Orphan'))
    await eventually(async () => {
      await refused(404, 'NotFound', world.api.get(apps(world, 'deployments', nameOf(made))))
      const sets = await world.api.list(apps(world, 'replicasets'))
      assert.equal(sets.length, 1)
      assert.equal(listAt(sets[0], 'metadata.ownerReferences').length, 0)
    })
  },
  'Garbage collector should keep the rc around until all its pods are deleted if the deleteOptions says so [Serial]':
    async (world) => {
      const owner = await createOwner(world, 'simpletest.rc', 10)
      await untilPods(world, 10)
      await world.api.remove(path(world, 'replicationcontrollers', nameOf(owner)), deletion(owner, 'Foreground'))
      await eventually(() =>
        refused(404, 'NotFound', world.api.get(path(world, 'replicationcontrollers', nameOf(owner)))),
      )
      assert.equal((await world.api.list(path(world, 'pods'))).length, 0)
    },
  "Garbage collector should not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted [Serial]":
    async (world) => {
      const { api } = world
      const deleted = await createOwner(world, 'simpletest-rc-to-be-deleted', 10)
      const staying = await createOwner(world, 'simpletest-rc-to-stay', 0)
      await untilPods(world, 10)
      const shared = (await api.list(path(world, 'pods'))).slice(0, 5)
      for (const pod of shared) {
        const owners = { metadata: { ownerReferences: [referenceTo(staying, false)] } }
        await api.patch(path(world, 'pods', nameOf(pod)), 'strategic', owners)
      }
      await api.remove(path(world, 'replicationcontrollers', nameOf(deleted)), deletion(deleted, 'Foreground'))
      await eventually(() => refused(404, 'NotFound', api.get(path(world, 'replicationcontrollers', nameOf(deleted)))))
      const left = await api.list(path(world, 'pods'))
      assert.equal(left.length, 5)
      for (const pod of left) {
        assert.equal(at(pod, 'metadata.deletionTimestamp'), undefined)
        assert.deepEqual(
          listAt(pod, 'metadata.ownerReferences').map(({ name }) => name),
          [nameOf(staying)],
        )
      }
    },
  'Garbage collector should not be blocked by dependency circle': async (world) => {
    const { api } = world
    const pods = await Promise.all([1, 2, 3].map((index) => createPod(world, `pod${index}`)))
    for (const [index, pod] of pods.entries()) {
      const owners = { metadata: { ownerReferences: [referenceTo(pods[(index + 2) % 3] ?? pod, true)] } }
      await api.patch(path(world, 'pods', nameOf(pod)), 'strategic', owners)
    }
    await api.remove(path(world, 'pods', 'pod1'), { propagationPolicy: 'Foreground', gracePeriodSeconds: 0 })
    await untilPods(world, 0)
  },
}

/** Each with labels of its own: none adopts what another lets go. */
function createOwner(world: World, name: string, replicas: number): Promise<Obj> {
  const selector = { gctest: name }
  return world.api.post(path(world, 'replicationcontrollers'), {
    kind: 'ReplicationController',
    apiVersion: 'v1',
    metadata: { name },
    spec: { replicas, selector, template: { ...template, metadata: { labels: selector } } },
  })
}

async function createDeployment(world: World): Promise<Obj> {
  const made = await world.api.post(apps(world, 'deployments'), {
    kind: 'Deployment',
    apiVersion: 'apps/v1',
    metadata: { name: 'simpletest.deployment' },
    spec: { replicas: 2, selector: { matchLabels: labels }, strategy: { type: 'RollingUpdate' }, template },
  })
  await eventually(
    async () => assert.equal((await world.api.list(apps(world, 'replicasets'))).length, 1, 'no replica set was made'),
    5000,
  )
  return made
}

function createPod(world: World, name: string): Promise<Obj> {
  return world.api.post(path(world, 'pods'), { kind: 'Pod', apiVersion: 'v1', metadata: { name }, spec: template.spec })
}

async function untilPods(world: World, count: number): Promise<void> {
  await eventually(
    async () => assert.equal((await world.api.list(path(world, 'pods'))).length, count, 'other number of pods'),
    5000,
  )
}

function deletion(owner: Obj, propagationPolicy: string): Obj {
  return { preconditions: { uid: text(owner, 'metadata.uid') }, propagationPolicy }
}

function referenceTo(owner: Obj, controls: boolean): Obj {
  return {
    apiVersion: text(owner, 'apiVersion'),
    kind: text(owner, 'kind'),
    name: nameOf(owner),
    uid: text(owner, 'metadata.uid'),
    ...(controls && { controller: true, blockOwnerDeletion: true }),
  }
}
