import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, holds, listAt, type World } from './world.ts'

/** Where a namespace's jobs are. */
export const path = ({ namespace }: World, name = ''): string =>
  `/apis/batch/v1/namespaces/${namespace}/jobs${name && `/${name}`}`
/** Where a namespace's pods are. */
export const pods = ({ namespace }: World, name = ''): string =>
  `/api/v1/namespaces/${namespace}/pods${name && `/${name}`}`

/** What the containers of a job's pods do. */
const behaviours = {
  succeed: ['true'],
  succeedSlowly: ['sleep', '4'],
  fail: ['false'],
  failButFirst: ['sh', '-c', 'exit $JOB_COMPLETION_INDEX'],
  endFirst: ['sh', '-c', 'sleep ${JOB_COMPLETION_INDEX}00000'],
  notTerminate: ['sleep', '1000000'],
} as const

/** A job of one container; `restartPolicy` is that of its pods. */
export function job(name: string, behaviour: keyof typeof behaviours, spec: Obj, restartPolicy = 'Never'): Obj {
  const container = { name: 'c', image: 'registry.k8s.io/e2e-test-images/busybox:1.37.0-1' }
  return {
    kind: 'Job',
    apiVersion: 'batch/v1',
    metadata: { name },
    spec: {
      backoffLimit: 6,
      ...spec,
      template: { spec: { restartPolicy, containers: [{ ...container, command: [...behaviours[behaviour]] }] } },
    },
  }
}

/** The job once a condition of it is true. */
export async function hasCondition(world: World, name: string, type: string): Promise<Obj> {
  return eventually(async () => {
    const found = await world.api.get(path(world, name))
    holds(conditionOf(found, type), { status: 'True' })
    return found
  }, 40_000)
}

/** A condition of a job. */
export function conditionOf(found: Obj, type: string): Obj | undefined {
  return listAt(found, 'status.conditions').find((one) => one['type'] === type)
}

/** Waits until so many pods of a job run. */
export async function running(world: World, name: string, count: number): Promise<void> {
  await eventually(async () => {
    const found = await world.api.list(pods(world), { labelSelector: `job-name=${name}` })
    assert.equal(found.filter((pod) => at(pod, 'status.phase') === 'Running').length, count)
  })
}
