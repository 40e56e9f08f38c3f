import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { measureSizes, percentile } from '../house/sizes.ts'
import type { Verdict } from './verdict.ts'

const LIMITS = { seconds: 60, functionLines: 60, fileLines: 400 }

/** charts.4: `npm run check` holds and is quick (it runs the room checker and the test that every rule fires); sizes. */
export async function checkHolds(): Promise<Verdict> {
  const start = performance.now()
  const { status } = spawnSync('npm', ['run', 'check'], { stdio: 'inherit' })
  const seconds = (performance.now() - start) / 1000
  const sources = globSync('src/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
  const { files, functions } = measureSizes(new Map(sources.map((file) => [file, readFileSync(file, 'utf8')])))
  const functionP99 = percentile(functions, 0.99)
  const longest = percentile(files, 1)
  const holds =
    status === 0 && seconds < LIMITS.seconds && functionP99 <= LIMITS.functionLines && longest <= LIMITS.fileLines
  const sizes = `functions median ${percentile(functions, 0.5)} p99 ${functionP99} max ${percentile(functions, 1)} lines`
  return {
    holds,
    figure: `check ${seconds.toFixed(0)} s, ${sizes}, files median ${percentile(files, 0.5)} max ${longest}`,
  }
}
