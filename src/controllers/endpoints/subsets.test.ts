import { describe, expect, test } from 'vitest'
import { mapsAt } from '#kinds'
import { type JsonObject, type KubeObject, textAt } from '#kube'
import { handClock } from '#reconcile/testing'
import { type Address, subsetsOf, truncated } from './subsets.ts'
import { createTriggerTimes } from './trigger-time.ts'
import { createWritten } from './written.ts'

describe('subsets', () => {
  const at = (ip: string, ports: readonly number[], isReady = true): Address => ({
    address: { ip, targetRef: { uid: ip } },
    ports: ports.map((port) => ({ name: `p${port}`, port, protocol: 'TCP' })),
    isReady,
  })
  const spell = (subsets: readonly JsonObject[]): string =>
    subsets
      .map((subset) => {
        const ips = (field: string): string =>
          mapsAt(subset, field)
            .map((one) => textAt(one, 'ip'))
            .join(',')
        return `${ips('addresses')}|${ips('notReadyAddresses')}:${mapsAt(subset, 'ports')
          .map(({ port }) => JSON.stringify(port))
          .join(',')}`
      })
      .join(' ')
  test.each<readonly [string, readonly Address[], string]>([
    ['none', [], ''],
    ['addresses with the same ports together', [at('b', [80]), at('a', [80])], 'a,b|:80'],
    ['ready ones apart from others', [at('a', [80]), at('b', [80], false)], 'a|b:80'],
    ['other ports apart', [at('a', [80]), at('b', [81])], 'a|:80 b|:81'],
    ['several ports together', [at('a', [81, 80]), at('b', [80, 81])], 'a,b|:80,81'],
    ['without ports', [at('a', []), at('b', [])], 'a,b|:'],
    ['not ready wins', [at('a', [80]), at('a', [80], false)], '|a:80'],
  ])('%s', (_, addresses, expected) => {
    expect(spell(subsetsOf(addresses))).toBe(expected)
  })

  const many = (count: number, name: string): JsonObject[] =>
    Array.from({ length: count }, (_, n) => ({ ip: `${name}${n}` }))
  test.each<readonly [string, JsonObject[], readonly (readonly [number, number])[]]>([
    ['all that fit', [{ addresses: many(600, 'a'), notReadyAddresses: many(400, 'b') }], [[600, 400]]],
    ['ready ones first', [{ addresses: many(900, 'a'), notReadyAddresses: many(300, 'b') }], [[900, 100]]],
    [
      'ready ones in their parts',
      [{ addresses: many(900, 'a') }, { addresses: many(300, 'b'), notReadyAddresses: many(9, 'c') }],
      [
        [750, 0],
        [250, 0],
      ],
    ],
  ])('as many as an object holds: %s', (_, subsets, expected) => {
    const kept = truncated(subsets).map((one) => [
      mapsAt(one, 'addresses').length,
      mapsAt(one, 'notReadyAddresses').length,
    ])
    expect(kept).toEqual(expected)
  })
})

test('the time of a change is that of the first pod that changed, of a new service its own', () => {
  const times = createTriggerTimes()
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'ns', creationTimestamp: '2026-01-01T00:00:00Z' },
  }
  const pod = (name: string, time: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: time }] },
  })
  const [a, b] = [pod('a', '2026-01-01T00:00:05Z'), pod('b', '2026-01-01T00:00:07Z')]
  expect(times.next(service, [])).toBe('2026-01-01T00:00:00Z')
  expect(times.next(service, [b, a])).toBe('2026-01-01T00:00:05Z')
  expect(times.next(service, [b, a])).toBeUndefined()
  expect(times.next(service, [b, pod('a', '2026-01-01T00:00:09Z')])).toBe('2026-01-01T00:00:09Z')
})

test('what was written counts until the cache shows it', async () => {
  const clock = handClock()
  const written = createWritten(clock)
  const slice = (uid: string, resourceVersion: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'X',
    metadata: { name: uid, uid, resourceVersion },
  })
  const spell = (cached: readonly KubeObject[]): string =>
    written
      .laidOver('s', cached)
      .map(({ metadata }) => `${metadata.name}@${textAt(metadata, 'resourceVersion')}`)
      .join(' ')
  written.put('s', slice('a', '9'))
  expect(spell([])).toBe('a@9')
  written.put('s', slice('a', '12'))
  expect(spell([slice('a', '9')])).toBe('a@12')
  expect(spell([slice('a', '13')])).toBe('a@13')
  written.drop('s', slice('a', '13'))
  expect(spell([slice('a', '13'), slice('b', '1')])).toBe('b@1')
  expect(spell([slice('b', '1')])).toBe('b@1')
  written.put('s', slice('c', '20'))
  await clock.advance(31_000)
  expect(spell([])).toBe('')
})
