import type { Chart } from '../chart.ts'
import { SourceError } from '../error.ts'

/** Names of declared dependencies that are not in the chart. */
export function missingDependencies(chart: Chart): string[] {
  const present = new Set(chart.dependencies.map(({ metadata }) => metadata.name))
  return (chart.metadata.dependencies ?? []).map(({ name }) => name).filter((name) => !present.has(name))
}

/** Throws `missing-dependency` unless every declared dependency is there. Source: helm pkg/action/install.go. */
export function checkDependencies(chart: Chart): void {
  const missing = missingDependencies(chart)
  if (missing.length === 0) return
  const message = `found in Chart.yaml, but missing in charts/ directory: ${missing.join(', ')}`
  const position = { file: `${chart.origin}/Chart.yaml`, line: 1, column: 1 }
  throw new SourceError('missing-dependency', message, { position, hint: `run berth dependency build ${chart.origin}` })
}
