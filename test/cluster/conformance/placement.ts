import assert from 'node:assert/strict'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, nameOf, text, type World } from './world.ts'

/** What a pod that only pauses asks for. */
export interface PauseOptions {
  readonly namespace?: string
  readonly requests?: Obj
  readonly ports?: readonly Obj[]
  readonly spec?: Obj
  readonly metadata?: Obj
}

/** The path of a pod of the world's namespace. */
export function podPath({ namespace }: World, name = '', within: string = namespace): string {
  return `/api/v1/namespaces/${within}/pods${name && `/${name}`}`
}

/** Creates a pod that only pauses; its limits are its requests. */
export async function pausePod(world: World, name: string, options: PauseOptions = {}): Promise<Obj> {
  const { namespace, requests = {}, ports = [], spec = {}, metadata = {} } = options
  const container = {
    name: 'pause',
    image: 'registry.k8s.io/pause:3.10',
    ports,
    resources: { requests, limits: requests },
  }
  return world.api.post(podPath(world, '', namespace), {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, ...metadata },
    spec: { containers: [container], terminationGracePeriodSeconds: 1, ...spec },
  })
}

/** Waits until a pod runs; gives its node. */
export async function isScheduled(world: World, name: string, namespace?: string): Promise<string> {
  return eventually(async () => {
    const pod = await world.api.get(podPath(world, name, namespace))
    assert.equal(at(pod, 'status.phase'), 'Running')
    return text(pod, 'spec.nodeName')
  })
}

/** Waits until a pod is told why it gets no node: in its condition and in an Event. */
export async function isTurnedDown(world: World, name: string, reason: string): Promise<void> {
  await eventually(async () => {
    const pod = await world.api.get(podPath(world, name))
    const condition = listAt(pod, 'status.conditions').find(({ type }) => type === 'PodScheduled')
    assert.equal(condition?.['reason'], 'Unschedulable')
    const message = String(condition['message'])
    assert.ok(/^0\/\d+ nodes are available: /.test(message) && message.includes(reason), message)
    assert.equal(at(pod, 'spec.nodeName') ?? '', '')
  })
  await eventually(async () => {
    const events = await world.api.list(`/api/v1/namespaces/${world.namespace}/events`)
    const told = events.some(
      (event) => event['reason'] === 'FailedScheduling' && at(event, 'involvedObject.name') === name,
    )
    assert.ok(told, 'no FailedScheduling event')
  })
}

/** The node of the cluster. */
export async function nodeName({ api }: World): Promise<string> {
  return eventually(async () => nameOf((await api.list('/api/v1/nodes'))[0]))
}

/** A resource that a node has for a while. */
export interface Extra {
  readonly resource: string
  readonly amount: string
}

/** Gives a node more of something while `work` runs. */
export async function withResource(
  { api }: World,
  node: string,
  extra: Extra,
  work: () => Promise<unknown>,
): Promise<void> {
  const set = (amount: string | undefined) =>
    eventually(() =>
      api.update(`/api/v1/nodes/${node}/status`, (found) => {
        const status = found['status'] as Obj
        for (const list of ['capacity', 'allocatable']) {
          const { [extra.resource]: _, ...others } = status[list] as Obj
          status[list] = amount === undefined ? others : { ...others, [extra.resource]: amount }
        }
      }),
    )
  await set(extra.amount)
  try {
    await work()
  } finally {
    await set(undefined)
  }
}

/** Labels a node while `work` runs. */
export async function withLabel(
  { api }: World,
  node: string,
  labels: Obj,
  work: () => Promise<unknown>,
): Promise<void> {
  const set = (change: (present: Obj) => Obj) =>
    eventually(() =>
      api.update(`/api/v1/nodes/${node}`, (found) => {
        const metadata = found['metadata'] as Obj
        metadata['labels'] = change(metadata['labels'] as Obj)
      }),
    )
  await set((present) => ({ ...present, ...labels }))
  try {
    await work()
  } finally {
    await set((present) => Object.fromEntries(Object.entries(present).filter(([name]) => !Object.hasOwn(labels, name))))
  }
}
