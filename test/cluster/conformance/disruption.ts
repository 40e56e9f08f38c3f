import assert from 'node:assert/strict'
import { timeText } from '#kube'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, nameOf, type Rules, refused, type World } from './world.ts'

const labels = { foo: 'bar' }
const pods = ({ namespace }: World, name = '') => `/api/v1/namespaces/${namespace}/pods${name && `/${name}`}`
const budget = ({ namespace }: World) => `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/foo`

/** Budgets of pods that run. */
export const disruption: Rules = {
  'DisruptionController should observe PodDisruptionBudget status updated': async (world) => {
    await createBudget(world, 1)
    await createPods(world, 3)
    await allows(world, (count) => count > 0)
  },
  'DisruptionController should update/patch PodDisruptionBudget status': async (world) => {
    const { api } = world
    await createBudget(world, 1)
    await createPods(world, 1)
    const pod = await runningPod(world)
    const disruptedPods = { [pod]: timeText(Date.now()) }
    const change = (found: Obj) => {
      found['status'] = { ...(at(found, 'status') as Obj), disruptedPods }
    }
    const updated = await api.update(budget(world), change, '/status')
    assert.ok(Object.hasOwn(at(updated, 'status.disruptedPods') as Obj, pod))
    const patch = { status: { disruptedPods: null } }
    const patched = await api.patch(`${budget(world)}/status`, 'merge', patch)
    assert.deepEqual(at(patched, 'status.disruptedPods') ?? {}, {})
  },
  'DisruptionController should block an eviction until the PDB is updated to allow it': async (world) => {
    const { api } = world
    await createBudget(world, 3)
    await createPods(world, 3)
    await processed(world)
    const first = await runningPod(world)
    await isDenied(world, first)
    await setMinimum(world, 2)
    await allows(world, (count) => count === 1)
    await evict(world, first)
    await createPods(world, 3)
    await setMinimum(world, 3)
    await eventually(async () => assert.equal(at(await api.get(budget(world)), 'status.currentHealthy'), 3))
    await processed(world)
    const second = await runningPod(world)
    await isDenied(world, second)
    await api.remove(budget(world))
    await evict(world, second)
  },
}

async function createBudget({ api, namespace }: World, minAvailable: number): Promise<void> {
  const spec = { selector: { matchLabels: labels }, minAvailable }
  const object = { kind: 'PodDisruptionBudget', apiVersion: 'policy/v1', metadata: { name: 'foo' }, spec }
  await api.post(`/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`, object)
}

/** Makes those of so many that are not there, and waits until all run. */
async function createPods(world: World, count: number): Promise<void> {
  const { api } = world
  const there = new Set((await api.list(pods(world))).filter((pod) => !isGoing(pod)).map(nameOf))
  for (let index = 0, made = there.size; made < count; index++) {
    if (there.has(`pod-${index}`)) continue
    const spec = { containers: [{ name: 'donothing', image: 'registry.k8s.io/pause:3.10' }], restartPolicy: 'Always' }
    const object = { kind: 'Pod', apiVersion: 'v1', metadata: { name: `pod-${index}`, labels }, spec }
    await eventually(() => api.post(pods(world), object))
    made++
  }
  await eventually(async () => assert.equal((await runningPods(world)).length, count))
}

function isGoing(pod: Obj): boolean {
  return at(pod, 'metadata.deletionTimestamp') !== undefined
}

async function runningPods(world: World): Promise<readonly string[]> {
  const all = await world.api.list(pods(world), { labelSelector: 'foo=bar' })
  const isReady = (pod: Obj) =>
    listAt(pod, 'status.conditions').some(({ type, status }) => type === 'Ready' && status === 'True')
  return all.filter((pod) => !isGoing(pod) && at(pod, 'status.phase') === 'Running' && isReady(pod)).map(nameOf)
}

async function runningPod(world: World): Promise<string> {
  const [first] = await runningPods(world)
  return first ?? assert.fail('no pod runs')
}

async function processed(world: World): Promise<void> {
  await eventually(async () => {
    const found = await world.api.get(budget(world))
    assert.equal(at(found, 'status.observedGeneration'), at(found, 'metadata.generation'))
  })
}

async function allows(world: World, fits: (count: number) => boolean): Promise<void> {
  await eventually(async () => {
    const found = await world.api.get(budget(world))
    assert.ok(fits(Number(at(found, 'status.disruptionsAllowed'))))
  })
}

async function setMinimum(world: World, minAvailable: number): Promise<void> {
  await world.api.patch(budget(world), 'strategic', { spec: { minAvailable } })
  await processed(world)
}

function evict(world: World, name: string): Promise<unknown> {
  const { namespace } = world
  const eviction = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name, namespace } }
  return world.api.post(`${pods(world, name)}/eviction`, eviction)
}

async function isDenied(world: World, name: string): Promise<void> {
  const status = await refused(429, 'TooManyRequests', evict(world, name))
  assert.equal(at(status, 'details.causes.0.reason'), 'DisruptionBudget')
}
