import { caseName } from './entries.ts'
import { type CaseResult, isFailed } from './result.ts'
import type { TestRun } from './run.ts'
import { secondsText, summaryText } from './text.ts'

/** The run as a GitHub step summary: a table of the cases, and the failures with their reasons. */
export function stepSummary(run: TestRun): string {
  const rows = run.results.map((result) => {
    const state = isFailed(result) ? '❌' : '✅'
    return `| ${state} | ${cell(caseName(result.test))} | ${cell(stepsOf(result))} | ${secondsText(result.tookMs)} |`
  })
  const skipped = run.left.map((test) => `| ⏭ | ${cell(caseName(test))} | left out | |`)
  const table = ['| | case | steps | time |', '|---|---|---|---|', ...rows, ...skipped]
  const blocks = run.results.filter(isFailed).map(failureBlock)
  return `## Chart tests\n\n${summaryText(run)}\n\n${table.join('\n')}\n${blocks.join('')}\n`
}

function stepsOf({ steps }: CaseResult): string {
  return steps.map(({ name, state }) => (state === 'passed' ? name : `${name} (${state})`)).join(', ')
}

function failureBlock({ test, steps }: CaseResult): string {
  const troubles = steps.flatMap(({ name, trouble }) => (trouble === undefined ? [] : [{ name, trouble }]))
  const texts = troubles.map(({ name, trouble: { message, hint, reasons, position } }) => {
    const place = position === undefined ? [] : [`at ${position.file}:${position.line}`]
    const lines = [message, ...reasons, ...place, ...(hint === undefined ? [] : [`hint: ${hint}`])]
    const fence = '`'.repeat(Math.max(3, ...lines.map((line) => (/`+/.exec(line)?.[0].length ?? 0) + 1)))
    return `**${name}**\n\n${fence}\n${lines.join('\n')}\n${fence}\n`
  })
  return `\n### ${caseName(test)}\n\n${texts.join('\n')}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
