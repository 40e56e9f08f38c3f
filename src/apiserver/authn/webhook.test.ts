import { expect, test } from 'vitest'
import type { JsonObject } from '#kube'
import { testClock } from '../registry/testing.ts'
import { webhookTokenAuthenticator } from './webhook.ts'

const ANSWERS: Readonly<Record<string, JsonObject>> = {
  good: { authenticated: true, user: { username: 'jane', uid: '1', groups: ['g'] }, audiences: ['me'] },
  unknown: { authenticated: false },
  bad: { authenticated: false, error: 'gone' },
}

test('a service says whose a token is; it is asked once in two minutes', async () => {
  const clock = testClock()
  const asked: JsonObject[] = []
  const webhook = webhookTokenAuthenticator((body) => {
    asked.push(body)
    return Promise.resolve({ status: ANSWERS[(body['spec'] as { token: string }).token] })
  }, clock)
  const ask = async (token: string): Promise<unknown> =>
    await Promise.resolve(webhook.authenticate(token, ['me'])).catch((error: Error) => error.message)
  expect(await ask('good')).toEqual({ user: { name: 'jane', uid: '1', groups: ['g'] }, audiences: ['me'] })
  expect(await ask('unknown')).toBe(undefined)
  expect(await ask('bad')).toBe('gone')
  await ask('good')
  expect(asked).toHaveLength(3)
  expect(asked[0]).toMatchObject({ kind: 'TokenReview', spec: { token: 'good', audiences: ['me'] } })
  clock.advance(120_001)
  await ask('good')
  expect(asked).toHaveLength(4)
})
