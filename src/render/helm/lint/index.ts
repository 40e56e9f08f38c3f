import { loadTomlParser } from '../toml-parse.ts'
import { lintChart as lintNow } from './lint.ts'
import { needsToml } from './render.ts'
import type { LintOptions, LintResult, LintTarget } from './target.ts'

export type { Finding, Severity } from './finding.ts'
export type { EntryKind, LintOptions, LintResult, LintTarget } from './target.ts'

/** What `helm lint` finds in one chart, in its order and its words; nothing that a chart can hold makes it throw. */
export async function lintChart(target: LintTarget, options: LintOptions): Promise<LintResult> {
  try {
    return lintNow(target, options)
  } catch (error) {
    if (!needsToml(error)) throw error
    await loadTomlParser()
    return lintNow(target, options)
  }
}
