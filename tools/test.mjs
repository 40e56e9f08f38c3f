// `npm test`: builds the executable, fetches the peers (or says that it cannot), runs every vitest project and ends with a
// line that counts tests.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'berth-test-'))
const report = join(scratch, 'report.json')
try {
  if (!run('node', ['tools/build.mjs', '--if-stale'])) process.exit(1)
  if (!run('node', ['tools/peers.mjs'])) process.stderr.write('peers cannot be fetched: parity tests will be skipped\n')
  const arguments_ = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)]
  const passed = run('vitest', arguments_)
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, 'utf8'))
  process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped\n`)
  process.exitCode = passed ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' })
  if (error) process.stderr.write(`${program}: ${error.message}\n`)
  return status === 0
}
