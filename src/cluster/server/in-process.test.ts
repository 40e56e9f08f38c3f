import { expect, test } from 'vitest'
import type { Answer } from '#apiserver'
import { inProcess } from './in-process.ts'

const user = { user: { name: 'ann', groups: [] }, program: 'test' }

test('a stream that fails while nobody reads fails for its reader alone', async () => {
  const faults: unknown[] = []
  const note = (error: unknown) => faults.push(error)
  process.on('unhandledRejection', note)
  const answer: Answer = {
    status: 200,
    serve: async (sink) => {
      sink.write('one')
      throw new Error('cut')
    },
  }
  const { body } = await inProcess(() => Promise.resolve(answer), user).send({ method: 'GET', path: '/' })
  const reader = body[Symbol.asyncIterator]()
  expect(await reader.next()).toEqual({ done: false, value: 'one' })
  await new Promise((resolve) => setImmediate(resolve))
  await expect(reader.next()).rejects.toThrow('cut')
  process.off('unhandledRejection', note)
  expect(faults).toEqual([])
})
