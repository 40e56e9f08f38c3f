import { argv, env, stdout } from 'node:process'
import fc from 'fast-check'
import { test } from 'vitest'

/** Milliseconds for each parser, unless `FUZZ_MS` says otherwise. */
const BUDGET_MS = Number(env['FUZZ_MS'] ?? 5_000)
/** No text of these sizes may keep a parser for longer, on a busy machine too. */
const SLOW_MS = 2_000

/** The seed of this run: `FUZZ_SEED` repeats one that was printed. */
export const seed: number = env['FUZZ_SEED'] === undefined ? (Date.now() ^ argv.length) | 0 : Number(env['FUZZ_SEED'])

/**
 * Runs `check` on generated inputs until the time is up. The test fails with the smallest input for which `check` throws
 * or takes seconds, and says which seed finds it again.
 */
export function fuzz<T>(name: string, inputs: fc.Arbitrary<T>, check: (input: T) => void): void {
  test(name, { timeout: BUDGET_MS * 4 + 60_000 }, () => {
    let runs = 0
    stdout.write(`fuzz ${name}: FUZZ_SEED=${seed}\n`)
    const property = fc.property(inputs, (input) => {
      runs++
      const start = performance.now()
      check(input)
      const tookMs = performance.now() - start
      if (tookMs > SLOW_MS) throw new Error(`took ${Math.round(tookMs)} ms`)
    })
    fc.assert(property, { seed, numRuns: 1_000_000, interruptAfterTimeLimit: BUDGET_MS, maxSkipsPerRun: 1_000 })
    stdout.write(`fuzz ${name}: ${runs} inputs\n`)
  })
}

/** Texts made of pieces that mean something to a parser, with a few that do not. */
export function textsOf(pieces: readonly string[], maxLength = 40): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pieces) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  )
  return fc.array(piece, { maxLength }).map((parts) => parts.join(''))
}

/** One of `samples`, with some of its parts cut out, doubled, moved or replaced. */
export function mutated(samples: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    from: fc.nat(),
    length: fc.nat(12),
    to: fc.nat(),
    put: fc.string({ maxLength: 3 }),
    how: fc.nat(3),
  })
  return fc.tuple(fc.constantFrom(...samples), fc.array(edit, { maxLength: 8 })).map(([text, edits]) =>
    edits.reduce((current, { from, length, to, put, how }) => {
      const start = from % (current.length + 1)
      const part = current.slice(start, start + length)
      const rest = how === 0 ? current : current.slice(0, start) + current.slice(start + length)
      const at = to % (rest.length + 1)
      return how === 3
        ? rest.slice(0, start) + put + rest.slice(start)
        : rest.slice(0, at) + (how === 1 ? '' : part) + rest.slice(at)
    }, text),
  )
}

/** Fails unless what `run` throws, if it throws, is an error of one of these classes. */
export function throwsOnly(run: () => unknown, ...allowed: readonly (new (...args: never[]) => Error)[]): void {
  try {
    run()
  } catch (error) {
    if (!allowed.some((kind) => error instanceof kind)) throw error
  }
}
