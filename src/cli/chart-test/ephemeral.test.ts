import { expect, test } from 'vitest'
import { StatusError } from '#kube'
import { startEphemeral } from './ephemeral.ts'

test('labels that are none leave no cluster behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const before = timers()
  const options = { nodes: 1, nodeLabels: { '!!': 'x' }, version: undefined, hasLoadBalancers: false }
  await expect(startEphemeral(options)).rejects.toBeInstanceOf(StatusError)
  await expect.poll(timers).toBeLessThanOrEqual(before)
})
