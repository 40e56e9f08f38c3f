import type { Finding } from '#render'
import type { ReportEntry } from './report.ts'

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const

/** The report as SARIF 2.1.0: one run, a rule for each kind of finding, a result for each finding. */
export function sarifReport(entries: readonly ReportEntry[], version: string): string {
  const findings = entries.flatMap((entry) => entry.findings.map((finding) => ({ ...finding, chart: entry.path })))
  const failures = entries.flatMap(({ path, failure }) => (failure === undefined ? [] : [failed(path, failure)]))
  const all: Located[] = [...findings, ...failures]
  const rules = [...new Set(all.map(({ rule }) => rule))].sort()
  const driver = { name: 'berth', version, rules: rules.map((id) => description(id, all)) }
  const results = all.map((finding) => result(finding, rules))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
  }
  return `${JSON.stringify(log, undefined, 2)}\n`
}

type Located = Finding & { readonly chart: string }

function description(id: string, findings: readonly Located[]): object {
  const docs = findings.find(({ rule }) => rule === id)?.docs
  return docs === undefined ? { id } : { id, shortDescription: { text: docs } }
}

/** What kept a path from being linted, as a finding. */
function failed(chart: string, message: string): Located {
  return { severity: 'error', rule: 'not-linted', path: chart, message, chart }
}

function result({ rule, severity, message, position, chart }: Located, rules: readonly string[]): object {
  const uri = encodeURI(position?.file ?? chart)
  const region = position && { startLine: position.line, startColumn: position.column }
  const physicalLocation = { artifactLocation: { uri }, ...(region && { region }) }
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: LEVELS[severity],
    message: { text: message.trim() },
    locations: [{ physicalLocation }],
  }
}
