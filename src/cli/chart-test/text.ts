import { caseName } from './entries.ts'
import { type CaseResult, isFailed, isSkipped, type StepResult } from './result.ts'
import type { TestRun } from './run.ts'

/** The lines of one case: its verdict, and where it failed the reason and the way out. */
export function caseText(result: CaseResult): string {
  const { test, steps, notes, tookMs } = result
  const told = steps.flatMap(troubleLines)
  const line = `${verdictOf(result)}  ${caseName(test)}  ${secondsText(tookMs)}  ${stepsText(steps)}`.trimEnd()
  const all = [line, ...told, ...notes.flatMap((note) => `note: ${note}`.split('\n').map(indented))]
  return all.map((line) => `${line.replaceAll(CONTROL, '?')}\n`).join('')
}

function verdictOf(result: CaseResult): string {
  if (isFailed(result)) return 'FAIL'
  return isSkipped(result) ? 'skip' : 'ok  '
}

/** The last line: how many cases, how many failed. */
export function summaryText({ results, left }: TestRun): string {
  const failed = results.filter(isFailed).length
  const skipped = results.filter(isSkipped).length
  const some = skipped === 0 ? '' : `, ${skipped} skipped`
  const more = left.length === 0 ? '' : `, ${left.length} left out (--keep-going plays them too)`
  return `${results.length - skipped} case(s) played, ${failed} failed${some}${more}`
}

/** `1.2 s`. */
export function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function stepsText(steps: readonly StepResult[]): string {
  return steps
    .filter(({ state }) => state !== 'skipped')
    .map(({ name, state }) => (state === 'failed' ? `${name} failed` : name))
    .join(', ')
}

function troubleLines({ trouble }: StepResult): string[] {
  if (trouble === undefined) return []
  const { message, hint, position, reasons } = trouble
  const place = position === undefined ? [] : [`at ${position.file}:${position.line}:${position.column}`]
  const advice = hint === undefined ? [] : [`hint: ${hint}`]
  const all = [...message.split('\n'), ...reasons, ...place, ...advice]
  return all.map(indented)
}

function indented(line: string): string {
  return `      ${line}`
}

/** Characters that would move a terminal's cursor; a tab stays. */
const CONTROL = /(?!\t)\p{Cc}/gu
