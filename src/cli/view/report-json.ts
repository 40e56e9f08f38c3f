import type { ReportEntry } from './report.ts'

/** The report as data: each chart with its findings, and how many failed. */
export function jsonReport(entries: readonly ReportEntry[]): string {
  const charts = entries.map(({ path, findings, failure, isFailed }) => ({
    path,
    failed: isFailed,
    ...(failure !== undefined && { error: failure }),
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
  return `${JSON.stringify({ charts, linted: entries.length, failed }, undefined, 2)}\n`
}
