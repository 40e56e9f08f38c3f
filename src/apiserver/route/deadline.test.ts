import { expect, test } from 'vitest'
import { StatusError } from '#kube'
import type { Answer, ApiRequest, RequestContext } from '../contract/http.ts'
import { deadlineFilter } from './deadline.ts'

let now = 0
const timers: { atMs: number; run: () => void }[] = []
const clock = {
  now: () => now,
  setTimer: (delayMs: number, run: () => void) => {
    timers.push({ atMs: now + delayMs, run })
    return () => undefined
  },
}
function pass(ms: number): void {
  now += ms
  for (const { run } of timers.filter(({ atMs }) => atMs <= now)) run()
  timers.splice(0, timers.length, ...timers.filter(({ atMs }) => atMs > now))
}

/** What is heard after `ms` of a handler that never answers. */
async function after(ms: number, query: string, info: object = { verb: 'list' }): Promise<string> {
  const request = { query: new URLSearchParams(query) } as unknown as ApiRequest
  const context = { info: { isResource: true, subresource: '', ...info } } as RequestContext
  const never = new Promise<Answer>(() => undefined)
  const said = new Promise<string>((resolve) => {
    Promise.resolve()
      .then(() => deadlineFilter(clock)(() => never)(request, context))
      .catch((error: unknown) =>
        resolve(error instanceof StatusError ? `${error.status.code} ${error.message}` : String(error)),
      )
  })
  await Promise.resolve()
  await Promise.resolve()
  pass(ms)
  return await Promise.race([said, new Promise<string>((resolve) => setImmediate(() => resolve('nothing yet')))])
}

const late = '504 Timeout: request did not complete within the allotted timeout'
const bad = '400 invalid timeout specified in the request URL - time:'
test.each<[string, number, string, object, string]>([
  ['a minute is the longest', 60_001, '', {}, late],
  ['less is not too long', 59_000, '', {}, 'nothing yet'],
  ['a client may ask for less', 2001, 'timeout=2s', {}, late],
  ['but not for more', 60_001, 'timeout=2m', {}, late],
  ['0s is as if nothing was said', 50_000, 'timeout=0s', {}, 'nothing yet'],
  ['a watch goes on', 3_600_000, 'timeout=2s', { verb: 'watch' }, 'nothing yet'],
  ['so does an exec', 3_600_000, '', { verb: 'create', subresource: 'exec' }, 'nothing yet'],
  ['no duration', 0, 'timeout=x', {}, `${bad} invalid duration "x"`],
  ['no unit', 0, 'timeout=32', {}, `${bad} missing unit in duration "32"`],
  ['no such unit', 0, 'timeout=3days', {}, `${bad} unknown unit "days" in duration "3days"`],
])('%s', async (...[, ms, query, info, expected]) => {
  expect(await after(ms, query, { verb: 'list', ...info })).toBe(expected)
})
