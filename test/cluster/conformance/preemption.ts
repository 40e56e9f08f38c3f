import assert from 'node:assert/strict'
import { isScheduled, nodeName, pausePod, podPath, withResource } from './placement.ts'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, nameOf, type Rules, text, type World } from './world.ts'

const RESOURCE = 'scheduling.k8s.io/foo'
const two = { [RESOURCE]: '2' }

/** Pods that go for the sake of more important ones. */
export const preemption: Rules = {
  'SchedulerPreemption [Serial] validates basic preemption works': (world) =>
    crowded(world, async (classes) => {
      await pausePod(world, 'preemptor-pod', { requests: two, spec: { priorityClassName: classes.high } })
      await isScheduled(world, 'preemptor-pod')
      await wentForAnother(world)
    }),
  'SchedulerPreemption [Serial] validates lower priority pod preemption by critical pod': (world) =>
    crowded(world, async () => {
      const namespace = 'kube-system'
      const name = `critical-${world.namespace}`
      const spec = { priorityClassName: 'system-cluster-critical' }
      await pausePod(world, name, { namespace, requests: two, spec })
      try {
        await isScheduled(world, name, namespace)
        await wentForAnother(world)
      } finally {
        await world.api.remove(podPath(world, name, namespace), { gracePeriodSeconds: 0 })
      }
    }),
  'SchedulerPreemption [Serial] validates pod disruption condition is added to the preempted pod': async (world) => {
    const node = await nodeName(world)
    await withClasses(world, { low: 1, high: 100 }, (classes) =>
      withResource(world, node, { resource: RESOURCE, amount: '1' }, async () => {
        const one = { [RESOURCE]: '1' }
        const finalizers = ['example.com/test-finalizer']
        await pausePod(world, 'victim-pod', {
          requests: one,
          metadata: { finalizers },
          spec: { priorityClassName: classes.low },
        })
        await isScheduled(world, 'victim-pod')
        await pausePod(world, 'preemptor-pod', { requests: one, spec: { priorityClassName: classes.high } })
        try {
          await eventually(async () => {
            const victim = await world.api.get(podPath(world, 'victim-pod'))
            assert.notEqual(at(victim, 'metadata.deletionTimestamp'), undefined)
            const condition = listAt(victim, 'status.conditions').find(({ type }) => type === 'DisruptionTarget')
            assert.equal(condition?.['status'], 'True')
            assert.equal(condition['reason'], 'PreemptionByScheduler')
          })
        } finally {
          await world.api.update(podPath(world, 'victim-pod'), (found) => {
            ;(found['metadata'] as Obj)['finalizers'] = []
          })
        }
      }),
    )
  },
  'SchedulerPreemption [Serial] PreemptionExecutionPath runs ReplicaSets to verify preemption running path': async (
    world,
  ) => {
    const node = await nodeName(world)
    await withClasses(world, { p1: 1, p2: 2, p3: 3, p4: 4 }, (classes) =>
      withResource(world, node, { resource: 'example.com/fakecpu', amount: '1000' }, async () => {
        await replicaSet(world, { name: 'rs-pod1', replicas: 5, amount: '40', priorityClass: classes.p1 })
        await replicaSet(world, { name: 'rs-pod2', replicas: 4, amount: '50', priorityClass: classes.p2 })
        await replicaSet(world, { name: 'rs-pod3', replicas: 4, amount: '95', priorityClass: classes.p3 })
        const requests = { 'example.com/fakecpu': '400' }
        await pausePod(world, 'pod4', { requests, spec: { priorityClassName: classes.p4 } })
        await isScheduled(world, 'pod4')
        // 1000 less 400, 380 and 200 leaves 20: of the least important ones at most none has room
        assert.deepEqual(await running(world, 'rs-pod3'), 4)
        assert.deepEqual(await running(world, 'rs-pod2'), 4)
        await eventually(async () => assert.equal(await running(world, 'rs-pod1'), 0))
      }),
    )
  },
}

type Names<T extends string> = Readonly<Record<T, string>>

/** A node with room for two pods, one of low and one of medium priority, and no more. */
async function crowded(
  world: World,
  work: (classes: Names<'low' | 'medium' | 'high'>) => Promise<void>,
): Promise<void> {
  const node = await nodeName(world)
  await withClasses(world, { low: 1, medium: 100, high: 1000 }, (classes) =>
    withResource(world, node, { resource: RESOURCE, amount: '5' }, async () => {
      await pausePod(world, 'pod0-low', { requests: two, spec: { priorityClassName: classes.low } })
      await pausePod(world, 'pod1-medium', { requests: two, spec: { priorityClassName: classes.medium } })
      await isScheduled(world, 'pod0-low')
      await isScheduled(world, 'pod1-medium')
      await work(classes)
    }),
  )
}

/** The pod of low priority is gone or on its way, the other one is not. */
async function wentForAnother(world: World): Promise<void> {
  const pods = await world.api.list(podPath(world))
  const low = pods.find((pod) => nameOf(pod) === 'pod0-low')
  const medium = pods.find((pod) => nameOf(pod) === 'pod1-medium')
  assert.ok(low === undefined || at(low, 'metadata.deletionTimestamp') !== undefined)
  assert.ok(medium !== undefined && at(medium, 'metadata.deletionTimestamp') === undefined)
}

/** Priority classes that are there while `work` runs. */
async function withClasses<T extends string>(
  world: World,
  values: Readonly<Record<T, number>>,
  work: (names: Names<T>) => Promise<void>,
): Promise<void> {
  const path = '/apis/scheduling.k8s.io/v1/priorityclasses'
  const names = Object.fromEntries(Object.keys(values).map((key) => [key, `${world.namespace}-${key}`])) as Names<T>
  for (const key of Object.keys(values) as T[]) {
    const metadata = { name: names[key] }
    await world.api.post(path, {
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata,
      value: values[key],
    })
  }
  try {
    await work(names)
  } finally {
    for (const name of Object.values<string>(names)) await world.api.remove(`${path}/${name}`)
  }
}

interface SetOptions {
  readonly name: string
  readonly replicas: number
  readonly amount: string
  readonly priorityClass: string
}

/** Creates a set and waits until all of its pods run. */
async function replicaSet(world: World, { name, replicas, amount, priorityClass }: SetOptions): Promise<void> {
  const requests = { 'example.com/fakecpu': amount }
  const container = { name: 'pause', image: 'registry.k8s.io/pause:3.10', resources: { requests, limits: requests } }
  const labels = { name }
  const spec = { containers: [container], priorityClassName: priorityClass, terminationGracePeriodSeconds: 1 }
  await world.api.post(`/apis/apps/v1/namespaces/${world.namespace}/replicasets`, {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  })
  await eventually(async () => assert.equal(await running(world, name), replicas))
}

async function running(world: World, name: string): Promise<number> {
  const pods = await world.api.list(podPath(world))
  const own = pods.filter((pod) => at(pod, 'metadata.labels.name') === name)
  return own.filter(
    (pod) => text(pod, 'status.phase') === 'Running' && at(pod, 'metadata.deletionTimestamp') === undefined,
  ).length
}
