import { appendFileSync } from 'node:fs'
import type { Outcome } from '../frame/command.ts'
import { CliError, exitCodes } from '../frame/error.ts'
import type { Session } from '../frame/session.ts'
import { formReport } from '../view/report-form.ts'
import { entriesOf } from './entries.ts'
import type { ChartTestInput } from './flags.ts'
import { showProgress } from './progress.ts'
import { isFailed } from './result.ts'
import { testCharts } from './run.ts'
import { summaryText } from './text.ts'

/** Plays the cases and reports in the form that is asked for. Throws CliError `input` when a case failed and text is wanted. */
export async function runChartTest(input: ChartTestInput, session: Session): Promise<Outcome | undefined> {
  const { json, output } = input.flags
  const form = json && output === 'text' ? 'json' : output
  const verdicts = form === 'text' ? session.stdout : undefined
  const run = await testCharts(input, session, showProgress({ verdicts, live: session.stderr }))
  const summaryFile = session.environment['GITHUB_STEP_SUMMARY']
  if (summaryFile) appendFileSync(summaryFile, (await import('./summary.ts')).stepSummary(run))
  const hasFailed = run.results.some(isFailed)
  if (form !== 'text') {
    const text = await formReport(form, entriesOf(run), { isQuiet: false, isStrict: false, what: 'chart test' })
    return { text, exitCode: hasFailed ? exitCodes.failure : exitCodes.ok }
  }
  if (hasFailed) throw new CliError('input', summaryText(run))
  return { text: `${summaryText(run)}\n` }
}
