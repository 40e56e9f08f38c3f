import assert from 'node:assert/strict'
import { conditionOf, hasCondition, job, path, pods, running } from './job-world.ts'
import type { Obj } from './wire.ts'
import { at, eventually, holds, nameOf, type Rules, refused, text } from './world.ts'

const INDEX = 'batch.kubernetes.io/job-completion-index'

/** Jobs whose pods nothing runs in. */
export const jobs: Rules = {
  'Job should run a job to completion when tasks sometimes fail and are locally restarted': async (world) => {
    const { api } = world
    const made = job('fail-once-local', 'fail', { parallelism: 2, completions: 4 }, 'OnFailure')
    await api.post(path(world), made)
    const watch = await api.watch(pods(world), { labelSelector: 'job-name=fail-once-local' })
    const mended = new Set<string>()
    while (mended.size < 4) {
      const change = await watch.next(30_000)
      assert.ok(change !== undefined, 'no pod failed in time')
      const name = nameOf(change.object)
      const hasFailed = ['lastState', 'state'].some((state) =>
        at(change.object, `status.containerStatuses.0.${state}.terminated`),
      )
      if (mended.has(name) || !hasFailed) continue
      mended.add(name)
      const annotations = { 'simulated.berth.dev/exit-code': '0', 'simulated.berth.dev/run-for': '10ms' }
      await api.patch(pods(world, name), 'merge', { metadata: { annotations } })
    }
    watch.stop()
    await hasCondition(world, 'fail-once-local', 'Complete')
  },
  'Job should delete a job': async (world) => {
    const { api } = world
    await api.post(path(world), job('foo', 'notTerminate', { parallelism: 2, completions: 4 }))
    await running(world, 'foo', 2)
    await api.remove(path(world, 'foo'), { propagationPolicy: 'Foreground' })
    await eventually(() => refused(404, 'NotFound', api.get(path(world, 'foo'))))
    assert.deepEqual(await api.list(pods(world), { labelSelector: 'job-name=foo' }), [])
  },
  'Job should create pods for an Indexed job with completion indexes and specified hostname': async (world) => {
    const { api } = world
    await api.post(
      path(world),
      job('indexed-job', 'succeed', { parallelism: 2, completions: 4, completionMode: 'Indexed' }),
    )
    await hasCondition(world, 'indexed-job', 'Complete')
    const found = await api.list(pods(world), { labelSelector: 'job-name=indexed-job' })
    const succeeded = found.filter((pod) => at(pod, 'status.phase') === 'Succeeded')
    const indexes = new Set(succeeded.map(indexOf))
    assert.deepEqual(indexes, new Set(['0', '1', '2', '3']))
    for (const pod of succeeded) {
      assert.equal(text(pod, 'spec.hostname'), `indexed-job-${String(indexOf(pod))}`)
    }
  },
  'Job should allow to use the pod failure policy on exit code to fail the job early': async (world) => {
    const { api } = world
    const rules = [{ action: 'FailJob', onExitCodes: { containerName: 'c', operator: 'In', values: [1] } }]
    await api.post(
      path(world),
      job('pod-failure-failjob', 'fail', { parallelism: 1, completions: 1, podFailurePolicy: { rules } }),
    )
    const failed = await hasCondition(world, 'pod-failure-failjob', 'Failed')
    holds(conditionOf(failed, 'FailureTarget'), { status: 'True', reason: 'PodFailurePolicy' })
    holds(conditionOf(failed, 'Failed'), { reason: 'PodFailurePolicy' })
  },
  'Job should terminate job execution when the number of failed indexes exceeds maxFailedIndexes': async (world) => {
    const spec = { parallelism: 10, completions: 10, backoffLimit: 10, completionMode: 'Indexed' }
    await world.api.post(
      path(world),
      job('with-max-failed-indexes', 'fail', { ...spec, backoffLimitPerIndex: 0, maxFailedIndexes: 4 }),
    )
    const failed = await hasCondition(world, 'with-max-failed-indexes', 'Failed')
    holds(conditionOf(failed, 'FailureTarget'), { status: 'True', reason: 'MaxFailedIndexesExceeded' })
    holds(conditionOf(failed, 'Failed'), { reason: 'MaxFailedIndexesExceeded' })
    assert.ok(Number(at(failed, 'status.failed')) >= 5)
  },
  'Job should apply changes to a job status': async (world) => {
    const { api, json } = world
    const one = path(world, 'suspend-false-to-true')
    const made = await api.post(
      path(world),
      job('suspend-false-to-true', 'notTerminate', { parallelism: 2, completions: 4 }),
    )
    await running(world, 'suspend-false-to-true', 2)
    const custom = (time: string): Obj => ({ type: 'CustomConditionType', status: 'True', lastTransitionTime: time })
    const patch = {
      metadata: { annotations: { patchedstatus: 'true' } },
      status: { conditions: [custom('2026-01-01T00:00:00Z')] },
    }
    holds(await api.patch(`${one}/status`, 'merge', patch), patch)
    const updated = await api.update(
      one,
      (found) => ((found['status'] as Obj)['conditions'] = [custom('2026-01-02T00:00:00Z')]),
      '/status',
    )
    holds(conditionOf(updated, 'CustomConditionType'), { lastTransitionTime: '2026-01-02T00:00:00Z' })
    assert.equal(text(await json.get(`${one}/status`), 'metadata.uid'), text(made, 'metadata.uid'))
  },
  'Job should manage the lifecycle of a job': async (world) => {
    const { api } = world
    const labelSelector = 'e2e-job-label=e2e-lifecycle'
    const one = path(world, 'e2e-lifecycle')
    const made = job('e2e-lifecycle', 'succeed', { parallelism: 2, completions: 4, suspend: true })
    const watch = await api.watch(path(world), { labelSelector })
    await api.post(path(world), {
      ...made,
      metadata: { name: 'e2e-lifecycle', labels: { 'e2e-job-label': 'e2e-lifecycle' } },
    })
    await api.patch(one, 'strategic', { metadata: { labels: { 'e2e-lifecycle': 'patched' } } })
    await watch.until('MODIFIED', (found) => at(found, 'metadata.labels.e2e-lifecycle') === 'patched')
    await api.update(one, (found) => {
      ;(found['spec'] as Obj)['suspend'] = false
      ;(found['metadata'] as Obj)['annotations'] = { updated: 'true' }
    })
    await watch.until('MODIFIED', (found) => at(found, 'metadata.annotations.updated') === 'true')
    assert.equal((await api.list('/apis/batch/v1/jobs', { labelSelector })).length, 1)
    const complete = await hasCondition(world, 'e2e-lifecycle', 'Complete')
    assert.equal(at(complete, 'status.succeeded'), 4)
    await api.remove(path(world), { propagationPolicy: 'Background' }, { labelSelector })
    await watch.until('DELETED')
    watch.stop()
    assert.equal((await api.list('/apis/batch/v1/jobs', { labelSelector })).length, 0)
  },
}

function indexOf(pod: Obj): unknown {
  return at(pod, ['metadata', 'annotations', INDEX])
}
