// `npm run check`: everything that must hold before a commit, each step timed. Stops at the first step that fails.
import { spawnSync } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** @type {readonly (readonly [name: string, program: string, args: readonly string[]])[]} */
const steps = [
  ['format', 'biome', ['ci', '.']],
  ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'tsc', ['-p', '.']],
  ['dead code', 'knip', []],
  ['rooms and rules', 'vitest', ['run', '--project', 'house', '--reporter=dot']],
  ['unit tests', 'vitest', ['run', '--project', 'unit', '--reporter=dot']],
]

const start = performance.now()
for (const [name, program, args] of steps) {
  const begun = performance.now()
  const { status } = spawnSync(program, args, { stdio: 'inherit' })
  process.stdout.write(`check: ${name} ${status === 0 ? 'ok' : 'failed'} ${seconds(begun)}\n`)
  if (status !== 0) process.exit(1)
}
process.stdout.write(`check: all ok ${seconds(start)}\n`)

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
