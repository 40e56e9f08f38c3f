import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, text, type World } from './world.ts'

const NAME = 'daemon-set'
const COLOR = 'daemonset-color'
const httpd = 'registry.k8s.io/e2e-test-images/httpd:2.4.38-4'
const agnhost = 'registry.k8s.io/e2e-test-images/agnhost:2.47'

const sets = ({ namespace }: World, name = ''): string =>
  `/apis/apps/v1/namespaces/${namespace}/daemonsets${name && `/${name}`}`
const revisions = ({ namespace }: World, name = ''): string =>
  `/apis/apps/v1/namespaces/${namespace}/controllerrevisions${name && `/${name}`}`
const pods = ({ namespace }: World, name = ''): string => `/api/v1/namespaces/${namespace}/pods${name && `/${name}`}`

/** Daemon sets and the revisions of their templates, with pods that nothing runs in. */
export const daemonSets: Rules = {
  'Daemon set [Serial] should run and stop simple daemon': async (world) => {
    await created(world)
    const [first] = await world.api.list(pods(world))
    await world.api.remove(pods(world, nameOf(first)))
    await eventually(async () => {
      await runsEverywhere(world)
      const names = (await world.api.list(pods(world))).map(nameOf)
      assert.ok(!names.includes(nameOf(first)))
    })
  },
  'Daemon set [Serial] should run and stop complex daemon': async (world) => {
    const { api } = world
    const [node] = await api.list('/api/v1/nodes')
    const paint = async (color: string | null): Promise<void> => {
      await api.patch(`/api/v1/nodes/${nameOf(node)}`, 'strategic', { metadata: { labels: { [COLOR]: color } } })
    }
    try {
      await api.post(sets(world), daemon({ nodeSelector: { [COLOR]: 'blue' } }))
      await eventually(async () => isAt(await api.get(sets(world, NAME)), 0))
      await paint('blue')
      await eventually(() => runsOn(world, [nameOf(node)]))
      await paint('green')
      await eventually(() => runsOn(world, []))
      const template = { spec: { nodeSelector: { [COLOR]: 'green' } } }
      await api.patch(sets(world, NAME), 'strategic', { spec: { template, updateStrategy: { type: 'RollingUpdate' } } })
      await eventually(() => runsOn(world, [nameOf(node)]))
    } finally {
      await paint(null)
    }
  },
  'Daemon set [Serial] should retry creating failed daemon pods': async (world) => {
    await created(world)
    const [first] = await world.api.list(pods(world))
    await world.api.update(pods(world, nameOf(first)), (pod) => ((pod['status'] as Obj)['phase'] = 'Failed'), '/status')
    await eventually(async () => {
      await runsEverywhere(world)
      assert.ok(!(await world.api.list(pods(world))).map(nameOf).includes(nameOf(first)))
    })
  },
  'Daemon set [Serial] should update pod when spec was updated and update strategy is RollingUpdate': async (world) => {
    await created(world)
    await isRecorded(world, 1)
    await world.api.patch(sets(world, NAME), 'strategic', imagePatch(agnhost))
    await eventually(async () => {
      for (const pod of await world.api.list(pods(world))) assert.equal(text(pod, 'spec.containers.0.image'), agnhost)
      await runsEverywhere(world)
    })
    await isRecorded(world, 2)
  },
  'Daemon set [Serial] should rollback without unnecessary restarts': async (world) => {
    const { api } = world
    await created(world)
    const before = await api.list(pods(world))
    assert.ok(before.length > 1, 'needs two nodes')
    await api.patch(sets(world, NAME), 'strategic', imagePatch('simulated.berth.dev/missing:1'))
    const left = await eventually(async () => {
      const all = await api.list(pods(world))
      assert.ok(all.some((pod) => String(at(pod, 'spec.containers.0.image')).includes('missing')))
      const names = all.map(nameOf)
      return before.filter((pod) => names.includes(nameOf(pod)))
    })
    assert.ok(left.length > 0)
    await api.patch(sets(world, NAME), 'strategic', imagePatch(httpd))
    await eventually(() => runsEverywhere(world))
    const now = await api.list(pods(world))
    for (const pod of left) {
      const same = now.find((one) => nameOf(one) === nameOf(pod))
      assert.equal(text(same, 'metadata.uid'), text(pod, 'metadata.uid'))
      assert.equal(at(same, 'status.containerStatuses.0.restartCount'), 0)
    }
  },
  'Daemon set [Serial] should list and delete a collection of DaemonSets': async (world) => {
    const { api } = world
    await created(world)
    const labelSelector = `daemonset-name=${world.namespace}`
    assert.equal((await api.list('/apis/apps/v1/daemonsets', { labelSelector })).length, 1)
    await api.remove(sets(world), { gracePeriodSeconds: 1 }, { labelSelector })
    await eventually(async () => assert.equal((await api.list(sets(world), { labelSelector })).length, 0))
  },
  'Daemon set [Serial] should verify changes to a daemon set status': async (world) => {
    const { api, json } = world
    await created(world)
    const one = sets(world, NAME)
    const watch = await api.watch(sets(world), { labelSelector: `daemonset-name=${world.namespace}` })
    const has = (reason: string) => (object: Obj) =>
      listAt(object, 'status.conditions').some((condition) => condition['reason'] === reason)
    holds(await json.get(`${one}/status`), { kind: 'DaemonSet', metadata: { name: NAME } })
    const condition = { type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from e2e test' }
    await api.update(one, (set) => ((set['status'] as Obj)['conditions'] = [condition]), '/status')
    await watch.until('MODIFIED', has('E2E'))
    const patched = { status: { conditions: [{ type: 'StatusPatched', status: 'True', reason: 'Patch' }] } }
    await api.patch(`${one}/status`, 'merge', patched)
    await watch.until('MODIFIED', has('Patch'))
    watch.stop()
  },
  'ControllerRevision [Serial] should manage the lifecycle of a ControllerRevision': async (world) => {
    const { api } = world
    const set = await created(world)
    const labelSelector = `daemonset-name=${world.namespace}`
    assert.equal((await api.list('/apis/apps/v1/daemonsets', { labelSelector })).length, 1)
    const [first] = await api.list('/apis/apps/v1/controllerrevisions', { labelSelector })
    holds(first, {
      revision: 1,
      metadata: { ownerReferences: [{ kind: 'DaemonSet', uid: text(set, 'metadata.uid') }] },
    })
    const one = revisions(world, nameOf(first))
    const label = { [nameOf(first)]: 'patched' }
    holds(await api.patch(one, 'strategic', { metadata: { labels: label } }), { metadata: { labels: label } })
    const [ownerReferences, labels] = [listAt(first, 'metadata.ownerReferences'), at(first, 'metadata.labels')]
    const made = await api.post(revisions(world), {
      kind: 'ControllerRevision',
      apiVersion: 'apps/v1',
      metadata: {
        name: `${NAME}-other`,
        ownerReferences,
        labels: { ...(labels as Obj), 'controller-revision-hash': 'other' },
      },
      data: first?.['data'],
      revision: 2,
    })
    const count = (wanted: number): Promise<void> =>
      eventually(async () => assert.equal((await api.list(revisions(world), { labelSelector })).length, wanted))
    await count(2)
    await api.remove(one)
    await count(1)
    await api.update(revisions(world, nameOf(made)), (found) => {
      ;(at(found, 'metadata.labels') as Obj)[nameOf(made)] = 'updated'
    })
    const template = { spec: { terminationGracePeriodSeconds: 1 } }
    await api.patch(sets(world, NAME), 'strategic', { spec: { template }, updateStrategy: { type: 'RollingUpdate' } })
    await count(2)
    await api.remove(revisions(world), {}, { labelSelector: `${nameOf(made)}=updated` })
    await count(1)
    holds((await api.list(revisions(world)))[0], { revision: 3 })
  },
}

function daemon(podSpec: Obj = {}, labels: Obj = {}): Obj {
  const selected = { 'daemonset-name': NAME, ...labels }
  const spec = { terminationGracePeriodSeconds: 0, containers: [{ name: 'app', image: httpd }], ...podSpec }
  return {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    metadata: { name: NAME, labels: selected },
    spec: { selector: { matchLabels: selected }, template: { metadata: { labels: selected }, spec } },
  }
}

function imagePatch(image: string): Obj {
  return { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } }
}

