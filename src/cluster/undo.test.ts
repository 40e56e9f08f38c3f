import { expect, test } from 'vitest'
import { following, unwind } from './undo.ts'

const never = { now: () => 0, setTimer: () => () => undefined }
const atOnce = {
  now: () => 0,
  setTimer: (_: number, run: () => void) => {
    queueMicrotask(run)
    return () => undefined
  },
}

test('the last step runs first, and one that fails keeps none from running', async () => {
  const seen: string[] = []
  const errors: unknown[] = []
  const steps = [
    () => seen.push('a'),
    () => {
      throw new Error('no')
    },
    () => Promise.resolve(seen.push('c')),
  ]
  await unwind(steps, { clock: never, onError: (error) => errors.push(error) })
  expect([seen, errors.length, steps.length]).toEqual([['c', 'a'], 1, 0])
})

test('a step that does not end is left behind', async () => {
  const seen: string[] = []
  const errors: unknown[] = []
  const steps = [() => seen.push('a'), () => new Promise<void>(() => undefined)]
  await unwind(steps, { clock: atOnce, onError: (error) => errors.push(error) })
  expect([seen, errors.length]).toEqual([['a'], 1])
})

test('what follows ends when it is undone', async () => {
  let isOver = false
  const undo = following(async (signal) => {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    isOver = true
  })
  await unwind([undo], { clock: never, onError: () => undefined })
  expect(isOver).toBe(true)
})
