import assert from 'node:assert/strict'
import { fastClock } from '../fast-clock.ts'
import type { Obj } from './wire.ts'
import {
  at,
  eventually,
  holds,
  listAt,
  nameOf,
  type Rule,
  type Rules,
  refused,
  startGround,
  text,
  type World,
} from './world.ts'

const jobs = ({ namespace }: World) => `/apis/batch/v1/namespaces/${namespace}/jobs`
const cronJobs = ({ namespace }: World, name = '') =>
  `/apis/batch/v1/namespaces/${namespace}/cronjobs${name && `/${name}`}`
const budgets = (namespace: string, name = '') =>
  `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets${name && `/${name}`}`
const controllers = ({ namespace }: World, name = '') =>
  `/api/v1/namespaces/${namespace}/replicationcontrollers${name && `/${name}`}`
const template = { metadata: { labels: { foo: 'bar' } }, spec: { containers: [{ name: 'busybox', image: 'busybox' }] } }

/** Cron jobs, budgets and replication controllers. */
export const workloads: Rules = {
  'CronJob should not schedule jobs when suspended [Slow]': async (world) => {
    const { api } = world
    const made = await api.post(cronJobs(world), cronJob('suspended', 'Allow', true))
    holds(made, { spec: { suspend: true } })
    await assert.rejects(untilActive(world, 'suspended', 1, 2000))
    assert.equal((await api.list(jobs(world))).length, 0)
    await api.remove(cronJobs(world, 'suspended'))
  },
  'CronJob should schedule multiple jobs concurrently': () =>
    inFastTime(async (world) => {
      await world.api.post(cronJobs(world), cronJob('concurrent', 'Allow'))
      await untilActive(world, 'concurrent', 2)
      assert.ok((await world.api.list(jobs(world))).length >= 2)
      await world.api.remove(cronJobs(world, 'concurrent'))
    }),
  'CronJob should not schedule new jobs when ForbidConcurrent [Slow]': () =>
    inFastTime(async (world) => {
      await world.api.post(cronJobs(world), cronJob('forbid', 'Forbid'))
      await untilActive(world, 'forbid', 1)
      assert.equal((await world.api.list(jobs(world))).length, 1)
      await assert.rejects(untilActive(world, 'forbid', 2, 2500))
      assert.equal((await world.api.list(jobs(world))).length, 1)
      await world.api.remove(cronJobs(world, 'forbid'))
    }),
  'CronJob should replace jobs when ReplaceConcurrent': () =>
    inFastTime(async (world) => {
      await world.api.post(cronJobs(world), cronJob('replace', 'Replace'))
      const first = await untilActive(world, 'replace', 1)
      await eventually(async () => assert.notEqual(await untilActive(world, 'replace', 1), first))
      await world.api.remove(cronJobs(world, 'replace'))
    }),
  'DisruptionController should create a PodDisruptionBudget': async ({ api, namespace }) => {
    const processed = (name: string) =>
      eventually(async () => {
        const found = await api.get(budgets(namespace, name))
        assert.ok(Number(at(found, 'status.observedGeneration') ?? 0) >= Number(at(found, 'metadata.generation')))
      })
    await api.post(budgets(namespace), budget('foo', { minAvailable: '1%' }))
    await processed('foo')
    const updated = await api.update(
      budgets(namespace, 'foo'),
      (found) => ((found['spec'] as Obj)['minAvailable'] = '2%'),
    )
    holds(updated, { spec: { minAvailable: '2%' } })
    await processed('foo')
    const patch = { spec: { minAvailable: null, maxUnavailable: '10%' } }
    holds(await api.patch(budgets(namespace, 'foo'), 'strategic', patch), { spec: { maxUnavailable: '10%' } })
    await processed('foo')
    await api.remove(budgets(namespace, 'foo'))
    await refused(404, 'NotFound', api.get(budgets(namespace, 'foo')))
  },
  'DisruptionController Listing PodDisruptionBudgets for all namespaces should list and delete a collection of PodDisruptionBudgets':
    async ({ api, namespace }) => {
      const labelSelector = `foo=${namespace}`
      for (const name of ['foo', 'foo2'])
        await api.post(budgets(namespace), budget(name, { minAvailable: 1 }, { foo: namespace }))
      await api.post(budgets('default'), budget(`foo3-${namespace}`, { minAvailable: 1 }, { foo: namespace }))
      assert.equal((await api.list('/apis/policy/v1/poddisruptionbudgets', { labelSelector })).length, 3)
      assert.equal((await api.list(budgets(namespace), { labelSelector })).length, 2)
      await api.remove(budgets(namespace), {}, { labelSelector })
      assert.equal((await api.list(budgets(namespace), { labelSelector })).length, 0)
      await api.remove(budgets('default', `foo3-${namespace}`))
    },
  'ReplicationController should get and update a ReplicationController scale': async (world) => {
    const { api } = world
    await api.post(controllers(world), controller('e2e-rc', 1))
    const scale = await api.get(`${controllers(world, 'e2e-rc')}/scale`)
    holds(scale, { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'e2e-rc' }, spec: { replicas: 1 } })
    const whatever = { ...(scale['metadata'] as Obj), resourceVersion: '' }
    const larger = { ...scale, metadata: whatever, spec: { replicas: 2 } }
    holds(await api.put(`${controllers(world, 'e2e-rc')}/scale`, larger), {
      spec: { replicas: 2 },
    })
    holds(await api.get(controllers(world, 'e2e-rc')), { spec: { replicas: 2 } })
    await eventually(async () => holds(await api.get(controllers(world, 'e2e-rc')), { status: { replicas: 2 } }), 5000)
  },
  'ReplicationController should surface a failure condition on a common issue like exceeded quota': async (world) => {
    const { api, namespace } = world
    await api.post(`/api/v1/namespaces/${namespace}/resourcequotas`, {
      kind: 'ResourceQuota',
      apiVersion: 'v1',
      metadata: { name: 'condition-test' },
      spec: { hard: { pods: '2' } },
    })
    await api.post(controllers(world), controller('condition-test', 3))
    const failure = async () => {
      const found = await api.get(controllers(world, 'condition-test'))
      assert.equal(nameOf(found), 'condition-test')
      return listAt(found, 'status.conditions').some(({ type }) => type === 'ReplicaFailure')
    }
    await eventually(async () => assert.ok(await failure(), 'no condition of failure'), 5000)
    await api.update(controllers(world, 'condition-test'), (found) => ((found['spec'] as Obj)['replicas'] = 2))
    await eventually(async () => assert.ok(!(await failure())))
  },
}

