import { expect, it } from 'vitest'
import { createPace } from './pace.ts'

const rows: readonly [name: string, pods: number, nowMs: number, waitMs: number][] = [
  ['a small set never waits', 100, 1000, 0],
  ['a large one waits', 101, 1000, 25],
  ['for what is left of the pause', 101, 1020, 5],
  ['not after it', 101, 1025, 0],
  ['not for a clock that was set back', 101, 999, 0],
]
it.each(rows)('%s', (_name, pods, ...[nowMs, waitMs]) => {
  const pace = createPace()
  pace.looked('a', pods, 1000)
  expect([pace.waitMs('a', nowMs), pace.waitMs('b', nowMs)]).toEqual([waitMs, 0])
})
