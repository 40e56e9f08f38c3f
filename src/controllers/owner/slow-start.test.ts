import { expect, it } from 'vitest'
import { slowStart } from './slow-start.ts'

const rows: readonly [name: string, count: number, failsFrom: number, calls: number, succeeded: number][] = [
  ['nothing to do', 0, 0, 0, 0],
  ['all succeed', 10, 10, 10, 10],
  ['the first fails: no other is tried', 10, 0, 1, 0],
  ['one of the second batch fails: its batch is finished', 10, 2, 3, 2],
  ['one of the last batch fails', 10, 9, 10, 9],
]
it.each(rows)('%s', async (_name, count, ...[failsFrom, calls, succeeded]) => {
  let called = 0
  const outcome = await slowStart(count, async (index) => {
    called++
    if (index >= failsFrom) throw new Error('no')
  })
  expect([called, outcome.succeeded, outcome.error === undefined]).toEqual([calls, succeeded, failsFrom >= count])
})
