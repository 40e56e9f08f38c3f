import type { ReportEntry, ReportSubject } from './report.ts'

/** How the number of entries is called. */
const COUNTS: Readonly<Record<ReportSubject, string>> = { lint: 'linted', 'chart test': 'tested' }

/** The report as data: each chart with its findings, and how many failed. */
export function jsonReport(entries: readonly ReportEntry[], what: ReportSubject): string {
  const charts = entries.map(({ path, findings, failure, isFailed, checks }) => ({
    path,
    failed: isFailed,
    ...(failure !== undefined && { error: failure }),
    ...(checks !== undefined && { checks: checks.map(({ name, state, tookMs }) => ({ name, state, tookMs })) }),
    findings: findings.map(({ severity, rule, path: subject, message, position, hint }) => ({
      severity,
      rule,
      subject,
      message,
      ...(position && { position: { file: position.file, line: position.line, column: position.column } }),
      ...(hint !== undefined && { hint }),
    })),
  }))
  const failed = entries.filter(({ isFailed }) => isFailed).length
  return `${JSON.stringify({ charts, [COUNTS[what]]: entries.length, failed }, undefined, 2)}\n`
}
