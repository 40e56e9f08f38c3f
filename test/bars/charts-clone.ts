import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { Verdict } from './verdict.ts'

/** charts.6: in a fresh clone, on the system's own Node and npm, both commands of the README work; timed. */
export async function cleanClone(): Promise<Verdict> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-clone-'))
  try {
    execFileSync('git', ['clone', '--quiet', '.', join(folder, 'main')])
    const demo = timed(['run', 'demo'], join(folder, 'main'))
    execFileSync('git', ['clone', '--quiet', '.', join(folder, 'test')])
    const test = timed(['test'], join(folder, 'test'))
    const figure = `npm run demo ${demo.seconds.toFixed(0)} s (exit ${demo.status}), npm test ${test.seconds.toFixed(0)} s (exit ${test.status})`
    return { holds: demo.status === 0 && test.status === 0, figure }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Runs npm with a PATH that holds no program of this project. */
function timed(args: readonly string[], cwd: string): { seconds: number; status: number | null } {
  const path = (process.env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules'))
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  const start = performance.now()
  const { status } = spawnSync('npm', args, { cwd, stdio: 'inherit', env: { ...env, PATH: path.join(':') } })
  return { seconds: (performance.now() - start) / 1000, status }
}
