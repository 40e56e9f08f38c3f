import { expect, test } from 'vitest'
import type { StackHook } from '#stack'
import type { Session } from '../frame/session.ts'
import { triggerHooks } from './hooks.ts'

test('a hook that fails after much output is told with its last words', async () => {
  const script = "process.stderr.write('x'.repeat(3_000_000) + '\\nno such bucket\\n', () => process.exit(3))"
  const hook: StackHook = {
    name: 'upload',
    events: ['presync'],
    showsOutput: false,
    commandAt: () => ({ program: process.execPath, args: ['-e', script], folder: '/' }),
  }
  const session = { environment: process.env, signal: new AbortController().signal } as unknown as Session
  const event = { name: 'presync', command: 'sync', error: undefined }
  const error = await triggerHooks([hook], event, session).catch((thrown: unknown) => thrown)
  expect((error as Error).message).toMatch(/failed: exit status 3[^]*\nno such bucket$/)
  expect((error as Error).message.length).toBeLessThan(1_100_000)
})
