import type { Finding } from '#render'
import type { ReportCheck, ReportEntry, ReportSubject } from './report.ts'

/** What the suites are about. */
export interface JunitOptions {
  readonly isStrict: boolean
  readonly what: ReportSubject
}

/**
 * The report as JUnit XML: a suite for each chart, a case for each finding and each check; `isStrict` makes warnings failures.
 * Where checks are reported, what is only information is output of the suite: nobody tried it.
 */
export function junitReport(entries: readonly ReportEntry[], options: JunitOptions): string {
  const suites = entries.map((entry) => suiteOf(entry, options))
  const sum = (count: (suite: Suite) => number): number => suites.reduce((total, suite) => total + count(suite), 0)
  const counts = `tests="${sum((one) => one.tests)}" failures="${sum((one) => one.failures)}" errors="${sum((one) => one.errors)}"`
  const head = `<testsuites name="${options.what}" ${counts}${timeOf(entries.flatMap(({ checks = [] }) => checks))}>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${head}\n${suites.map(({ text }) => text).join('')}</testsuites>\n`
}

interface Suite {
  readonly text: string
  readonly tests: number
  readonly failures: number
  readonly errors: number
}

function suiteOf({ path, findings: all, failure, checks = [] }: ReportEntry, { isStrict, what }: JunitOptions): Suite {
  const fails = ({ severity }: Finding): boolean => severity === 'error' || (isStrict && severity === 'warning')
  const findings = checks.length === 0 ? all : all.filter(({ severity }) => severity !== 'info')
  const tried = new Set(checks.map(({ name }) => name))
  const ofCheck = (check: ReportCheck): string[] => {
    const found = findings.filter(({ rule }) => rule === check.name)
    return found.length === 0 ? [checkCase(check, path)] : found.map(ofFinding)
  }
  const ofFinding = (finding: Finding): string => testCase(finding, path, { isFailure: fails(finding), checks })
  const cases = [...checks.flatMap(ofCheck), ...findings.filter(({ rule }) => !tried.has(rule)).map(ofFinding)]
  if (failure !== undefined) cases.push(failedCase(path, failure, what))
  if (cases.length === 0) cases.push(`    <testcase classname="${escape(path)}" name="${what}"/>\n`)
  const [tests, failures, errors] = [cases.length, findings.filter(fails).length, failure === undefined ? 0 : 1]
  const skipped = checks.filter(({ state }) => state === 'skipped').length
  const more = checks.length === 0 ? '' : ` skipped="${skipped}"${timeOf(checks)}`
  const counts = `tests="${tests}" failures="${failures}" errors="${errors}"${more}`
  const told = all.filter((finding) => !findings.includes(finding)).map(({ message }) => message)
  const output = told.length === 0 ? '' : `    <system-out>${escapeLines(told.join('\n'))}</system-out>\n`
  const text = `  <testsuite name="${escape(path)}" ${counts}>\n${cases.join('')}${output}  </testsuite>\n`
  return { text, tests, failures, errors }
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

function testCase(finding: Finding, chart: string, { isFailure, checks }: CaseContext): string {
  const { rule, message, position, severity, hint } = finding
  const check = checks.find(({ name }) => name === rule)
  const place = position === undefined ? '' : `${position.file}:${position.line}:${position.column}`
  const at = position === undefined ? '' : ` file="${escape(position.file)}" line="${position.line}"`
  // a check has one name, whether it fails or not: its history hangs on that
  const name = check !== undefined || place === '' ? rule : `${rule} ${place}`
  const time = check === undefined ? '' : timeOf([check])
  const head = `    <testcase classname="${escape(chart)}" name="${escape(name)}"${at}${time}>\n`
  const text = message.trim()
  const whole = [text, ...(place === '' ? [] : [`at ${place}`]), ...(hint === undefined ? [] : [`hint: ${hint}`])]
  const body = isFailure
    ? `      <failure type="${severity}" message="${escape(text)}">${escapeLines(whole.join('\n'))}</failure>\n`
    : `      <system-out>${severity}: ${escape(text)}</system-out>\n`
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
  '\r': '&#13;',
}

/** Text for XML 1.0, which has no other control characters. */
function escape(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML does not allow
  const allowed = text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd')
  return allowed.replace(/[&<>"\n\t\r]/g, (character) => ENTITIES[character] as string)
}

/** The same outside of attributes, where line ends stay what they are. */
function escapeLines(text: string): string {
  return text.split('\n').map(escape).join('\n')
}
