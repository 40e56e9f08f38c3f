import type { Chart } from '#source'
import { quoteGo } from '#template'
import { load } from '#yaml'
import type { Position } from '../../resource.ts'
import { trimSpace } from '../go-text.ts'
import { deprecationOf } from './deprecated-apis.ts'
import { decodeDocuments, type LintDocument } from './documents.ts'
import type { Finding, Findings, Severity } from './finding.ts'
import { nameProblem } from './object-name.ts'
import { needsToml, renderForLint } from './render.ts'
import type { LintOptions, LintTarget, TemplateLintOptions } from './target.ts'

const FOLDER = 'templates/'

/** Rules of templates/, in Helm's order. Source: helm.sh/helm/v4 pkg/chart/v2/lint/rules/template.go. */
export function lintTemplates(target: LintTarget, findings: Findings, options: TemplateLintOptions): void {
  if (!findings.add(folderFinding(target, options))) return
  let chart: Chart
  try {
    chart = target.load()
  } catch (error) {
    findings.add(failure('chart-load', error, target))
    return
  }
  let rendered: ReadonlyMap<string, string> | undefined
  try {
    rendered = renderForLint(chart, options)
  } catch (error) {
    if (needsToml(error)) throw error
    findings.add(failure('template-render', error, target))
  }
  if (rendered !== undefined) lintFiles(chart, findings, { ...options, origin: target.origin, rendered })
}

function folderFinding(target: LintTarget, { compat }: LintOptions): Finding | undefined {
  const kind = target.kindOf('templates')
  if (kind === 'folder' || (kind === 'missing' && compat === 'helm3')) return undefined
  const severity = kind === 'missing' || compat === 'helm3' ? 'warning' : 'error'
  const message = kind === 'missing' ? 'directory does not exist' : 'not a directory'
  return { severity, rule: 'templates-folder', path: FOLDER, message }
}

function failure(rule: string, error: unknown, { origin }: LintTarget): Finding {
  const { message, position } = error as Error & { position?: Position }
  const file = position?.file.replace(/^[^/]+/, origin)
  const place = position && file ? { position: { ...position, file } } : {}
  return { severity: 'error', rule, path: FOLDER, message, ...place }
}

interface FileOptions extends TemplateLintOptions {
  readonly origin: string
  readonly rendered: ReadonlyMap<string, string>
}

function lintFiles(chart: Chart, findings: Findings, options: FileOptions): void {
  for (const { name, data } of chart.templates) {
    const say = speaker(name, findings, options.origin)
    say('error', 'template-extension', extensionProblem(name))
    if (options.compat === 'helm3') sayOfHelm2(new TextDecoder().decode(data), say)
    if (!isYaml(name, options.compat)) continue
    const content = options.rendered.get(`${chart.metadata.name}/${name}`) ?? ''
    if (trimSpace(content) === '') continue
    say('warning', 'template-indent', indentProblem(content))
    for (const document of decodeDocuments(content, options.compat)) {
      if (document === undefined) continue
      if ('problem' in document) return say('error', 'template-yaml', `unable to parse YAML: ${document.problem}`)
      lintDocument(document, { content, say, options })
    }
  }
}

type Say = (severity: Severity, rule: string, message: string | undefined) => void

function speaker(path: string, findings: Findings, origin: string): Say {
  const position = { file: `${origin}/${path}`, line: 1, column: 1 }
  return (severity, rule, message) => {
    if (message !== undefined) findings.add({ severity, rule, path, message, position })
  }
}

function extensionProblem(name: string): string | undefined {
  const extension = extensionOf(name)
  if (['.yaml', '.yml', '.tpl', '.txt'].includes(extension)) return undefined
  return `file extension '${extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt`
}

/** Go's `filepath.Ext`. */
function extensionOf(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  return dot < 0 ? '' : base.slice(dot)
}

function isYaml(name: string, compat: LintOptions['compat']): boolean {
  const extension = extensionOf(name)
  return compat === 'helm3' ? extension === '.yaml' : ['.yaml', '.yml'].includes(extension.toLowerCase())
}

/** What Helm 3 says of things that only Helm 2 had. */
function sayOfHelm2(text: string, say: Say): void {
  if (/"?helm\.sh\/hook"?:\s+crd-install/.test(text)) {
    const rest = 'This hook is no longer supported in v3 and all CRDs should also exist the crds/ directory'
    say('warning', 'crd-hook', `manifest is a crd-install hook. ${rest} at the top level of the chart`)
  }
  if (text.includes('.Release.Time')) {
    const advice = 'please replace with the `now` function in your templates'
    say('error', 'release-time', `.Release.Time has been removed in v3, ${advice}`)
  }
}

const LONGEST_LINE = 65_536

function indentProblem(content: string): string | undefined {
  for (const line of content.split('\n')) {
    if (Buffer.byteLength(line) >= LONGEST_LINE) return 'bufio.Scanner: token too long'
    if (trimSpace(line) === '') continue
    if (!/^[ \t]/.test(line)) return undefined
    const shown = quoteGo(line.endsWith('\r') ? line.slice(0, -1) : line)
    return `document starts with an illegal indent: ${shown}, which may cause parsing problems`
  }
  return undefined
}

interface DocumentPlace {
  readonly content: string
  readonly say: Say
  readonly options: TemplateLintOptions
}

function lintDocument(document: LintDocument, { content, say, options }: DocumentPlace): void {
  say('warning', 'object-name', nameProblem(document.kind, document.name))
  say('warning', 'deprecated-api', deprecationProblem(document, options))
  say('error', 'workload-selector', selectorProblem(document, content))
  say('error', 'list-resource-policy', listProblem(document, content, options.compat))
}

function deprecationProblem({ apiVersion, kind }: LintDocument, options: LintOptions): string | undefined {
  const found = deprecationOf(apiVersion, kind, options.compat)
  if (found === undefined) return undefined
  const major = Number(options.capabilities.kubeVersion.major)
  const minor = Number(options.capabilities.kubeVersion.minor)
  const isUnknown = major === 0 && minor === 0
  if (!isUnknown && (major < 1 || (major === 1 && minor < found.deprecated))) return undefined
  const instead = found.replacement === undefined ? '' : `; use ${found.replacement}`
  return `${apiVersion} ${kind} is deprecated in v1.${found.deprecated}+, unavailable in v1.${found.removed}+${instead}`
}

const WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet'])

function selectorProblem({ kind, name }: LintDocument, content: string): string | undefined {
  if (!WORKLOADS.has(kind) || content.includes('matchLabels') || content.includes('matchExpressions')) return undefined
  return `a ${kind} must contain matchLabels or matchExpressions, and ${quoteGo(name)} does not`
}

function listProblem({ kind }: LintDocument, content: string, compat: LintOptions['compat']): string | undefined {
  if (kind !== 'List') return undefined
  const list = load(content)
  const items = list instanceof Map ? list.get('items') : undefined
  if (!Array.isArray(items) || !items.some(hasPolicy)) return undefined
  return `${compat === 'helm3' ? 'Annotation' : 'annotation'} 'helm.sh/resource-policy' within List objects are ignored`
}

function hasPolicy(item: unknown): boolean {
  const metadata = item instanceof Map ? item.get('metadata') : undefined
  const annotations = metadata instanceof Map ? metadata.get('annotations') : undefined
  return annotations instanceof Map && annotations.has('helm.sh/resource-policy')
}
