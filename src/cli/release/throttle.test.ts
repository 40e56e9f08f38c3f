import { expect, test } from 'vitest'
import type { Transport } from '#client'
import type { Clock } from '#kube'
import { throttled } from './throttle.ts'

const answer = { status: 200, headers: {}, body: (async function* () {})() }

/** A clock that jumps to whatever is waited for. */
function jumpingClock(): Clock & { readonly waitsMs: number[] } {
  let now = 0
  const waitsMs: number[] = []
  return {
    waitsMs,
    now: () => now,
    setTimer: (delayMs, run) => {
      waitsMs.push(delayMs)
      now += delayMs
      run()
      return () => undefined
    },
  }
}

async function waitsOf(
  count: number,
  rate: { readonly requestsPerSecond: number; readonly burst: number },
): Promise<readonly number[]> {
  const clock = jumpingClock()
  const transport: Transport = { send: async () => answer, close: () => undefined }
  const slow = throttled(transport, rate, clock)
  for (let sent = 0; sent < count; sent++) await slow.send({ method: 'GET', path: '/' })
  return clock.waitsMs
}

test.each([
  ['no rate holds nothing', 50, { requestsPerSecond: 0, burst: 1 }, []],
  ['a burst goes at once', 3, { requestsPerSecond: 10, burst: 3 }, []],
  ['what comes after a burst waits its turn', 5, { requestsPerSecond: 10, burst: 3 }, [100, 100]],
])('%s', async (_, count, rate, wanted) => {
  expect(await waitsOf(count, rate)).toEqual(wanted)
})
