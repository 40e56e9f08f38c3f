import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { stdout } from 'node:process'
import { corpus, executable, peer } from '../peers.ts'
import { junitProblems } from './junit.ts'
import { FAILING, type FailingCase } from './releases-chart-cases.ts'
import { helmVerdict } from './releases-chart-helm.ts'
import type { Verdict } from './verdict.ts'

const SMALL_MS = 3000
/** How many cases go into one process. */
const AT_ONCE = 4

/** releases.6: `chart test` on every chart of the corpus with its ci values: verdicts, what is left behind, time, reports. */
export async function chartTestsHold(part = process.env['BERTH_CHARTS'] ?? ''): Promise<Verdict> {
  const root = corpus('charts/charts')
  if (root === undefined) return { holds: false, figure: 'no chart corpus: set BERTH_CORPUS' }
  const charts = readdirSync(root)
    .filter((name) => name.includes(part))
    .sort()
  const place = mkdtempSync(join(tmpdir(), 'berth-chart-bar-'))
  const before = new Set(readdirSync(tmpdir()))
  try {
    const cases = charts.flatMap((chart) => playChart(root, chart, place))
    const wrong = cases.flatMap((one) => problemOf(one) ?? [])
    const strays = readdirSync(tmpdir()).filter((name) => name.startsWith('berth-chart-test-') && !before.has(name))
    const litter = [...strays, ...readdirSync(place)]
    const smallMs = smallestTime(place)
    const reports = reportProblems(root, place)
    const helm = await helmProblems(root, cases)
    for (const problem of [...wrong, ...reports, ...helm.problems]) stdout.write(`${problem}\n`)
    const failing = cases.filter(({ failed }) => failed).length
    const holds =
      cases.length > 0 &&
      wrong.length + litter.length + reports.length + helm.problems.length === 0 &&
      smallMs < SMALL_MS
    const verdicts = `${cases.length - wrong.length}/${cases.length} verdicts right (${failing} fail) on ${charts.length} charts`
    const left = `${litter.length} files left`
    const compared = `${helm.compared} checked with helm 4.1.4`
    return {
      holds,
      figure: `${verdicts}, ${compared}, ${left}, small chart ${(smallMs / 1000).toFixed(1)} s, ${reports.length} faults in reports`,
    }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

interface Played {
  readonly chart: string
  readonly path: string
  readonly failed: boolean
  readonly checks: readonly { readonly name: string; readonly state: string }[]
  readonly findings: readonly {
    readonly severity: string
    readonly rule: string
    readonly message: string
    readonly hint?: string
    readonly position?: { readonly file: string; readonly line: number }
  }[]
}

/** Plays a chart in a process of its own. */
function playChart(root: string, chart: string, place: string): Played[] {
  const words = ['--keep-going', '--output', 'json', '--parallel', String(AT_ONCE)]
  const { stdout: text, stderr, status } = run(root, place, [chart, ...words])
  try {
    const { charts } = JSON.parse(text) as { charts: Omit<Played, 'chart'>[] }
    for (const { path, failed, checks } of charts) {
      stdout.write(
        `${failed ? 'fails ' : 'passes'} ${path} ${checks.filter(({ state }) => state === 'failed').map(({ name }) => name)}\n`,
      )
    }
    return charts.map((one) => ({ ...one, chart }))
  } catch {
    const message = `exit ${status}: ${stderr.slice(0, 2000)}`
    return [{ chart, path: chart, failed: true, checks: [], findings: [{ severity: 'error', rule: '', message }] }]
  }
}

function run(root: string, place: string, words: readonly string[]) {
  return spawnSync(executable(), ['chart', 'test', ...words], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: place },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 1_200_000,
  })
}

function expectedOf({ chart, path }: Played): FailingCase | undefined {
  return FAILING.find((row) => chart.includes(row.chart) && row.label.test(path.slice(path.indexOf('('))))
}

