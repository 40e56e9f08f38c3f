import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Obj } from './wire.ts'
import { at, eventually, listAt, type Rules, text, type World } from './world.ts'

const TAINT = { key: 'kubernetes.io/e2e-evict-taint-key', value: 'evictTaintVal', effect: 'NoExecute' }
const pods = ({ namespace }: World, name = '') => `/api/v1/namespaces/${namespace}/pods${name && `/${name}`}`

/** Seconds of the suite that are one here. */
const HASTE = 5

/** Pods that are driven off a node. */
export const taints: Rules = {
  'NoExecuteTaintManager Single Pod [Serial] removing taint cancels eviction [Disruptive]': async (world) => {
    const node = await run(world, 'taint-eviction-4', 3)
    await withTaint(world, node, () => sleep(1000))
    await sleep(4000)
    const pod = await world.api.get(pods(world, 'taint-eviction-4'))
    assert.equal(at(pod, 'metadata.deletionTimestamp'), undefined)
  },
  'NoExecuteTaintManager Multiple Pods [Serial] evicts pods with minTolerationSeconds [Disruptive]': async (world) => {
    const node = await run(world, 'taint-eviction-b1', 1)
    await run(world, 'taint-eviction-b2', 5, node)
    await withTaint(world, node, async () => {
      const start = Date.now()
      await isGone(world, 'taint-eviction-b1')
      assert.ok(Date.now() - start > 500)
      const second = await world.api.get(pods(world, 'taint-eviction-b2'))
      assert.equal(at(second, 'metadata.deletionTimestamp'), undefined)
      await isGone(world, 'taint-eviction-b2')
      assert.ok(Date.now() - start > HASTE * 1000 - 1000)
    })
  },
}

/** Runs a pod that tolerates the taint for a while; gives its node. */
async function run(world: World, name: string, tolerationSeconds: number, host?: string): Promise<string> {
  const { key, value, effect } = TAINT
  const spec = {
    containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10' }],
    tolerations: [{ key, value, effect, tolerationSeconds }],
    terminationGracePeriodSeconds: 1,
    ...(host !== undefined && { nodeSelector: { 'kubernetes.io/hostname': host } }),
  }
  await world.api.post(pods(world), {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name, labels: { group: name } },
    spec,
  })
  return eventually(async () => {
    const pod = await world.api.get(pods(world, name))
    assert.equal(at(pod, 'status.phase'), 'Running')
    return text(pod, 'spec.nodeName')
  })
}

async function withTaint({ api }: World, node: string, work: () => Promise<unknown>): Promise<void> {
  const path = `/api/v1/nodes/${node}`
  const set = (change: (all: readonly Obj[]) => readonly Obj[]) =>
    eventually(() =>
      api.update(path, (found) => {
        ;(found['spec'] as Obj)['taints'] = change(listAt(found, 'spec.taints'))
      }),
    )
  await set((all) => [...all, TAINT])
  try {
    await work()
  } finally {
    await set((all) => all.filter(({ key }) => key !== TAINT.key))
  }
}

async function isGone(world: World, name: string): Promise<void> {
  const found = async () => (await world.api.list(pods(world))).some((pod) => at(pod, 'metadata.name') === name)
  await eventually(async () => assert.equal(await found(), false))
}
