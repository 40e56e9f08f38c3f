import type { LintOptions, LintResult, LintTarget } from './target.ts'

/** Lints one chart: see `lint/index.ts`. Loaded when it is first called. */
export async function lintChart(target: LintTarget, options: LintOptions): Promise<LintResult> {
  return (await import('./index.ts')).lintChart(target, options)
}
