import type { Finding } from '#render'
import type { ReportEntry } from '../view/report.ts'
import { type CaseResult, isFailed, type TestCase, type Trouble } from './result.ts'
import type { TestRun } from './run.ts'

/** A run as the reports take it: an entry for each case, a check for each step, a finding for what failed. */
export function entriesOf({ results, left }: TestRun): ReportEntry[] {
  return [...results.map(entryOf), ...left.map(skippedEntry)]
}

/** How a case is named: `./chart (ci/ha-values.yaml)`. */
export function caseName({ chart, label }: TestCase): string {
  return `${chart} (${label})`
}

function entryOf(result: CaseResult): ReportEntry {
  const { test, steps, notes } = result
  const troubles = steps.flatMap(({ name, trouble }) => (trouble === undefined ? [] : [findingOf(name, trouble, test)]))
  const told = notes.map((message): Finding => ({ severity: 'info', rule: 'note', path: caseName(test), message }))
  return {
    path: caseName(test),
    findings: [...troubles, ...told],
    failure: undefined,
    isFailed: isFailed(result),
    checks: steps.map(({ name, state, tookMs }) => ({ name, state, tookMs })),
  }
}

function findingOf(rule: string, { message, hint, position, reasons }: Trouble, test: TestCase): Finding {
  const whole = [message, ...reasons].join('\n')
  return { severity: 'error', rule, path: caseName(test), message: whole, position, hint }
}

function skippedEntry(test: TestCase): ReportEntry {
  const checks = [{ name: 'install', state: 'skipped', tookMs: 0 } as const]
  return { path: caseName(test), findings: [], failure: undefined, isFailed: false, checks }
}
