import { expect, test } from 'vitest'
import { skippingClock } from './skipping-clock.ts'

test('timers fire in the order of their times, whatever lies between', async () => {
  const clock = skippingClock()
  const start = clock.now()
  const fired: [string, number][] = []
  const note = (name: string) => (): void => void fired.push([name, clock.now() - start])
  await new Promise<void>((resolve) => {
    clock.setTimer(60_000, () => {
      note('a minute')()
      resolve()
    })
    clock.setTimer(90.5, note('soon'))
    clock.setTimer(-5, note('at once'))
    const cancel = clock.setTimer(1000, note('never'))
    clock.setTimer(500, () => cancel())
  })
  clock.stop()
  expect(fired.map(([name]) => name)).toEqual(['at once', 'soon', 'a minute'])
  for (const [, atMs] of fired) expect(Number.isInteger(atMs)).toBe(true)
  expect(fired.map(([, atMs]) => atMs >= 60_000)).toEqual([false, false, true])
  expect(clock.skippedMs()).toBeGreaterThan(0)
})

test('a stopped clock keeps nothing waiting', () => {
  const clock = skippingClock()
  clock.setTimer(1000, () => expect.unreachable())
  clock.stop()
  clock.setTimer(0, () => expect.unreachable())
})
