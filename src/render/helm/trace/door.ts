import type { Chart } from '#source'
import type { HelmRenderOptions } from '../options.ts'
import type { ValueExplanation } from './explain.ts'
import type { StreamPlace, Trace } from './trace.ts'

/** Renders with every line watched: see `trace.ts`. Loaded when it is first called. */
export async function traceHelm(chart: Chart, options: HelmRenderOptions): Promise<Trace> {
  return (await import('./trace.ts')).traceHelm(chart, options)
}

/** Who wrote a value, or every value when no path is given: see `explain.ts`. Loaded when it is first called. */
export async function explainValues(
  chart: Chart,
  options: HelmRenderOptions,
  path?: string,
): Promise<readonly ValueExplanation[]> {
  const { explainAllValues, explainValue } = await import('./explain.ts')
  return path === undefined ? explainAllValues(chart, options) : [explainValue(chart, options, path)]
}

/** Where a line of a saved stream stands: see `trace.ts`. Loaded when it is first called. */
export async function placeInStream(stream: string, line: number): Promise<StreamPlace | undefined> {
  return (await import('./trace.ts')).placeInStream(stream, line)
}

/** Every failure of a chart's templates: see `failures.ts`. Loaded when it is first called. */
export async function allFailures(chart: Chart, options: HelmRenderOptions): Promise<readonly Error[]> {
  return (await import('./failures.ts')).allFailures(chart, options)
}

/** The candidate most like a word: see `render/nearest.ts`. Loaded when it is first called. */
export async function nearestText(word: string, candidates: readonly string[]): Promise<string | undefined> {
  return (await import('../../nearest.ts')).nearestText(word, candidates)
}
