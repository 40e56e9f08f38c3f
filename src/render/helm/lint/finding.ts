import type { Position } from '../../resource.ts'

/** How bad a finding is; `info` never fails a lint. */
export type Severity = 'info' | 'warning' | 'error'

/** One thing that lint says of a chart. */
export interface Finding {
  readonly severity: Severity
  /** Name of the rule: `chart-version`, `unknown-value`. */
  readonly rule: string
  /** What Helm prints before the message: `Chart.yaml`, `templates/web.yaml`, the folder, or nothing. */
  readonly path: string
  readonly message: string
  /** The closest place that is known; `file` begins with the chart's origin. */
  readonly position?: Position | undefined
  readonly hint?: string | undefined
  /** What the rule is for, of rules that Helm does not have. */
  readonly docs?: string
}

/** Collects findings in order. */
export class Findings {
  readonly list: Finding[] = []
  /** Notes a finding and says whether there was none, so that a rule can stop the ones behind it. */
  add(finding: Finding | undefined): boolean {
    if (finding !== undefined) this.list.push(finding)
    return finding === undefined
  }
}
