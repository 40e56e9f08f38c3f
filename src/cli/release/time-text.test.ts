import { expect, test } from 'vitest'
import { timeTextOf } from './time-text.ts'

test.each([
  ['whole seconds have no fraction', 0, /^\d{4}-\d\d-\d\dT\d\d:\d\d:00(?:Z|[+-]\d\d:\d\d)$/],
  ['zeros at the end are left out', 120_000_000, /:00\.12(?:Z|[+-])/],
  ['nine digits', 123_456_789, /:00\.123456789(?:Z|[+-])/],
  ['zeros in front stay', 1, /:00\.000000001(?:Z|[+-])/],
])('%s', (_, nanos, wanted) => {
  expect(timeTextOf(Date.UTC(2026, 0, 2, 3, 4), nanos)).toMatch(wanted)
})
