import { resolve } from 'node:path'
import { type Chart, missingDependencies } from '#source'
import type { Session } from '../frame/session.ts'
import { inTurn } from './in-turn.ts'
import { loadNamedChart } from './load.ts'
import type { ChartSourceInput } from './source-input.ts'

/** The flags that say where a chart is, and whether what is missing in it is fetched. */
export type CompleteChartInput = ChartSourceInput & {
  readonly 'dependency-update': boolean
  /** What is done to the chart when it is there: a stack gives it subcharts. */
  readonly complete?: ((chart: Chart) => Promise<Chart>) | undefined
}

/** The chart that the user named; with `--dependency-update`, what is missing in its charts/ is fetched first. */
export async function loadCompleteChart(name: string, flags: CompleteChartInput, session: Session): Promise<Chart> {
  const load = (): Promise<Chart> => loadWithDependencies(name, flags, session)
  const chart = await (flags['dependency-update'] ? inTurn(resolve(session.cwd, name), load) : load())
  return flags.complete === undefined ? chart : flags.complete(chart)
}

async function loadWithDependencies(name: string, flags: CompleteChartInput, session: Session): Promise<Chart> {
  const chart = await loadNamedChart(name, flags, session)
  if (!flags['dependency-update'] || missingDependencies(chart).length === 0) return chart
  const { fetchDependencies } = await import('./dependencies.ts')
  await fetchDependencies('update', name, { flags, session })
  return loadNamedChart(name, flags, session)
}
