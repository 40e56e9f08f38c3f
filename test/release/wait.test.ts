import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cluster, startCluster } from '#cluster'
import { StatusError } from '#kube'
import { createAll } from '../../src/release/apply/create.ts'
import { removeAll } from '../../src/release/apply/remove.ts'
import { waitGone } from '../../src/release/wait/gone.ts'
import { waitHook } from '../../src/release/wait/hook.ts'
import { waitReady } from '../../src/release/wait/ready.ts'
import { fastClock } from '../cluster/fast-clock.ts'
import { type ObjectPlace, openObjectPlace } from './object-place.ts'

/** Nodes, back-offs and time-outs run this much faster. */
const clock = fastClock(10)
const TIMEOUT_MS = 600_000

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ listens: false, clock })
})
afterAll(() => cluster.stop())

/** Containers are ready once their probe says so, which those that crash do not live to see. */
const pod = (image: string, indent: string): string =>
  `${indent}annotations:
${indent}  simulated.berth.dev/log: "first\\nlast words"
${image.endsWith('/crash') ? `${indent}  simulated.berth.dev/ready-after: 1h\n` : ''}` +
  `${indent.slice(2)}spec:
${indent}restartPolicy: RESTART
${indent}containers: [{name: c, image: ${image}, readinessProbe: {httpGet: {port: 80}, periodSeconds: 1}}]
`
const workload = (kind: string, image: string): string => `---
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${kind.toLowerCase()}}
spec:
  ${kind === 'StatefulSet' ? 'serviceName: s' : 'progressDeadlineSeconds: 600'}
  selector: {matchLabels: {app: ${kind}}}
  template:
    metadata:
      labels: {app: ${kind}}
${pod(image, '      ').replace('RESTART', 'Always')}`
const job = (name: string, image: string): string => `---
apiVersion: batch/v1
kind: Job
metadata: {name: ${name}}
spec:
  backoffLimit: 0
  template:
    metadata:
${pod(image, '      ').replace('RESTART', 'Never')}`
const plainPod = (name: string, image: string): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
${pod(image, '  ').replace('RESTART', 'Never')}`
const IMAGES = 'simulated.berth.dev'

async function placeWith(text: string): Promise<ObjectPlace & { objects: Awaited<ReturnType<ObjectPlace['read']>> }> {
  const place = await openObjectPlace(cluster, clock)
  const objects = await place.read(text)
  await createAll(place.world, objects, { method: 'ssa', owner: place.owner })
  return { ...place, objects }
}

describe.each(['watcher', 'legacy'] as const)('%s', (strategy) => {
  const settings = { strategy, timeoutMs: TIMEOUT_MS }

  test('waits until all is ready, and tells how it goes', async () => {
    const { world, objects, events } = await placeWith(
      workload('Deployment', 'nginx') + workload('StatefulSet', 'nginx'),
    )
    await waitReady(world, objects, settings)
    const states = events
      .filter((event) => event.type === 'waiting')
      .map(({ object, state }) => `${object.kind} ${state}`)
    expect(states).toEqual(expect.arrayContaining(['Deployment in-progress', 'Deployment ready', 'StatefulSet ready']))
  })

  test('ends in time', async () => {
    const { world, objects } = await placeWith(workload('Deployment', `${IMAGES}/unready`))
    const failure = waitReady(world, objects, { strategy, timeoutMs: 5000 })
    await expect(failure).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(/context deadline exceeded$/) as string,
      hint: expect.stringContaining('pod deployment-') as string,
    })
  })

  test('knows a job that is done, and one that has failed', async () => {
    const { world, objects } = await placeWith(job('good', `${IMAGES}/exit`) + job('bad', `${IMAGES}/crash`))
    await waitReady(world, objects.slice(0, 1), { ...settings, waitsForJobs: true })
    const failure = waitReady(world, objects, { ...settings, waitsForJobs: true })
    await expect(failure).rejects.toMatchObject({ code: 'not-ready' })
  })

  test('waits for hooks, and says what the pod of one that failed said', async () => {
    const { world, objects, namespace } = await placeWith(job('good', `${IMAGES}/exit`) + job('bad', `${IMAGES}/crash`))
    await waitHook(world, objects.slice(0, 1), settings)
    const message =
      strategy === 'legacy'
        ? 'job bad failed: BackoffLimitExceeded'
        : `resource Job/${namespace}/bad not ready. status: Failed, message: Job Failed. failed: 1/1`
    await expect(waitHook(world, objects.slice(1), settings)).rejects.toMatchObject({
      code: 'not-ready',
      message,
      hint: expect.stringMatching(/pod bad-\w+: Error \(exit code 1\)\n {2}c: first\n {2}c: last words/) as string,
    })
  })

  test('waits for pods that are hooks', async () => {
    const { world, objects } = await placeWith(plainPod('good', `${IMAGES}/exit`) + plainPod('bad', `${IMAGES}/crash`))
    await waitHook(world, objects.slice(0, 1), settings)
    const message = expect.stringContaining('pod bad failed') as string
    await expect(waitHook(world, objects.slice(1), settings)).rejects.toMatchObject({ code: 'not-ready', message })
  })

  test('waits until objects are gone', async () => {
    const { world, objects, live } = await placeWith(workload('Deployment', 'nginx'))
    await removeAll(world, objects, { cascade: 'foreground' })
    await waitGone(world, objects, settings)
    expect(await Promise.all(objects.map(live))).toEqual([undefined])
  })
})

describe('watcher ends before its time', () => {
  const settings = { strategy: 'watcher', timeoutMs: TIMEOUT_MS } as const
  test.each([
    [
      'when a StatefulSet crashes again and again',
      'StatefulSet',
      'crash',
      /pod statefulset-0: .*CrashLoopBackOff/,
      '\n  c: last words',
    ],
    [
      'when a Deployment crashes again and again',
      'Deployment',
      'crash',
      /pod deployment-\S+: .*CrashLoopBackOff/,
      '\n  c: last words',
    ],
    [
      'when an image cannot be had',
      'Deployment',
      'missing',
      /pod deployment-\S+: (ErrImagePull|ImagePullBackOff)/,
      'pod deployment-',
    ],
  ])('%s', async (...[, kind, image, message, hint]) => {
    const { world, objects } = await placeWith(workload(kind, `${IMAGES}/${image}`))
    const startedMs = clock.now()
    await expect(waitReady(world, objects, settings)).rejects.toMatchObject({
      code: 'not-ready',
      message: expect.stringMatching(message) as string,
      hint: expect.stringContaining(hint) as string,
    })
    expect(clock.now() - startedMs).toBeLessThan(TIMEOUT_MS)
  })

  test('also for who may not watch', async () => {
    const { world, objects, events } = await placeWith(workload('StatefulSet', 'nginx'))
    const refuse = (): never => {
      const metadata = {}
      const status = {
        kind: 'Status',
        apiVersion: 'v1',
        status: 'Failure',
        code: 403,
        message: 'no',
        metadata,
      } as const
      throw new StatusError(status)
    }
    await waitReady({ ...world, client: { ...world.client, watch: refuse } }, objects, settings)
    expect(events).toContainEqual({
      type: 'warning',
      text: 'objects are looked at every second instead of watched: no',
    })
  })

  test('and not at the first crash', async () => {
    const { world, objects } = await placeWith(workload('StatefulSet', `${IMAGES}/flaky`))
    await waitReady(world, objects, settings)
  })

  test('and not for pods that are about to go', async () => {
    const { world, objects, read, owner } = await placeWith(workload('Deployment', `${IMAGES}/missing`))
    await expect(waitReady(world, objects, settings)).rejects.toMatchObject({ code: 'not-ready' })
    const next = await read(workload('Deployment', 'nginx'))
    await createAll(world, next, { method: 'ssa', owner })
    await waitReady(world, next, settings)
  })
})
