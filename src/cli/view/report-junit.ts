import type { Finding } from '#render'
import type { ReportCheck, ReportEntry, ReportSubject } from './report.ts'

/** What the suites are about. */
export interface JunitOptions {
  readonly isStrict: boolean
  readonly what: ReportSubject
}

/** The report as JUnit XML: a suite for each chart, a case for each finding and each check; `isStrict` makes warnings failures. */
export function junitReport(entries: readonly ReportEntry[], options: JunitOptions): string {
  const suites = entries.map((entry) => suite(entry, options))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${options.what}">\n${suites.join('')}</testsuites>\n`
}

function suite({ path, findings, failure, checks = [] }: ReportEntry, { isStrict, what }: JunitOptions): string {
  const fails = ({ severity }: Finding): boolean => severity === 'error' || (isStrict && severity === 'warning')
  const others = checks.filter(({ name }) => findings.every(({ rule }) => rule !== name))
  const cases = others.map((check) => checkCase(check, path))
  for (const finding of findings) cases.push(testCase(finding, path, { isFailure: fails(finding), checks }))
  if (failure !== undefined) cases.push(failedCase(path, failure, what))
  if (cases.length === 0) cases.push(`    <testcase classname="${escape(path)}" name="${what}"/>\n`)
  const failures = findings.filter(fails).length
  const errors = failure === undefined ? 0 : 1
  const skipped = others.filter(({ state }) => state === 'skipped').length
  const more = checks.length === 0 ? '' : ` skipped="${skipped}"${timeOf(checks)}`
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"${more}`
  return `  <testsuite name="${escape(path)}" ${counts}>\n${cases.join('')}  </testsuite>\n`
}

/** Seconds, where something was measured. */
function timeOf(checks: readonly ReportCheck[]): string {
  return checks.length === 0 ? '' : ` time="${(checks.reduce((sum, { tookMs }) => sum + tookMs, 0) / 1000).toFixed(3)}"`
}

function checkCase(check: ReportCheck, path: string): string {
  const head = `    <testcase classname="${escape(path)}" name="${escape(check.name)}"${timeOf([check])}`
  return check.state === 'skipped' ? `${head}>\n      <skipped/>\n    </testcase>\n` : `${head}/>\n`
}

interface CaseContext {
  readonly isFailure: boolean
  readonly checks: readonly ReportCheck[]
}

function testCase(
  { rule, message, position, severity }: Finding,
  chart: string,
  { isFailure, checks }: CaseContext,
): string {
  const time = timeOf(checks.filter(({ name }) => name === rule))
  const place = position === undefined ? '' : `${position.file}:${position.line}:${position.column}`
  const at = position === undefined ? '' : ` file="${escape(position.file)}" line="${position.line}"`
  const head = `    <testcase classname="${escape(chart)}" name="${escape(place === '' ? rule : `${rule} ${place}`)}"${at}${time}>\n`
  const text = escape(message.trim())
  const body = isFailure
    ? `      <failure type="${severity}" message="${text}">${escape(place)}</failure>\n`
    : `      <system-out>${severity}: ${text}</system-out>\n`
  return `${head}${body}    </testcase>\n`
}

function failedCase(path: string, failure: string, what: ReportSubject): string {
  const name = escape(path)
  const error = `      <error message="${escape(failure)}"/>\n`
  return `    <testcase classname="${name}" name="${what}">\n${error}    </testcase>\n`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** Text for XML 1.0, which has no other control characters. */
function escape(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML does not allow
  const allowed = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
  return allowed.replace(/[&<>"\n\t]/g, (character) => ENTITIES[character] as string)
}
