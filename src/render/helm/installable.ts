import type { Chart } from '#source'
import { RenderError } from './error.ts'
import type { Compat } from './options.ts'
import type { Warnings } from './warnings.ts'

/** As `checkChart`, with what it warns of among the other warnings. Throws `RenderError`. */
export function checkInstallable(chart: Chart, { compat, lines }: Warnings): void {
  checkChart(chart, compat, (line) => lines.push(line))
}

/**
 * Refuses charts that cannot be rendered as a release: library charts, unknown apiVersions, missing dependencies; warns
 * of deprecated ones. Throws `RenderError`.
 */
export function checkChart(chart: Chart, compat: Compat, warn: (line: string) => void): void {
  const { type = '', apiVersion, deprecated } = chart.metadata
  if (type !== '' && type !== 'application') {
    throw new RenderError({ code: 'not-installable', message: `${type} charts are not installable` })
  }
  if (deprecated === true) {
    warn(compat === 'helm3' ? 'WARNING: This chart is deprecated' : 'level=WARN msg="this chart is deprecated"')
  }
  checkPresent(chart, compat)
  if (compat === 'helm4' && apiVersion === 'v3') {
    throw new RenderError({ code: 'api-version', message: 'invalid chart apiVersion' })
  }
}

function checkPresent(chart: Chart, compat: Compat): void {
  const present = new Set(chart.dependencies.map((sub) => sub.metadata.name))
  const missing = (chart.metadata.dependencies ?? []).map(({ name }) => name).filter((name) => !present.has(name))
  if (missing.length === 0) return
  const start = compat === 'helm3' ? 'An' : 'an'
  const advice = 'You may need to run `helm dependency build` to fetch missing dependencies'
  const list = `found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`
  const hint = `berth dependency build ${chart.origin} fetches them, and so does --dependency-update`
  throw new RenderError({
    code: 'missing-dependency',
    message: `${start} error occurred while checking for chart dependencies. ${advice}: ${list}`,
    hint,
  })
}
