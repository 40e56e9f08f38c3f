import { describe, expect, it } from 'vitest'
import { handClock } from '#reconcile/testing'
import { createRetries } from './retry.ts'

describe('pods that fail again and again', () => {
  it('wait twice as long each time, and are forgotten', async () => {
    const clock = handClock(0)
    const retries = createRetries(clock)
    expect(retries.waitMs('a')).toBe(0)
    retries.failed('a')
    expect(retries.waitMs('a')).toBe(1000)
    expect(retries.waitMs('b')).toBe(0)
    await clock.advance(1000)
    retries.failed('a')
    expect(retries.waitMs('a')).toBe(2000)
    for (let turn = 0; turn < 20; turn++) retries.failed('a')
    expect(retries.waitMs('a')).toBe(15 * 60_000)
    await clock.advance(31 * 60_000)
    retries.failed('b')
    retries.failed('a')
    expect(retries.waitMs('a')).toBe(1000)
  })
})
