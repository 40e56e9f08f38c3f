import { compareVersions, goTypeName, parseVersion, quoteGo, type Value } from '#template'
import { load } from '#yaml'
import { basename } from '../go-text.ts'
import type { Compat } from '../options.ts'
import type { Finding, Findings, Severity } from './finding.ts'
import { isEmail, isRequestUrl, isUrl } from './go-url.ts'
import { keyPosition } from './place.ts'
import type { LintTarget, Metadata } from './target.ts'

const FILE = 'Chart.yaml'

/** Rules of Chart.yaml, in Helm's order. Source: helm.sh/helm/v4 pkg/chart/v2/lint/rules/chartfile.go. */
export function lintChartFile(target: LintTarget, findings: Findings, compat: Compat): void {
  const isFolder = target.kindOf(FILE) === 'folder'
  if (isFolder) findings.add(finding('error', 'chart-file', 'should be a file, not a directory'))
  const text = readText(target)
  const metadata = text instanceof Error ? text : attempt(() => target.parseMetadata(text, false))
  if (text instanceof Error || metadata instanceof Error) {
    findings.add(finding('error', 'chart-yaml', `unable to parse YAML\n\t${(metadata as Error).message}`))
    return
  }
  if (compat === 'helm4') findings.add(strictFinding(target, text))
  for (const rule of chartRules(compat)) {
    const message = rule.check(metadata, text)
    if (message === undefined) continue
    const position = keyPosition(text, `${target.origin}/${FILE}`, rule.keys)
    findings.add({ ...finding(rule.severity ?? 'error', rule.name, message), position })
  }
}

function finding(severity: Severity, rule: string, message: string): Finding {
  return { severity, rule, path: FILE, message }
}

function readText(target: LintTarget): string | Error {
  return attempt(() => new TextDecoder().decode(target.read(FILE)))
}

function attempt<T>(run: () => T): T | Error {
  try {
    return run()
  } catch (error) {
    return error as Error
  }
}

function strictFinding(target: LintTarget, text: string): Finding | undefined {
  const strict = attempt(() => target.parseMetadata(text, true))
  if (!(strict instanceof Error)) return undefined
  const field = /unknown field "([^"]*)"/.exec(strict.message)?.[1]
  const line = /line (\d+)/.exec(strict.message)?.[1]
  const file = `${target.origin}/${FILE}`
  const position = line ? { file, line: Number(line), column: 1 } : keyPosition(text, file, field ? [field] : [])
  return {
    ...finding('warning', 'chart-strict', `failed to strictly parse chart metadata file\n\t${strict.message}`),
    position,
  }
}

/** One rule: what it says of the metadata, if anything, and the keys that it is about. */
interface ChartRule {
  readonly name: string
  readonly severity?: Severity
  readonly keys: readonly string[]
  readonly levels?: Compat
  readonly check: (metadata: Metadata, text: string) => string | undefined
}

function chartRules(compat: Compat): readonly ChartRule[] {
  return RULES.filter(({ levels }) => levels === undefined || levels === compat)
}

const RULES: readonly ChartRule[] = [
  { name: 'chart-name', keys: ['name'], check: checkName },
  { name: 'chart-api-version', keys: ['apiVersion'], check: checkApiVersion },
  { name: 'chart-version-type', keys: ['version'], check: (_, text) => checkString(text, 'version') },
  { name: 'chart-version', keys: ['version'], check: checkVersion },
  { name: 'chart-app-version-type', keys: ['appVersion'], check: (_, text) => checkString(text, 'appVersion') },
  { name: 'chart-maintainer', keys: ['maintainers'], check: checkMaintainers },
  { name: 'chart-source', keys: ['sources'], check: checkSources },
  { name: 'chart-icon', keys: [], severity: 'info', check: ({ icon }) => (icon ? undefined : 'icon is recommended') },
  { name: 'chart-icon-url', keys: ['icon'], check: checkIcon },
  { name: 'chart-type', keys: ['type'], check: checkType },
  { name: 'chart-dependencies', keys: ['dependencies'], check: checkDependencies },
  { name: 'chart-strict-version', keys: ['version'], severity: 'warning', levels: 'helm4', check: checkStrictVersion },
]

function checkName({ name }: Metadata): string | undefined {
  if (name === '') return 'name is required'
  return basename(name) === name ? undefined : `chart name ${quoteGo(name)} is invalid`
}

function checkApiVersion({ apiVersion }: Metadata): string | undefined {
  if (apiVersion === '') return 'apiVersion is required. The value must be either "v1" or "v2"'
  if (apiVersion === 'v1' || apiVersion === 'v2') return undefined
  return `apiVersion '${apiVersion}' is not valid. The value must be either "v1" or "v2"`
}

function checkString(text: string, key: string): string | undefined {
  const document = load(text)
  if (!(document instanceof Map) || !document.has(key)) return undefined
  const type = goTypeName(document.get(key) as Value)
  return type === 'string' ? undefined : `${key} should be of type string but it's of type ${type}`
}

function checkVersion({ version }: Metadata): string | undefined {
  if (version === '') return 'version is required'
  const parsed = attempt(() => parseVersion(version))
  if (parsed instanceof Error) return `version '${version}' is not a valid SemVer`
  if (compareVersions(parsed, parseVersion('0.0.0-0')) > 0) return undefined
  return `version ${version} is less than or equal to 0.0.0-0`
}

const NUMBER = '(0|[1-9]\\d*)'
const PRERELEASE = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)'
const STRICT = `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(-${PRERELEASE}(\\.${PRERELEASE})*)?(\\+[0-9A-Za-z-]+(\\.[0-9A-Za-z-]+)*)?$`

function checkStrictVersion({ version }: Metadata): string | undefined {
  return new RegExp(STRICT).test(version) ? undefined : `version '${version}' is not a valid SemVerV2`
}

function checkMaintainers({ maintainers = [] }: Metadata): string | undefined {
  for (const item of maintainers as readonly (NonNullable<Metadata['maintainers']>[number] | null)[]) {
    if (item === null) return 'a maintainer entry is empty'
    const { name, email, url } = item
    if (name === '') return 'each maintainer requires a name'
    if (email && !isEmail(email)) return `invalid email '${email}' for maintainer '${name}'`
    if (url && !isUrl(url)) return `invalid url '${url}' for maintainer '${name}'`
  }
  return undefined
}

function checkSources({ sources = [] }: Metadata): string | undefined {
  const bad = sources.find((source) => !isRequestUrl(source ?? ''))
  return bad === undefined ? undefined : `invalid source URL '${bad}'`
}

function checkIcon({ icon = '' }: Metadata): string | undefined {
  return icon === '' || isRequestUrl(icon) ? undefined : `invalid icon URL '${icon}'`
}

function checkType({ type = '', apiVersion }: Metadata): string | undefined {
  if (type === '' || apiVersion === 'v2') return undefined
  return `chart type is not valid in apiVersion '${apiVersion}'. It is valid in apiVersion 'v2'`
}

function checkDependencies({ dependencies = [], apiVersion }: Metadata): string | undefined {
  if (dependencies.length === 0 || apiVersion === 'v2') return undefined
  return `dependencies are not valid in the Chart file with apiVersion '${apiVersion}'. They are valid in apiVersion 'v2'`
}
