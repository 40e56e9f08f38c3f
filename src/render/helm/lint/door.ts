import type { Chart } from '#source'
import type { GivenValues } from './extra.ts'
import type { Finding } from './finding.ts'
import type { LintOptions, LintResult, LintTarget } from './target.ts'

/** Lints one chart as Helm does: see `lint/index.ts`. Loaded when it is first called. */
export async function lintChart(target: LintTarget, options: LintOptions): Promise<LintResult> {
  return (await import('./index.ts')).lintChart(target, options)
}

/** Lints one chart with the rules that Helm does not have: see `lint/extra.ts`. Loaded when it is first called. */
export async function lintBeyond(chart: Chart, given: GivenValues): Promise<readonly Finding[]> {
  return (await import('./extra.ts')).lintBeyond(chart, given)
}
