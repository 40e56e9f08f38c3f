import { version } from '../version.ts'
import type { ReportEntry, ReportSubject } from './report.ts'

/** The forms of a report that machines read. */
export type ReportForm = 'json' | 'sarif' | 'junit' | 'github'

/** What is reported of, and how much. */
export interface ReportOptions {
  readonly isQuiet: boolean
  /** Whether warnings are failures. */
  readonly isStrict: boolean
  /** What was done to the charts; `lint` unless told. */
  readonly what?: ReportSubject
}

/** The text of a report in one of the forms; `isQuiet` leaves out what is only information. */
export async function formReport(
  form: ReportForm,
  entries: readonly ReportEntry[],
  { isQuiet, isStrict, what = 'lint' }: ReportOptions,
): Promise<string> {
  const shown = isQuiet ? entries.map(withoutInfo) : entries
  switch (form) {
    case 'json':
      return (await import('./report-json.ts')).jsonReport(shown, what)
    case 'sarif':
      return (await import('./report-sarif.ts')).sarifReport(shown, version)
    case 'junit':
      return (await import('./report-junit.ts')).junitReport(shown, { isStrict, what })
    case 'github':
      return (await import('./report-github.ts')).githubReport(shown, what)
  }
}

function withoutInfo(entry: ReportEntry): ReportEntry {
  return { ...entry, findings: entry.findings.filter(({ severity }) => severity !== 'info') }
}
