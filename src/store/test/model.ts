import * as fc from 'fast-check'
import { expect } from 'vitest'
import { deleted, type Revision } from '../store.ts'
import { bytesOf, codeOf, type Harness, lineOf, take, textsOf } from './harness.ts'

/** A write; a stale one expects another revision than the key has. */
interface Put {
  readonly op: 'put' | 'delete'
  readonly key: string
  readonly text: string
  readonly isStale: boolean
}

/** One step of a run. */
type Step =
  | Put
  | { readonly op: 'burst'; readonly keys: readonly string[]; readonly text: string }
  | { readonly op: 'compact' | 'read' | 'watch'; readonly back: number }
  | { readonly op: 'reopen' }

const key = fc.constantFrom('/a/1', '/a/2', '/a/2/x', '/a/10', '/b/1', '/b/é', '/b/\u{1f600}', '/b/\uffee')
const text = fc.string({ maxLength: 6 })
const back = fc.nat({ max: 12 })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ op: fc.constantFrom('put' as const, 'delete' as const), key, text, isStale: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant('burst' as const),
      keys: fc.array(key, { minLength: 2, maxLength: 6 }),
      text,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ op: fc.constantFrom('compact' as const, 'read' as const, 'watch' as const), back }),
  },
  { weight: 1, arbitrary: fc.constant({ op: 'reopen' as const }) },
)

/** Runs random steps on a store and on a plain list of writes, and expects the same of both. The seed is printed on failure. */
export async function checkAgainstModel(open: () => Promise<Harness>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const harness = await open()
      try {
        const model = new Model(await harness.store.revision())
        for (const next of steps) await run(next, harness, model)
        await compare(harness, model, model.revision)
      } finally {
        await harness.close()
      }
    }),
    { numRuns: runs },
  )
}

interface Write {
  readonly revision: Revision
  readonly key: string
  readonly text: string | undefined
  readonly isCreation: boolean
  readonly before: string | undefined
}

/** Every write there was, in order. */
class Model {
  readonly writes: Write[] = []
  readonly start: Revision
  compacted: Revision
  constructor(start: Revision) {
    this.start = start
    this.compacted = start
  }

  get revision(): Revision {
    return this.writes.at(-1)?.revision ?? this.start
  }

  last(wanted: string, at: Revision = this.revision): Write | undefined {
    return this.writes.findLast((write) => write.key === wanted && write.revision <= at)
  }

  add(wanted: string, value: string | undefined, revision: Revision): void {
    const before = this.last(wanted)?.text
    this.writes.push({ revision, key: wanted, text: value, isCreation: before === undefined, before })
  }

  texts(at: Revision): readonly string[] {
    const keys = [...new Set(this.writes.map((write) => write.key))].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    )
    return keys.flatMap((wanted) => {
      const value = this.last(wanted, at)?.text
      return value === undefined ? [] : [`${wanted}=${value}`]
    })
  }

  lines(from: Revision): readonly string[] {
    return this.writes.filter((write) => write.revision > from).map(lineOfWrite)
  }

  /** A revision some writes ago. */
  ago(writes: number): Revision {
    return this.writes.at(-1 - writes)?.revision ?? this.start
  }
}

function lineOfWrite({ key: wanted, text: value, isCreation, before }: Write): string {
  const was = before === undefined ? '' : `<${before}`
  return value === undefined ? `-${wanted}${was}` : `${isCreation ? '+' : '~'}${wanted}=${value}${was}`
}

async function run(next: Step, harness: Harness, model: Model): Promise<void> {
  switch (next.op) {
    case 'put':
    case 'delete':
      return runWrite(next, harness, model)
    case 'burst':
      return runBurst(next, harness, model)
    case 'reopen':
      return harness.reopen?.()
    case 'compact':
      return runCompact(model.ago(next.back), harness, model)
    case 'read':
    case 'watch':
      return compare(harness, model, model.ago(next.back))
  }
}

async function runCompact(to: Revision, { store }: Harness, model: Model): Promise<void> {
  if (to <= model.compacted) return
  await store.compact(to)
  model.compacted = to
}

async function runWrite(next: Put, { store }: Harness, model: Model): Promise<void> {
  const present = model.last(next.key)
  const revision = present?.text === undefined ? 0 : present.revision
  const expected = next.isStale ? revision + 1 : revision
  const value = next.op === 'delete' ? undefined : next.text
  if (next.isStale) {
    expect(await codeOf(store.write(next.key, value === undefined ? deleted : bytesOf(value), expected))).toBe(
      'conflict',
    )
    return
  }
  const written = await store.write(next.key, value === undefined ? deleted : bytesOf(value), expected)
  if (value === undefined && revision === 0) expect(written).toBe(model.revision)
  else {
    expect(written).toBeGreaterThan(model.revision)
    model.add(next.key, value, written)
  }
}

/** Writes at once: exactly one of those to the same key is taken. */
async function runBurst(
  { keys, text: value }: Extract<Step, { op: 'burst' }>,
  { store }: Harness,
  model: Model,
): Promise<void> {
  const expected = keys.map((wanted) => {
    const present = model.last(wanted)
    return present?.text === undefined ? 0 : present.revision
  })
  const outcomes = await Promise.allSettled(
    keys.map((wanted, at) => store.write(wanted, bytesOf(`${value}${at}`), expected[at] ?? 0)),
  )
  const taken = outcomes.flatMap((outcome, at) =>
    outcome.status === 'fulfilled' ? [{ revision: outcome.value, at }] : [],
  )
  expect(new Set(taken.map(({ at }) => keys[at])).size).toBe(new Set(keys).size)
  expect(taken).toHaveLength(new Set(keys).size)
  for (const { revision, at } of taken.sort((a, b) => a.revision - b.revision))
    model.add(keys[at] ?? '', `${value}${at}`, revision)
}

async function compare({ store }: Harness, model: Model, at: Revision): Promise<void> {
  expect(await store.revision()).toBe(model.revision)
  if (at < model.compacted) {
    expect(await codeOf(store.list('/', { at }))).toBe('compacted')
    return
  }
  expect(textsOf((await store.list('/', { at })).entries)).toEqual(model.texts(at))
  const first = await store.list('/', { at, limit: 2 })
  const rest = first.next === undefined ? [] : (await store.list('/', { at, from: first.next })).entries
  expect(textsOf([...first.entries, ...rest])).toEqual(model.texts(at))
  expect(first.remaining ?? 0).toBe(rest.length)
  const lines = model.lines(at)
  const stop = new AbortController()
  const changes = store.watch('/', at, stop.signal)[Symbol.asyncIterator]()
  expect((await take(changes, lines.length)).map(lineOf)).toEqual(lines)
  stop.abort()
  await changes.return?.()
}
