import { globSync, readFileSync } from 'node:fs'
import { stdout } from 'node:process'
import { startVitest } from 'vitest/node'
import type { Verdict } from './verdict.ts'

/** Rows that the recorded tables must hold together. */
const LEAST_ROWS = 1500

/** charts.2: the recorded tables of the engine and of Sprig are large enough, and every row holds. */
export async function tablesHold(): Promise<Verdict> {
  let rows = 0
  for (const file of globSync('fixtures/{template,sprig}/*.json').sort()) {
    const count = countRows(JSON.parse(readFileSync(file, 'utf8')))
    stdout.write(`${file}: ${count} rows\n`)
    rows += count
  }
  const vitest = await startVitest('test', ['src/template'], { project: ['unit'], watch: false, reporters: ['dot'] })
  const failed = vitest.state.getCountOfFailedTests()
  await vitest.close()
  return { holds: rows >= LEAST_ROWS && failed === 0, figure: `${rows} rows, ${failed} tests failed` }
}

/** Tables are arrays of rows, or objects that hold such arrays. */
function countRows(table: unknown): number {
  if (Array.isArray(table)) return table.length
  if (typeof table !== 'object' || table === null) return 0
  return Object.values(table)
    .filter(Array.isArray)
    .reduce((sum, list) => sum + list.length, 0)
}
