// `npm run check`: everything that must hold before a commit, each step timed. What only reads the sources runs beside the
// tests; what fails first ends the whole.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/** Steps of a lane run one after the other; the lanes run at the same time. */
const lanes = [
  [
    ['format', 'biome', ['ci', '.']],
    ['lint', 'oxlint', ['--type-aware', '--deny-warnings']],
    ['types', 'tsc', ['-p', '.']],
    ['dead code', 'knip', []],
  ],
  [['rooms, rules and unit tests', 'vitest', ['run', '--project', 'house', '--project', 'unit', '--reporter=dot']]],
]

const start = performance.now()
await Promise.all(lanes.map(runLane))
process.stdout.write(`check: all ok ${seconds(start)}\n`)

async function runLane(steps) {
  for (const [name, program, args] of steps) {
    const begun = performance.now()
    const { status, output } = await run(program, args)
    process.stdout.write(`${output}check: ${name} ${status === 0 ? 'ok' : 'failed'} ${seconds(begun)}\n`)
    if (status !== 0) process.exit(1)
  }
}

/** Runs a program; its output comes in one piece, so that lanes do not mix. */
function run(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    const parts = []
    child.stdout.on('data', (part) => parts.push(part))
    child.stderr.on('data', (part) => parts.push(part))
    child.on('error', (error) => resolve({ status: 1, output: `${program}: ${error.message}\n` }))
    child.on('close', (status) => resolve({ status, output: Buffer.concat(parts).toString() }))
  })
}

function seconds(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`
}
