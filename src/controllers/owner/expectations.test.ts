import { expect, it } from 'vitest'
import type { Clock } from '#kube'
import { createExpectations, type Expectations } from './expectations.ts'

const rows: readonly [name: string, (one: Expectations) => void, areMet: boolean][] = [
  ['nothing was asked for', () => undefined, true],
  ['what was asked for has not come', (one) => one.expectCreations('a', 2), false],
  [
    'half of it has come',
    (one) => {
      one.expectCreations('a', 2)
      one.created('a')
    },
    false,
  ],
  [
    'all of it has come, and more',
    (one) => {
      one.expectCreations('a', 2)
      for (let count = 0; count < 3; count++) one.created('a')
    },
    true,
  ],
  [
    'another owner’s came',
    (one) => {
      one.expectCreations('a', 1)
      one.created('b')
    },
    false,
  ],
  ['something is to go', (one) => one.expectDeletions('a', ['x']), false],
  [
    'something else went',
    (one) => {
      one.expectDeletions('a', ['x'])
      one.deleted('a', 'y')
    },
    false,
  ],
  [
    'it went, and was told twice',
    (one) => {
      one.expectDeletions('a', ['x', 'y'])
      for (const uid of ['x', 'x', 'y']) one.deleted('a', uid)
    },
    true,
  ],
  [
    'the owner was forgotten',
    (one) => {
      one.expectDeletions('a', ['x'])
      one.forget('a')
    },
    true,
  ],
]
it.each(rows)('%s', (_name, run, areMet) => {
  const one = createExpectations(clockAt(() => 0))
  run(one)
  expect(one.areMet('a')).toBe(areMet)
})

it('after five minutes the cache is believed', () => {
  let now = 0
  const one = createExpectations(clockAt(() => now))
  one.expectCreations('a', 1)
  now = 5 * 60_000
  expect(one.areMet('a')).toBe(false)
  now += 1
  expect(one.areMet('a')).toBe(true)
})

function clockAt(now: () => number): Clock {
  return { now, setTimer: () => () => undefined }
}
