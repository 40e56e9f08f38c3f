import type { Finding } from '#render'

/** What a report is about. */
export type ReportSubject = 'lint' | 'chart test'

/** What was found at one path, as a report shows it. */
export interface ReportEntry {
  readonly path: string
  readonly findings: readonly Finding[]
  readonly failure: string | undefined
  readonly isFailed: boolean
  /** What was tried, where that is more than to look for findings; a finding's rule names the check that failed. */
  readonly checks?: readonly ReportCheck[]
}

/** One thing that was tried. */
export interface ReportCheck {
  readonly name: string
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly tookMs: number
}

/** A report in Helm's words; `summary` is the last line, which Helm prints as an error when something failed. */
export interface TextReport {
  readonly text: string
  readonly summary: string
  readonly hasFailed: boolean
}

/** The report as `helm lint` prints it. Source: helm.sh/helm/v4 pkg/cmd/lint.go. */
export function textReport(entries: readonly ReportEntry[], isQuiet: boolean): TextReport {
  let text = ''
  let isAnyLoud = false
  for (const entry of entries) {
    const isLoud = entry.isFailed || entry.findings.some(({ severity }) => severity !== 'info')
    isAnyLoud ||= isLoud
    if (isLoud || !isQuiet) text += `==> Linting ${entry.path}\n${entryLines(entry, isQuiet).join('')}\n`
  }
  const failed = entries.filter(({ isFailed }) => isFailed).length
  const summary = `${entries.length} chart(s) linted, ${failed} chart(s) failed`
  const isSilent = isQuiet && !isAnyLoud
  return { text: failed > 0 || isSilent ? text : `${text}${summary}\n`, summary, hasFailed: failed > 0 }
}

function entryLines({ findings, failure }: ReportEntry, isQuiet: boolean): string[] {
  if (findings.length === 0 && failure !== undefined) return [`Error ${failure}\n`]
  return findings
    .filter(({ severity }) => !isQuiet || severity !== 'info')
    .map((finding) => `[${finding.severity.toUpperCase()}] ${placeOf(finding)}: ${finding.message}\n`)
}

/** Helm's findings name a file, ours the line too. */
function placeOf({ path, position, docs }: Finding): string {
  return docs === undefined || position === undefined ? path : `${path}:${position.line}:${position.column}`
}
