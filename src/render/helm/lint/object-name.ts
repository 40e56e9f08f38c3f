import { quoteGo } from '#template'

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?'
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?'
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`

interface Format {
  readonly maximum: number
  readonly expression: RegExp
  readonly source: string
  readonly text: string
  readonly examples: string
}

const subdomain: Format = {
  maximum: 253,
  expression: new RegExp(`^${SUBDOMAIN}$`),
  source: SUBDOMAIN,
  text: "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  examples: "'example.com'",
}
const label: Format = {
  maximum: 63,
  expression: new RegExp(`^${LABEL}$`),
  source: LABEL,
  text: "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  examples: "'my-name',  or '123-abc'",
}
const label1035: Format = {
  maximum: 63,
  expression: new RegExp(`^${LABEL_1035}$`),
  source: LABEL_1035,
  text: "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  examples: "'my-name',  or 'abc-123'",
}

const PATH_KINDS = new Set(['role', 'clusterrole', 'rolebinding', 'clusterrolebinding'])

/**
 * What Helm says of `metadata.name`, or undefined when the name is good for the kind. Source: k8s.io/apimachinery
 * pkg/api/validation.
 */
export function nameProblem(kind: string, name: string): string | undefined {
  const problems = [...new Set(problemsOf(kind.toLowerCase(), name))].map(
    (problem) => `metadata.name: Invalid value: ${quoteGo(name)}: ${problem}`,
  )
  if (problems.length === 0) return undefined
  const joined = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`
  return `object name does not conform to Kubernetes naming requirements: ${quoteGo(name)}: ${joined}`
}

function problemsOf(kind: string, name: string): string[] {
  if (kind === 'service') return formatProblems(name, label1035)
  if (kind === 'namespace') return namespaceProblems(name)
  if (kind === 'certificatesigningrequest') return []
  return PATH_KINDS.has(kind) ? pathProblems(name) : formatProblems(name, subdomain)
}

function formatProblems(name: string, format: Format): string[] {
  const problems: string[] = []
  if (Buffer.byteLength(name) > format.maximum) problems.push(`must be no more than ${format.maximum} characters`)
  if (!format.expression.test(name)) {
    problems.push(`${format.text} (e.g. ${format.examples}, regex used for validation is '${format.source}')`)
  }
  return problems
}

function namespaceProblems(name: string): string[] {
  const problems = formatProblems(name, label)
  const hasDots = !label.expression.test(name) && subdomain.expression.test(name)
  return hasDots ? [...problems.slice(0, -1), 'must not contain dots'] : problems
}

/** What cannot be a segment of a path. */
function pathProblems(name: string): string[] {
  if (name === '.' || name === '..') return [`may not be '${name}'`]
  return ['/', '%'].filter((part) => name.includes(part)).map((part) => `may not contain '${part}'`)
}
