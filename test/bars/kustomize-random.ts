import { stdout } from 'node:process'
import { startVitest } from 'vitest/node'
import { peer } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** The tests that compare generated overlays with the real tool, and how many cases each of them gets. */
const TESTS = [
  { file: 'kustomize-hash', what: 'generated objects and their name hashes', cases: 600 },
  { file: 'kustomize-fields', what: 'overlays over reference field specs', cases: 600 },
  { file: 'kustomize-patch', what: 'patches by merge keys and by JSON pointers', cases: 3_000 },
] as const
const LEAST_CASES = 2_000
const MAX_SEED = 2 ** 31
/** All cases of a file are one test. */
const PATIENCE_MS = 900_000

/** kustomize.3: generated input, built by ours and by the real tool. `FUZZ_SEED` repeats a run. */
export async function randomEqualsKustomize(): Promise<Verdict> {
  if (peer('kubectl-1.34') === undefined)
    return { holds: false, figure: 'kubectl-1.34 is missing: run `npm run peers`' }
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * MAX_SEED))
  let cases = 0
  let differing = 0
  for (const test of TESTS) {
    stdout.write(`${test.what}: ${test.cases} cases, seed ${seed}\n`)
    const passed = await run(test.file, test.cases, seed)
    cases += test.cases
    differing += passed ? 0 : 1
  }
  const found = differing === 0 ? 'no difference' : `a difference in ${differing} of ${TESTS.length} tests`
  return { holds: differing === 0 && cases >= LEAST_CASES, figure: `${cases} cases, ${found}, seed ${seed}` }
}

/** Whether the one test of a file ran and held. */
async function run(file: string, cases: number, seed: number): Promise<boolean> {
  process.env['FUZZ_RUNS'] = String(cases)
  process.env['FUZZ_SEED'] = String(seed)
  const vitest = await startVitest('test', [`test/parity/${file}.test.ts`], {
    project: ['parity'],
    watch: false,
    reporters: ['default'],
    testTimeout: PATIENCE_MS,
  })
  const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()])
  const passed = tests.length > 0 && tests.every((each) => each.result().state === 'passed')
  await vitest.close()
  process.exitCode = 0
  return passed
}
