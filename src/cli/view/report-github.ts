import type { Finding } from '#render'
import type { ReportEntry, ReportSubject } from './report.ts'

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const

/** The report as workflow commands, which a GitHub job shows beside the lines of a pull request. */
export function githubReport(entries: readonly ReportEntry[], what: ReportSubject): string {
  return entries.flatMap((entry) => lines(entry, what)).join('')
}

function lines({ path, findings, failure }: ReportEntry, what: ReportSubject): string[] {
  const annotations = findings.map((finding) => annotation(finding, what))
  return failure === undefined
    ? annotations
    : [...annotations, `::error title=${what} ${property(path)}::${data(failure)}\n`]
}

function annotation({ severity, rule, message, position, path, hint }: Finding, what: ReportSubject): string {
  const place = position && `file=${property(position.file)},line=${position.line},col=${position.column}`
  // many cases of a chart fail at one line
  const title = what === 'lint' || position === undefined ? rule : `${rule}: ${path}`
  const properties = [...(place ? [place] : []), `title=${property(title)}`].join(',')
  const prefix = position === undefined && path !== '' ? `${path}: ` : ''
  const advice = hint === undefined ? '' : `\nhint: ${hint}`
  return `::${COMMANDS[severity]} ${properties}::${data(prefix + message.trim() + advice)}\n`
}

/** Other control characters would move the cursor of whoever reads the log. */
function data(text: string): string {
  return text
    .replace(/(?![\t\r\n])\p{Cc}/gu, '?')
    .replaceAll('%', '%25')
    .replaceAll('\r', '%0D')
    .replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
