import { expect, test } from 'vitest'
import { inBackOff, nextBackOff } from './back-off.ts'
import type { BackOff } from './record.ts'

test('delays double from 10 s to 5 min', () => {
  let backOff: BackOff | undefined
  const delays = Array.from({ length: 7 }, (_, at) => {
    backOff = nextBackOff(backOff, at * 1000)
    return backOff.delayMs / 1000
  })
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300])
})

test.each([
  ['nothing failed yet', undefined, [0, 0], false],
  ['at once after the end', { delayMs: 10_000, updatedAtMs: 0 }, [5000, 5001], true],
  ['once the delay is over', { delayMs: 10_000, updatedAtMs: 0 }, [5000, 15_000], false],
  ['after a run of more than ten minutes', { delayMs: 300_000, updatedAtMs: 0 }, [600_001, 600_002], false],
] as const)('%s', (_, backOff, [endedMs, nowMs], expected) => {
  expect(inBackOff(backOff, endedMs, nowMs)).toBe(expected)
})

test('after ten quiet minutes it begins anew', () => {
  expect(nextBackOff({ delayMs: 160_000, updatedAtMs: 0 }, 600_001).delayMs).toBe(10_000)
})
