import { expect, test } from 'vitest'
import type { Client, ResourceType, WatchEvent } from '#client'
import { type KubeObject, StatusError } from '#kube'
import { runControllers, type TraceLine } from '#reconcile'
import { handClock } from '#reconcile/testing'
import { createScheduler } from '../scheduler.ts'
import { bindVolumes } from './bind-volumes.ts'

const metadata = { uid: 'u', resourceVersion: '1' }
const node: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { ...metadata, name: 'node' },
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
}
const pod: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata, name: 'pod', namespace: 'n' },
  spec: { schedulerName: 'default-scheduler', containers: [{ name: 'c', image: 'i' }] },
}

/** A server that lists a node and a pod, and refuses every write: its disk is full. */
function fullServer(): { client: Client; refused: string[] } {
  const refused: string[] = []
  const refuse = (verb: string) => (): Promise<never> => {
    refused.push(verb)
    const message = 'no space left on device'
    const code = 500
    const reason = 'InternalError'
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason, message, code } as const
    return Promise.reject(new StatusError(status))
  }
  async function* watch({ kind }: ResourceType, options?: { signal?: AbortSignal }): AsyncGenerator<WatchEvent> {
    for (const object of [node, pod]) if (object.kind === kind) yield { type: 'ADDED', object }
    const end = { ...metadata, name: '', annotations: { 'k8s.io/initial-events-end': 'true' } }
    yield { type: 'BOOKMARK', object: { apiVersion: 'v1', kind, metadata: end } }
    await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve))
  }
  const client = { watch, create: refuse('create'), patch: refuse('patch'), update: refuse('update') }
  return { client: client as unknown as Client, refused }
}

test('where neither the binding nor its failure can be written, the pod is tried again', async () => {
  const clock = handClock()
  const { client, refused } = fullServer()
  const lines: TraceLine[] = []
  const trace = (line: TraceLine) => lines.push(line)
  const running = runControllers(createScheduler(), { client, clock, random: () => 0, trace })
  for (let second = 0; second < 5; second++) await clock.advance(1000)
  await running.stop()
  expect(refused.filter((verb) => verb === 'patch').length).toBeGreaterThan(1)
  expect(lines.map(({ fields }) => fields['part'])).toContain('scheduler')
})

test('volumes are waited for no longer than the scheduler runs', async () => {
  const { client } = fullServer()
  const claim: KubeObject = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { ...metadata, name: 'c' } }
  const informer = () => ({ cache: { get: () => undefined }, onChange: () => () => undefined })
  const patched = { ...client, patch: () => Promise.resolve(claim) }
  const context = { client: patched, clock: handClock(), informer, signal: AbortSignal.abort() }
  const options = { pod: { namespace: 'n', name: 'pod' }, nodeName: 'node', timeoutMs: 600_000, context }
  const work = bindVolumes(
    { bindings: [], provisions: [claim] },
    options as unknown as Parameters<typeof bindVolumes>[1],
  )
  await expect(work).rejects.toThrow('the scheduler stops')
})
