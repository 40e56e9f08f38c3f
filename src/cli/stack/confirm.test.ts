import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import type { Session } from '../frame/session.ts'
import { confirms } from './confirm.ts'

const sessionOf = (stdin: PassThrough, signal = new AbortController().signal): Session =>
  ({ stdin, signal, stderr: { write: () => undefined } }) as unknown as Session

test.each([
  ['y', true],
  [' Yes', true],
  ['n', false],
  ['yesterday', false],
  ['', false],
])('the answer %j is %s', async (answer, isYes) => {
  const stdin = new PassThrough()
  stdin.end(`${answer}\n`)
  expect(await confirms('Sure?', sessionOf(stdin))).toBe(isYes)
})

test('a signal is no answer', async () => {
  const stop = new AbortController()
  const answer = confirms('Sure?', sessionOf(new PassThrough(), stop.signal))
  setImmediate(() => stop.abort())
  await expect(answer).rejects.toMatchObject({ code: 'interrupted' })
})
