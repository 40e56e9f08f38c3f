import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { stdout } from 'node:process'
import { RenderError } from '#render'
import { type CorpusCase, corpusCases, corpusFolder, difference, type Outcome } from '../parity/helm-corpus.ts'
import { executable } from '../peers.ts'
import type { Verdict } from './verdict.ts'

/** charts.1: every case of the chart corpus through the executable, at both levels, against what Helm printed. */
export async function outputEqualsHelm(): Promise<Verdict> {
  const folder = corpusFolder()
  if (folder === undefined) return { holds: false, figure: 'no chart corpus: set BERTH_CORPUS' }
  const equal = { helm4: 0, helm3: 0 }
  const cases = corpusCases(folder)
  for (const entry of cases) {
    for (const compat of ['helm4', 'helm3'] as const) {
      const found = difference(folder, entry, { compat, outcome: template(folder, entry, compat) })
      if (found === undefined) equal[compat]++
      else stdout.write(`${entry.chart} ${entry.case} ${compat}\n  ${found}\n`)
    }
  }
  const holds = cases.length > 0 && equal.helm4 === cases.length && equal.helm3 === cases.length
  return { holds, figure: `helm 4.1.4 ${equal.helm4}/${cases.length}, helm 3.17.2 ${equal.helm3}/${cases.length}` }
}

/** One whole process, called as Helm would be. */
function template(folder: string, entry: CorpusCase, compat: 'helm3' | 'helm4'): Outcome {
  const chart = `./${entry.chart.replace(/^charts\//, '')}`
  const args = ['helm', 'template', entry.release, chart, '-n', entry.namespace, ...entry.flags, '--compat', compat]
  const options = { cwd: join(folder, 'charts'), encoding: 'utf8', maxBuffer: 1 << 28 } as const
  const result = spawnSync(executable(), args, options)
  const [warnings = '', message] = result.stderr.split(/^Error: /m)
  const lines = warnings.split('\n').filter((line) => line !== '')
  if (result.status === 0) return { stdout: result.stdout, warnings: lines }
  const text = message?.trimEnd() ?? `exit ${result.status}`
  return { stdout: '', warnings: lines, error: new RenderError({ code: 'template', message: text }) }
}
