import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFrameTimer } from './frame-timer.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('changes without a break are drawn ten times a second; without changes the clock goes on', () => {
  const drawnAt: number[] = []
  const startMs = Date.now()
  const timer = createFrameTimer(Date.now, () => {
    drawnAt.push(Date.now() - startMs)
    timer.drawn()
  })
  for (let count = 0; count < 6; count++) {
    timer.change()
    vi.advanceTimersByTime(50)
  }
  vi.advanceTimersByTime(2000)
  timer.stop()
  vi.advanceTimersByTime(5000)
  expect(drawnAt).toEqual([100, 200, 300, 1300, 2300])
})
