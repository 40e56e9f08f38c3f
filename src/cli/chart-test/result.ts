import type { Position } from '#render'

/** One installation: a chart with values, perhaps from an earlier version on. */
export interface TestCase {
  /** The chart as it was named. */
  readonly chart: string
  /** Its name and version, as its metadata say; empty when they cannot be read. */
  readonly name: string
  readonly version: string
  /** Its folder. */
  readonly folder: string
  /** `ci/ha-values.yaml`, or `default values`. */
  readonly label: string
  /** Values files, lowest precedence first. */
  readonly values: readonly string[]
  /** The version that is installed first. */
  readonly previous?: { readonly folder: string; readonly version: string }
  /** What is wrong before anything is installed. */
  readonly problem?: { readonly step: StepName; readonly trouble: Trouble }
  /** Why nothing is installed, which is no failure. */
  readonly omitted?: string
}

/** The steps of a case, in their order. */
export type StepName = 'version' | 'load' | 'install' | 'upgrade' | 'test' | 'uninstall' | 'clean'

/** What came of a step. */
export interface StepResult {
  readonly name: StepName
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly tookMs: number
  readonly trouble?: Trouble
}

/** Why a step failed. */
export interface Trouble {
  readonly message: string
  /** The way out. */
  readonly hint?: string | undefined
  /** The line of the chart that it is about. */
  readonly position?: Position | undefined
  /** What the cluster says: pods that do not start, events, the last lines of logs. */
  readonly reasons: readonly string[]
}

/** What came of a case. */
export interface CaseResult {
  readonly test: TestCase
  readonly steps: readonly StepResult[]
  /** What a person should know and what is no failure: objects kept on purpose, warnings. */
  readonly notes: readonly string[]
  readonly tookMs: number
}

/** Whether any step failed. */
export function isFailed({ steps }: Pick<CaseResult, 'steps'>): boolean {
  return steps.some(({ state }) => state === 'failed')
}

/** Whether nothing was tried that could have failed. */
export function isSkipped({ steps }: Pick<CaseResult, 'steps'>): boolean {
  return steps.every(({ state }) => state === 'skipped')
}
