import { appendFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Position } from '#render'
import type { Outcome } from '../frame/command.ts'
import { CliError, exitCodes } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import type { ReportEntry } from '../view/report.ts'
import { formReport } from '../view/report-form.ts'
import { entriesOf } from './entries.ts'
import type { ChartTestInput } from './flags.ts'
import { showProgress } from './progress.ts'
import { isFailed } from './result.ts'
import { type TestRun, testCharts } from './run.ts'
import { summaryText } from './text.ts'

/** Plays the cases and reports in the form that is asked for. Throws CliError `input` when a case failed and text is wanted. */
export async function runChartTest(input: ChartTestInput, session: Session): Promise<Outcome | undefined> {
  const { json, output } = input.flags
  const form = json && output === 'text' ? 'json' : output
  const verdicts = form === 'text' ? session.stdout : undefined
  const run = await testCharts(input, session, showProgress({ verdicts, live: session.stderr }))
  await addSummary(run, session)
  const hasFailed = run.results.some(isFailed)
  if (form !== 'text') {
    const entries = form === 'github' ? inWorkspace(entriesOf(run), session) : entriesOf(run)
    const text = await formReport(form, entries, { isQuiet: false, isStrict: false, what: 'chart test' })
    return { text, exitCode: hasFailed ? exitCodes.failure : exitCodes.ok }
  }
  if (hasFailed) throw new CliError('input', summaryText(run))
  return { text: `${summaryText(run)}\n` }
}

/** A summary that cannot be written keeps nobody from the verdicts. */
async function addSummary(run: TestRun, { environment, stderr }: Session): Promise<void> {
  const file = environment['GITHUB_STEP_SUMMARY']
  if (!file) return
  const { stepSummary } = await import('./summary.ts')
  try {
    appendFileSync(file, stepSummary(run))
  } catch (error) {
    stderr.write(`warning: the step summary cannot be written: ${(error as Error).message}\n`)
  }
}

/** GitHub finds files from the root of the repository on, wherever the step runs. */
function inWorkspace(entries: readonly ReportEntry[], { environment, cwd }: Session): ReportEntry[] {
  const root = environment['GITHUB_WORKSPACE']
  if (!root) return [...entries]
  const placed = (position: Position): Position => {
    const file = relative(root, resolve(cwd, position.file))
    return file.startsWith('..') ? position : { ...position, file }
  }
  return entries.map((entry) => ({
    ...entry,
    findings: entry.findings.map((one) => (one.position ? { ...one, position: placed(one.position) } : one)),
  }))
}
