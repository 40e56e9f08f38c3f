import { version } from '../version.ts'
import type { ReportEntry } from './report.ts'

/** The forms of a report that machines read. */
export type ReportForm = 'json' | 'sarif' | 'junit' | 'github'

/** The text of a report in one of the forms; `isQuiet` leaves out what is only information. */
export async function formReport(
  form: ReportForm,
  entries: readonly ReportEntry[],
  { isQuiet, isStrict }: { readonly isQuiet: boolean; readonly isStrict: boolean },
): Promise<string> {
  const shown = isQuiet ? entries.map(withoutInfo) : entries
  switch (form) {
    case 'json':
      return (await import('./report-json.ts')).jsonReport(shown)
    case 'sarif':
      return (await import('./report-sarif.ts')).sarifReport(shown, version)
    case 'junit':
      return (await import('./report-junit.ts')).junitReport(shown, isStrict)
    case 'github':
      return (await import('./report-github.ts')).githubReport(shown)
  }
}

function withoutInfo(entry: ReportEntry): ReportEntry {
  return { ...entry, findings: entry.findings.filter(({ severity }) => severity !== 'info') }
}