/** A daemon set whose pods run on every node. */
async function created(world: World): Promise<Obj> {
  const set = await world.api.post(sets(world), daemon({}, { 'daemonset-name': world.namespace }))
  await eventually(() => runsEverywhere(world))
  return set
}

async function runsEverywhere(world: World): Promise<void> {
  await runsOn(world, (await world.api.list('/api/v1/nodes')).map(nameOf))
}

/** Exactly one available pod on each of these nodes, and a status that says so. */
async function runsOn(world: World, nodes: readonly string[]): Promise<void> {
  const live = (await world.api.list(pods(world))).filter((pod) => at(pod, 'metadata.deletionTimestamp') === undefined)
  assert.deepEqual(new Set(live.map((pod) => at(pod, 'spec.nodeName'))), new Set(nodes))
  assert.equal(live.length, nodes.length)
  for (const pod of live) {
    assert.equal(at(pod, 'status.phase'), 'Running')
    assert.ok(listAt(pod, 'status.conditions').some(({ type, status }) => type === 'Ready' && status === 'True'))
  }
  isAt(await world.api.get(sets(world, NAME)), nodes.length)
}

function isAt(set: Obj, count: number): void {
  const { status } = set
  assert.deepEqual(
    ['desiredNumberScheduled', 'currentNumberScheduled', 'numberReady'].map((field) => at(status, field) ?? 0),
    [count, count, count],
  )
}

/** So many revisions, the newest of which every pod is of. */
async function isRecorded(world: World, count: number): Promise<void> {
  const all = await world.api.list(revisions(world))
  assert.equal(all.length, count)
  const newest = all.find(({ revision }) => revision === count)
  const hash = at(newest, ['metadata', 'labels', 'controller-revision-hash'])
  assert.ok(hash !== undefined)
  for (const pod of await world.api.list(pods(world)))
    assert.equal(at(pod, ['metadata', 'labels', 'controller-revision-hash']), hash)
}
