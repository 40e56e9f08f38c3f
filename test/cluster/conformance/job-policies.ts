import assert from 'node:assert/strict'
import { conditionOf, hasCondition, job, path, pods, running } from './job-world.ts'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, nameOf, type Rules, text, type World } from './world.ts'

/** What jobs make of failures, of enough successes and of strange pods. */
export const jobPolicies: Rules = {
  'Job should allow to use a pod failure policy to ignore failure matching on DisruptionTarget condition': async (
    world,
  ) => {
    const { api, namespace } = world
    const name = 'ignore-disruption'
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }]
    const spec = { parallelism: 1, completions: 1, backoffLimit: 0, podFailurePolicy: { rules } }
    await api.post(path(world), job(name, 'succeedSlowly', spec))
    await running(world, name, 1)
    const pod = nameOf((await podsOf(world, name))[0])
    const eviction = { kind: 'Eviction', apiVersion: 'policy/v1', metadata: { name: pod, namespace } }
    await api.post(`${pods(world, pod)}/eviction`, eviction)
    const complete = await hasCondition(world, name, 'Complete')
    assert.equal(at(complete, 'status.failed') ?? 0, 0)
    assert.ok(!(await podsOf(world, name)).some((one) => nameOf(one) === pod && at(one, 'status.phase') === 'Running'))
  },
  'Job should execute all indexes despite some failing when using backoffLimitPerIndex': async (world) => {
    const name = 'with-backoff-limit-per-index'
    const spec = { parallelism: 2, completions: 4, completionMode: 'Indexed', backoffLimitPerIndex: 0 }
    await world.api.post(path(world), job(name, 'failButFirst', spec))
    const failed = await hasCondition(world, name, 'Failed')
    holds(conditionOf(failed, 'Failed'), { reason: 'FailedIndexes' })
    holds(failed, { status: { failedIndexes: '1-3', completedIndexes: '0', failed: 3, succeeded: 1 } })
  },
  'Job should mark indexes as failed when the FailIndex action is matched in podFailurePolicy': async (world) => {
    const name = 'failindex-action'
    const rules = [{ action: 'FailIndex', onExitCodes: { operator: 'In', values: [1] } }]
    const spec = { parallelism: 2, completions: 2, completionMode: 'Indexed', backoffLimitPerIndex: 1 }
    await world.api.post(path(world), job(name, 'failButFirst', { ...spec, podFailurePolicy: { rules } }))
    const failed = await hasCondition(world, name, 'Failed')
    holds(failed, { status: { failedIndexes: '1', completedIndexes: '0', failed: 1, succeeded: 1 } })
  },
  'Job with successPolicy should succeeded when all indexes succeeded': async (world) => {
    const spec = { parallelism: 2, completions: 2, completionMode: 'Indexed' }
    const successPolicy = { rules: [{ succeededIndexes: '0-1' }] }
    await world.api.post(path(world), job('all-succeeded', 'succeed', { ...spec, successPolicy }))
    await succeeds(world, 'all-succeeded', '0,1')
  },
  'Job with successPolicy succeededIndexes rule should succeeded even when some indexes remain pending': async (
    world,
  ) => {
    const spec = { parallelism: 5, completions: 5, completionMode: 'Indexed' }
    const successPolicy = { rules: [{ succeededIndexes: '0' }] }
    await world.api.post(path(world), job('with-indexes', 'endFirst', { ...spec, successPolicy }))
    await succeeds(world, 'with-indexes', '0')
  },
  'Job with successPolicy succeededCount rule should succeeded even when some indexes remain pending': async (
    world,
  ) => {
    const spec = { parallelism: 5, completions: 5, completionMode: 'Indexed' }
    const successPolicy = { rules: [{ succeededCount: 1 }] }
    await world.api.post(path(world), job('with-count', 'endFirst', { ...spec, successPolicy }))
    await succeeds(world, 'with-count', '0')
  },
  'Job should adopt matching orphans and release non-matching pods': async (world) => {
    const { api } = world
    const owner = await api.post(path(world), job('adopt-release', 'notTerminate', { parallelism: 2, completions: 4 }))
    await running(world, 'adopt-release', 2)
    const one = pods(world, nameOf((await podsOf(world, 'adopt-release'))[0]))
    const ownersOf = async (): Promise<unknown[]> =>
      listAt(await api.get(one), 'metadata.ownerReferences').map(({ uid }) => uid)
    await api.update(one, (pod) => delete (pod['metadata'] as Obj)['ownerReferences'])
    await eventually(async () => assert.deepEqual(await ownersOf(), [text(owner, 'metadata.uid')]))
    await api.update(one, (pod) => delete (pod['metadata'] as Obj)['labels'])
    await eventually(async () => assert.deepEqual(await ownersOf(), []))
  },
}

/** Waits until a job is complete by its policy, and nothing of it goes on. */
async function succeeds(world: World, name: string, completedIndexes: string): Promise<void> {
  const complete = await hasCondition(world, name, 'Complete')
  holds(conditionOf(complete, 'SuccessCriteriaMet'), { status: 'True', reason: 'SuccessPolicy' })
  holds(conditionOf(complete, 'Complete'), { reason: 'SuccessPolicy' })
  holds(complete, { status: { completedIndexes } })
  for (const count of ['active', 'ready', 'terminating']) assert.equal(at(complete, ['status', count]) ?? 0, 0)
}

function podsOf(world: World, job: string): Promise<readonly Obj[]> {
  return world.api.list(pods(world), { labelSelector: `job-name=${job}` })
}