function cronJob(name: string, concurrencyPolicy: string, suspend = false): Obj {
  return {
    kind: 'CronJob',
    apiVersion: 'batch/v1',
    metadata: { name },
    spec: {
      schedule: '*/1 * * * ?',
      concurrencyPolicy,
      suspend,
      jobTemplate: {
        spec: { parallelism: 1, completions: 1, template: { spec: { ...template.spec, restartPolicy: 'OnFailure' } } },
      },
    },
  }
}

/** Waits until so many jobs run; gives the name of the first. */
async function untilActive(world: World, name: string, count: number, timeoutMs = 5000): Promise<string> {
  return eventually(async () => {
    const active = listAt(await world.api.get(cronJobs(world, name)), 'status.active')
    assert.equal(active.length, count, 'other number of jobs')
    return active.length === 0 ? '' : text(active[0], 'name')
  }, timeoutMs)
}

/** Tries a rule on a cluster of its own whose minutes are seconds. */
async function inFastTime(rule: Rule): Promise<void> {
  const ground = await startGround(fastClock(60))
  try {
    await ground.attempt('cronjob', rule)
  } finally {
    await ground.stop()
  }
}

function budget(name: string, spec: Obj, labels: Obj = { foo: 'bar' }): Obj {
  return {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: { name, labels },
    spec: { selector: { matchLabels: { foo: 'bar' } }, ...spec },
  }
}

function controller(name: string, replicas: number): Obj {
  return {
    kind: 'ReplicationController',
    apiVersion: 'v1',
    metadata: { name },
    spec: { replicas, selector: { foo: 'bar' }, template },
  }
}
