import { createWarnings } from '../warnings.ts'
import { lintChartFile } from './chartfile.ts'
import { lintCrds } from './crds.ts'
import { lintDependencies } from './dependencies.ts'
import { Findings } from './finding.ts'
import type { LintOptions, LintResult, LintTarget } from './target.ts'
import { lintTemplates } from './templates.ts'
import { lintValuesFile } from './values-file.ts'

/** What `helm lint` finds in one chart, in its order and its words. Source: helm.sh/helm/v4 pkg/chart/v2/lint. */
export function lintChart(target: LintTarget, options: LintOptions): LintResult {
  const findings = new Findings()
  const warnings = createWarnings(options.compat)
  const all = { ...options, warnings }
  lintChartFile(target, findings, options.compat)
  lintValuesFile(target, findings, all)
  lintTemplates(target, findings, all)
  lintDependencies(target, findings)
  if (options.compat === 'helm4') lintCrds(target, findings)
  return { findings: findings.list, warnings: warnings.lines }
}
