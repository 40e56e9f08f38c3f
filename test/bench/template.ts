import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { corpus, executable, peer } from '../peers.ts'
import { type Comparison, compare } from './measure.ts'

/** One chart measured: berth against helm 4.1.4, whole processes. */
export interface TemplateBench extends Comparison {
  readonly chart: string
}

/** Rounds of A and B each; enough for a steady median on a quiet machine. */
const ROUNDS = 15

/** Measures the scaffold chart of `create` and the four largest charts of the corpus (by what they render to). */
export function benchTemplate(): TemplateBench[] {
  const helm = peer('helm-4.1.4')
  if (helm === undefined) throw new Error('helm-4.1.4 is missing: run `npm run peers` first')
  const scratch = mkdtempSync(join(tmpdir(), 'berth-bench-'))
  try {
    execFileSync(helm, ['create', 'small'], { cwd: scratch, stdio: 'ignore' })
    const cases: { chart: string; cwd: string; args: string[] }[] = [
      { chart: 'small', cwd: scratch, args: ['template', 'rel', 'small'] },
      ...largestCases(),
    ]
    return cases.map(({ chart, cwd, args }) => {
      const ours = { label: 'berth', command: executable(), args, cwd }
      const theirs = { label: 'helm', command: helm, args, cwd }
      return { chart, ...compare(ours, theirs, ROUNDS) }
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** The default-most case of each of the four charts whose recorded output is largest. */
export function largestCases(): { chart: string; cwd: string; args: string[] }[] {
  const folder = corpus('charts')
  if (folder === undefined) return []
  const byChart = new Map<string, { size: number; chart: string; args: string[] }>()
  for (const line of readFileSync(join(folder, 'cases.jsonl'), 'utf8').trim().split('\n')) {
    const entry = JSON.parse(line)
    if (entry.helm4.exit !== 0) continue
    const { size } = statSync(join(folder, entry.helm4.stdout))
    const args = [
      'template',
      entry.release,
      `./${entry.chart.replace(/^charts\//, '')}`,
      '-n',
      entry.namespace,
      ...entry.flags,
    ]
    if (size > (byChart.get(entry.chart)?.size ?? 0)) byChart.set(entry.chart, { size, chart: entry.id, args })
  }
  const largest = [...byChart.values()].sort((a, b) => b.size - a.size).slice(0, 4)
  if (readdirSync(join(folder, 'charts')).length === 0) return []
  return largest.map(({ chart, args }) => ({ chart, cwd: join(folder, 'charts'), args }))
}