/** What is wrong with a verdict. */
function problemOf(played: Played): string | undefined {
  const expected = expectedOf(played)
  const failure = played.findings.find(({ severity }) => severity === 'error')
  if (expected === undefined) return played.failed ? `${played.path} fails: ${failure?.message}` : undefined
  if (failure === undefined) return `${played.path} passes`
  const { rule, message, hint = '' } = failure
  if (rule !== expected.step) return `${played.path} fails at ${rule}, not ${expected.step}: ${message}`
  if (!expected.reason.test(message)) return `${played.path}: the reason is another: ${message}`
  return expected.hint.test(hint) ? undefined : `${played.path}: the hint is another: ${hint}`
}

/** The best of three runs of a small chart, start of the program included. */
function smallestTime(place: string): number {
  const times = [1, 2, 3].map(() => {
    const start = performance.now()
    const { status, stdout: text } = run('.', place, ['charts-repo/hello-web', '--parallel', '4'])
    if (status !== 0) stdout.write(text)
    return status === 0 ? performance.now() - start : Infinity
  })
  return Math.min(...times)
}

/** Faults in the reports of a chart that passes and of one that fails. */
function reportProblems(root: string, place: string): string[] {
  const charts = readdirSync(root).filter((name) => /subpop|podinfo|metrics-server/.test(name))
  if (charts.length === 0) return []
  const report = (form: string): string => run(root, place, [...charts, '--keep-going', '--output', form]).stdout
  const junit = junitProblems(report('junit')).map((problem) => `junit: ${problem}`)
  const lines = report('github').trim().split('\n')
  const faults = lines.flatMap((line) => annotationProblem(line, root) ?? [])
  const hasError = lines.some((line) => line.startsWith('::error file='))
  return [...junit, ...faults, ...(hasError ? [] : ['github: no error with a file'])]
}

/** A workflow command with known properties, whose file has the line. */
function annotationProblem(line: string, root: string): string | undefined {
  const [, properties = '', message] = /^::(?:error|warning|notice)(?: ([^:]*))?::(.*)$/.exec(line) ?? []
  if (message === undefined) return `github: ${line}`
  const given = new Map(properties.split(',').map((one) => one.split('=', 2) as [string, string]))
  const unknown = [...given.keys()].find((name) => !['file', 'line', 'col', 'title'].includes(name))
  if (unknown !== undefined) return `github: property ${unknown} in ${line}`
  const file = given.get('file')
  if (file === undefined) return undefined
  const path = join(root, file)
  if (!existsSync(path)) return `github: no file ${file}`
  const count = readFileSync(path, 'utf8').split('\n').length
  return Number(given.get('line')) <= count ? undefined : `github: ${file} has no line ${given.get('line')}`
}

/** Whether a real helm comes to the same verdicts: on what must fail and a case of each chart; on all with BERTH_HELM=all. */
async function helmProblems(root: string, cases: readonly Played[]): Promise<{ problems: string[]; compared: number }> {
  const helm = peer('helm-4.1.4')
  if (helm === undefined) return { problems: ['helm-4.1.4 is missing: run `npm run peers` first'], compared: 0 }
  const seen = new Set<string>()
  const chosen = cases.filter((one) => {
    const isFirst = !seen.has(one.chart)
    seen.add(one.chart)
    return process.env['BERTH_HELM'] === 'all' || isFirst || expectedOf(one) !== undefined
  })
  const problems: string[] = []
  for (const played of chosen) {
    const [, file] = /\((ci\/[^)]+)\)$/.exec(played.path) ?? []
    const chart = join(root, played.chart)
    const found = await helmVerdict({ helm, chart, values: file === undefined ? [] : [join(chart, file)] })
    const failed = played.checks.find(({ state }) => state === 'failed')?.name
    stdout.write(`helm: ${played.path}: ${found === undefined ? 'passes' : `fails at ${found.step}`}\n`)
    if (found?.step !== failed)
      problems.push(`helm: ${played.path}: ${found?.step} – ${found?.text ?? 'passes'}, ours: ${failed}`)
  }
  return { problems, compared: chosen.length }
}
