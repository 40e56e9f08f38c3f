import assert from 'node:assert/strict'
import { isScheduled, isTurnedDown, nodeName, pausePod, withLabel, withResource } from './placement.ts'
import type { Rules } from './world.ts'

const RESOURCE = 'example.com/beardsecond'
const LABEL = 'kubernetes.io/e2e-placement'

/** Where pods may go and where not. */
export const predicates: Rules = {
  'SchedulerPredicates [Serial] validates resource limits of pods that are allowed to run': async (world) => {
    const node = await nodeName(world)
    await withResource(world, node, { resource: RESOURCE, amount: '1000' }, async () => {
      const requests = { [RESOURCE]: '700' }
      await pausePod(world, 'filler-pod', { requests })
      assert.equal(await isScheduled(world, 'filler-pod'), node)
      await pausePod(world, 'additional-pod', { requests: { [RESOURCE]: '500' } })
      await isTurnedDown(world, 'additional-pod', `Insufficient ${RESOURCE}`)
    })
  },
  'SchedulerPredicates [Serial] validates that NodeSelector is respected if not matching': async (world) => {
    await pausePod(world, 'restricted-pod', { spec: { nodeSelector: { label: 'nonempty' } } })
    await isTurnedDown(world, 'restricted-pod', "node(s) didn't match Pod's node affinity/selector")
  },
  'SchedulerPredicates [Serial] validates that NodeSelector is respected if matching': async (world) => {
    const node = await nodeName(world)
    await withLabel(world, node, { [LABEL]: '42' }, async () => {
      const nodeSelector = { [LABEL]: '42', 'kubernetes.io/hostname': node }
      await pausePod(world, 'with-labels', { spec: { nodeSelector } })
      assert.equal(await isScheduled(world, 'with-labels'), node)
    })
  },
  'SchedulerPredicates [Serial] validates that there exists conflict between pods with same hostPort and protocol but one using 0.0.0.0 hostIP':
    async (world) => {
      const node = await nodeName(world)
      await withLabel(world, node, { [LABEL]: '95' }, async () => {
        const nodeSelector = { [LABEL]: '95' }
        const port = { containerPort: 54_322, hostPort: 54_322, protocol: 'TCP' }
        await pausePod(world, 'pod4', { ports: [port], spec: { nodeSelector } })
        assert.equal(await isScheduled(world, 'pod4'), node)
        await pausePod(world, 'pod5', { ports: [{ ...port, hostIP: '10.0.0.7' }], spec: { nodeSelector } })
        await isTurnedDown(world, 'pod5', "node(s) didn't have free ports for the requested pod ports")
        await pausePod(world, 'pod6', { ports: [{ ...port, protocol: 'UDP' }], spec: { nodeSelector } })
        assert.equal(await isScheduled(world, 'pod6'), node)
      })
    },
}
