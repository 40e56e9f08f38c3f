import type { Finding } from '#render'
import type { ReportEntry } from './report.ts'

/** The report as JUnit XML: a suite for each chart, a case for each finding; `isStrict` makes warnings failures. */
export function junitReport(entries: readonly ReportEntry[], isStrict: boolean): string {
  const suites = entries.map((entry) => suite(entry, isStrict))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="lint">\n${suites.join('')}</testsuites>\n`
}

function suite({ path, findings, failure }: ReportEntry, isStrict: boolean): string {
  const fails = ({ severity }: Finding): boolean => severity === 'error' || (isStrict && severity === 'warning')
  const cases = findings.map((finding) => testCase(finding, path, fails(finding)))
  if (failure !== undefined) cases.push(failedCase(path, failure))
  if (cases.length === 0) cases.push(`    <testcase classname="${escape(path)}" name="lint"/>\n`)
  const failures = findings.filter(fails).length
  const errors = failure === undefined ? 0 : 1
  const counts = `tests="${cases.length}" failures="${failures}" errors="${errors}"`
  return `  <testsuite name="${escape(path)}" ${counts}>\n${cases.join('')}  </testsuite>\n`
}

function testCase({ rule, message, position, severity }: Finding, chart: string, isFailure: boolean): string {
  const place = position === undefined ? '' : `${position.file}:${position.line}:${position.column}`
  const at = position === undefined ? '' : ` file="${escape(position.file)}" line="${position.line}"`
  const head = `    <testcase classname="${escape(chart)}" name="${escape(place === '' ? rule : `${rule} ${place}`)}"${at}>\n`
  const text = escape(message.trim())
  const body = isFailure
    ? `      <failure type="${severity}" message="${text}">${escape(place)}</failure>\n`
    : `      <system-out>${severity}: ${text}</system-out>\n`
  return `${head}${body}    </testcase>\n`
}

function failedCase(path: string, failure: string): string {
  const name = escape(path)
  const error = `      <error message="${escape(failure)}"/>\n`
  return `    <testcase classname="${name}" name="lint">\n${error}    </testcase>\n`
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
