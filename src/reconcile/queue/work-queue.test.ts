import { type AsyncCommand, assert, asyncModelRun, asyncProperty, commands, constantFrom, integer } from 'fast-check'
import { expect, test } from 'vitest'
import { type HandClock, handClock } from '../testing.ts'
import { createTokenBucket } from './token-bucket.ts'
import { createWorkQueue, type WorkQueue } from './work-queue.ts'

/** What the queue should hold. */
interface Model {
  ready: string[]
  inWork: Set<string>
  again: Set<string>
  delayed: Map<string, number>
  failures: Map<string, number>
  now: number
}

interface Real {
  readonly queue: WorkQueue
  readonly clock: HandClock
}

type Step = AsyncCommand<Model, Real>

function offer(model: Model, key: string): void {
  if (model.inWork.has(key)) model.again.add(key)
  else if (!model.ready.includes(key)) model.ready.push(key)
}

function delay(model: Model, key: string, ms: number): void {
  const at = model.now + ms
  if (ms <= 0) return offer(model, key)
  if ((model.delayed.get(key) ?? Infinity) <= at) return
  // a new timer stands behind those of the same moment
  model.delayed.delete(key)
  model.delayed.set(key, at)
}

const step = (
  name: string,
  run: (model: Model, real: Real) => Promise<void> | void,
  check?: (model: Model) => boolean,
): Step => ({
  check: (model) => check?.(model) ?? true,
  run: async (model, real) => {
    await run(model, real)
    expect(real.queue.size).toBe(model.ready.length)
  },
  toString: () => name,
})

const key = constantFrom('a', 'b', 'c')
const add = key.map((name) =>
  step(`add ${name}`, (model, { queue }) => {
    queue.add(name)
    offer(model, name)
  }),
)
const addAfter = integer({ min: 0, max: 40 }).chain((ms) =>
  key.map((name) =>
    step(`add ${name} after ${ms}`, (model, { queue }) => {
      queue.addAfter(name, ms)
      delay(model, name, ms)
    }),
  ),
)
const take = constantFrom(
  step(
    'take',
    async (model, { queue }) => {
      const name = model.ready.shift() as string
      expect(await queue.take()).toBe(name)
      model.inWork.add(name)
    },
    (model) => model.ready.length > 0,
  ),
)
const done = key.map((name) =>
  step(
    `done ${name}`,
    (model, { queue }) => {
      queue.done(name)
      model.inWork.delete(name)
      if (model.again.delete(name)) offer(model, name)
    },
    (model) => model.inWork.has(name),
  ),
)
const retry = key.map((name) =>
  step(`retry ${name}`, (model, { queue }) => {
    const failures = model.failures.get(name) ?? 0
    const ms = Math.min(5 * 2 ** failures, 1_000_000)
    expect(queue.retry(name)).toBe(ms)
    model.failures.set(name, failures + 1)
    delay(model, name, ms)
  }),
)
const forget = key.map((name) =>
  step(`forget ${name}`, (model, { queue }) => {
    queue.forget(name)
    model.failures.delete(name)
    expect(queue.failures(name)).toBe(0)
  }),
)
const advance = integer({ min: 1, max: 60 }).map((ms) =>
  step(`advance ${ms}`, async (model, { clock }) => {
    await clock.advance(ms)
    model.now += ms
    const due = [...model.delayed].filter(([, at]) => at <= model.now).sort(([, a], [, b]) => a - b)
    for (const [name] of due) model.delayed.delete(name)
    for (const [name] of due) offer(model, name)
  }),
)

test('the queue does what its model does', async () => {
  const plans = commands([add, addAfter, take, done, retry, forget, advance], { size: '+1' })
  await assert(
    asyncProperty(plans, async (plan) => {
      const setup = (): { model: Model; real: Real } => {
        const clock = handClock()
        const unlimited = { reserve: () => 0, take: () => true }
        return {
          model: { ready: [], inWork: new Set(), again: new Set(), delayed: new Map(), failures: new Map(), now: 0 },
          real: { clock, queue: createWorkQueue({ clock, retries: unlimited }) },
        }
      }
      await asyncModelRun(setup, plan)
    }),
    { numRuns: 300 },
  )
})

test('a key is never with two workers, and waiting workers get keys', async () => {
  const queue = createWorkQueue({ clock: handClock() })
  const [first, second] = [queue.take(), queue.take()]
  queue.add('a')
  queue.add('a')
  expect(await first).toBe('a')
  queue.add('b')
  expect(await second).toBe('b')
  queue.done('a')
  expect(await queue.take()).toBe('a')
})

test('a queue that is shut down gives what is ready and then nothing', async () => {
  const clock = handClock()
  const queue = createWorkQueue({ clock })
  queue.add('a')
  queue.addAfter('b', 10)
  queue.shutDown()
  queue.add('c')
  await clock.advance(100)
  expect([await queue.take(), await queue.take()]).toEqual(['a', undefined])
})

test.each([
  ['a full bucket gives its burst at once', 3, [0, 0, 0, 100, 200]],
  ['an empty one gives ten a second', 1, [0, 100, 200, 300, 400]],
])('%s', (_, burst, expected) => {
  const bucket = createTokenBucket(handClock(), 10, burst)
  expect(expected.map(() => Math.round(bucket.reserve()))).toEqual(expected)
})
