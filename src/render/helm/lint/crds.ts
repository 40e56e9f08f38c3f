import type { Chart, ChartFile } from '#source'
import { decodeDocuments } from './documents.ts'
import type { Findings, Severity } from './finding.ts'
import type { LintTarget } from './target.ts'

const FOLDER = 'crds/'

/** Rules of crds/, which Helm 4 has. Source: helm.sh/helm/v4 pkg/chart/v2/lint/rules/crds.go. */
export function lintCrds(target: LintTarget, findings: Findings): void {
  const kind = target.kindOf('crds')
  if (kind === 'missing') return
  const add = (rule: string, message: string, place: { path: string; line?: number }): void => {
    const severity: Severity = 'error'
    const position = { file: `${target.origin}/${place.path}`, line: place.line ?? 1, column: 1 }
    findings.add({ severity, rule, path: place.path, message, position })
  }
  if (kind === 'file') return add('crds-folder', 'not a directory', { path: FOLDER })
  let chart: Chart
  try {
    chart = target.load()
  } catch (error) {
    return add('chart-load', (error as Error).message, { path: FOLDER })
  }
  for (const file of crdFiles(chart)) {
    for (const document of decodeDocuments(new TextDecoder().decode(file.data), 'helm4')) {
      if (document === undefined) continue
      const place = { path: file.name, line: document.line }
      if ('problem' in document) return add('crd-yaml', `unable to parse YAML: ${document.problem}`, place)
      if (!document.apiVersion.startsWith('apiextensions.k8s.io')) {
        add('crd-api-version', "apiVersion is not in 'apiextensions.k8s.io'", place)
      }
      if (document.kind !== 'CustomResourceDefinition') {
        add('crd-kind', "object kind is not 'CustomResourceDefinition'", place)
      }
    }
  }
}

function crdFiles(chart: Chart): ChartFile[] {
  const own = chart.files.filter(({ name }) => name.startsWith(FOLDER) && /\.(yaml|yml|json)$/i.test(name))
  return [...own, ...chart.dependencies.flatMap(crdFiles)]
}
