import type { Chart } from '#source'
import type { StackSubchart } from '#stack'
import type { CompleteChartInput } from '../chart/load-complete.ts'
import { loadCompleteChart } from '../chart/load-complete.ts'
import type { Session } from '../frame/session.ts'

/**
 * What puts further charts below a chart, as its own Chart.yaml could name them: under their alias, and with their newest
 * version that fits. Throws what loading them throws.
 */
export function withSubcharts(
  subcharts: readonly StackSubchart[],
  flags: CompleteChartInput,
  session: Session,
): (chart: Chart) => Promise<Chart> {
  return async (chart) => {
    const added: { readonly chart: Chart; readonly alias: string }[] = []
    for (const { source, version, alias, repository } of subcharts) {
      const place = { ...flags, ...Object.fromEntries(repository?.flags ?? []), version: version || undefined }
      const repo = repository === undefined || repository.isOci ? undefined : repository.url
      added.push({ chart: await loadCompleteChart(source, { ...place, repo, verify: false }, session), alias })
    }
    const entries = added.map(({ chart: { metadata }, alias }) => ({
      name: metadata.name,
      version: metadata.version,
      repository: '',
      ...(alias !== '' && { alias }),
    }))
    return {
      ...chart,
      metadata: { ...chart.metadata, dependencies: [...(chart.metadata.dependencies ?? []), ...entries] },
      dependencies: [...chart.dependencies, ...added.map((each) => each.chart)],
    }
  }
}
