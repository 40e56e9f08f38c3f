import { caseName } from './entries.ts'
import { type CaseResult, isFailed, isSkipped } from './result.ts'
import type { TestRun } from './run.ts'
import { secondsText, summaryText } from './text.ts'

const CONTROL = /(?![\t\n])\p{Cc}/gu

/** GitHub takes no summary of more than 1 MiB; other steps may have written before. */
const MAX_FAILURES = 200_000

/** The run as a GitHub step summary: a table of the cases, and the failures with their reasons. */
export function stepSummary(run: TestRun): string {
  const rows = run.results.map((result) => {
    const state = isFailed(result) ? '❌' : isSkipped(result) ? '⏭' : '✅'
    return `| ${state} | ${cell(caseName(result.test))} | ${cell(stepsOf(result))} | ${secondsText(result.tookMs)} |`
  })
  const skipped = run.left.map((test) => `| ⏭ | ${cell(caseName(test))} | left out | |`)
  const table = ['| | case | steps | time |', '|---|---|---|---|', ...rows, ...skipped]
  const blocks = run.results.filter(isFailed).map(failureBlock)
  return `## Chart tests\n\n${summaryText(run)}\n\n${table.join('\n')}\n${bounded(blocks)}\n`
}

/** The first blocks, as far as there is room. */
function bounded(blocks: readonly string[]): string {
  let text = ''
  for (const [index, block] of blocks.entries()) {
    if (text.length + block.length > MAX_FAILURES)
      return `${text}\n${blocks.length - index} more failures are in the log.\n`
    text += block
  }
  return text
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
    return `**${name}**\n\n${fence}\n${lines.join('\n').replace(CONTROL, '?')}\n${fence}\n`
  })
  return `\n### ${caseName(test)}\n\n${texts.join('\n')}`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
