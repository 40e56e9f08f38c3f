import { expect, test } from 'vitest'
import type { Client } from '#client'
import type { JsonObject, KubeObject } from '#kube'
import type { ObjectWorld } from '../contract/world.ts'
import { warningsIn } from './warnings.ts'

test('warnings are in the order of their times, however precise those are', async () => {
  const event = (reason: string, times: JsonObject): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: reason },
    reason,
    ...times,
  })
  const items = [
    event('Third', { eventTime: '2026-01-01T00:00:01.500000Z', lastTimestamp: null }),
    event('First', { lastTimestamp: '2026-01-01T00:00:00Z' }),
    event('Second', { lastTimestamp: '2026-01-01T00:00:01Z' }),
  ]
  const client = { list: () => Promise.resolve({ items, resourceVersion: '1' }) } as unknown as Client
  const found = await warningsIn({ client } as ObjectWorld, 'n')
  expect(found.map(({ name }) => name)).toEqual(['First', 'Second', 'Third'])
})
