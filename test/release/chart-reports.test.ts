import { describe, expect, test } from 'vitest'
import { entriesOf } from '../../src/cli/chart-test/entries.ts'
import type { CaseResult, TestCase } from '../../src/cli/chart-test/result.ts'
import type { TestRun } from '../../src/cli/chart-test/run.ts'
import { stepSummary } from '../../src/cli/chart-test/summary.ts'
import { caseText, summaryText } from '../../src/cli/chart-test/text.ts'
import { formReport, type ReportForm } from '../../src/cli/view/report-form.ts'
import { junitProblems } from '../bars/junit.ts'

const good: TestCase = {
  chart: './web',
  name: 'web',
  version: '1.0.0',
  folder: 'web',
  label: 'default values',
  values: [],
}
const bad: TestCase = { ...good, label: 'ci/<a>|b-values.yaml' }
const results: CaseResult[] = [
  { test: good, steps: [{ name: 'install', state: 'passed', tookMs: 250 }], notes: ['Secret n/s stays'], tookMs: 300 },
  {
    test: bad,
    steps: [
      { name: 'install', state: 'passed', tookMs: 200 },
      {
        name: 'upgrade',
        state: 'failed',
        tookMs: 100,
        trouble: {
          message: 'not ready\n& never',
          hint: 'mend it',
          position: { file: 'web/templates/a.yaml', line: 3, column: 1 },
          reasons: ['Pod/p: ```\u0007'],
        },
      },
      { name: 'test', state: 'skipped', tookMs: 0 },
    ],
    notes: [],
    tookMs: 1234,
  },
]
const run: TestRun = { results, left: [{ ...good, label: 'ci/z-values.yaml' }] }
const report = (form: ReportForm): Promise<string> =>
  formReport(form, entriesOf(run), { isQuiet: false, isStrict: false, what: 'chart test' })

describe('reports of a run', () => {
  test('JUnit holds to its schema; every step is a case', async () => {
    const text = await report('junit')
    expect(junitProblems(text)).toEqual([])
    expect(text).toContain('<testsuites name="chart test" tests="5" failures="1" errors="0" time="0.550">')
    expect(text).toContain('<testsuite name="./web (default values)" tests="1" failures="0" errors="0" skipped="0"')
    expect(text).toContain('tests="3" failures="1" errors="0" skipped="1" time="0.300">')
    expect(text).toMatch(
      /name="upgrade" file="web\/templates\/a\.yaml" line="3" time="0\.100">\n *<failure type="error" message="not ready&#10;&amp; never/,
    )
    expect(text).toContain('at web/templates/a.yaml:3:1\nhint: mend it</failure>')
    expect(text).toContain('    <system-out>Secret n/s stays</system-out>\n  </testsuite>')
  })

  test('annotations have file and line', async () => {
    const lines = (await report('github')).trim().split('\n')
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^::error file=web\/templates\/a\.yaml,line=3,col=1,title=upgrade%3A [^,:]*::not ready%0A& never%0APod\/p: ```\?%0Ahint: mend it$/,
      ),
    )
    expect(lines).toContainEqual('::notice title=note::./web (default values): Secret n/s stays')
  })

  test('JSON has the steps', async () => {
    const { charts, tested, failed } = JSON.parse(await report('json')) as Record<string, unknown>
    expect([tested, failed]).toEqual([3, 1])
    expect(charts).toMatchObject([
      { failed: false, checks: [{ name: 'install', state: 'passed', tookMs: 250 }] },
      { failed: true, findings: [{ rule: 'upgrade', hint: 'mend it' }] },
      { failed: false, checks: [{ state: 'skipped' }] },
    ])
  })

  test('people read verdict, reason, place and way out', () => {
    expect(caseText(results[1] as CaseResult).split('\n')).toEqual([
      'FAIL  ./web (ci/<a>|b-values.yaml)  1.2 s  install, upgrade failed',
      '      not ready',
      '      & never',
      '      Pod/p: ```?',
      '      at web/templates/a.yaml:3:1',
      '      hint: mend it',
      '',
    ])
    expect(summaryText(run)).toBe('2 case(s) played, 1 failed, 1 left out (--keep-going plays them too)')
  })

  test('the step summary is a table with the failures below', () => {
    const text = stepSummary(run)
    expect(text).toContain(
      '| ❌ | ./web (ci/<a>\\|b-values.yaml) | install, upgrade (failed), test (skipped) | 1.2 s |',
    )
    expect(text).toContain('| ⏭ | ./web (ci/z-values.yaml) | left out | |')
    expect(text).toContain('````\nnot ready')
  })
})
