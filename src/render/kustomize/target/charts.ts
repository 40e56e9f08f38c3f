import { wrapFailure } from '../error.ts'
import { ChartMissing, ChartsUnrendered } from '../load/missing.ts'
import { type ChartConfig, type ChartPlan, planChart } from '../plugins/chart.ts'
import type { PluginContext } from '../plugins/context.ts'
import type { Resource } from '../resource/resource.ts'
import { atEntry } from './at-entry.ts'
import { configText } from './config-text.ts'
import type { HelmOptions } from './options.ts'
import type { Target } from './target.ts'

/** The charts of a kustomization, configured; each function renders one. Throws `helm` and what reading throws. */
export function configureCharts(target: Target): (() => readonly Resource[])[] {
  const { kustomization, state } = target
  const { helmCharts = [], helmGlobals = {} } = kustomization
  const plans = helmCharts.map((chart, at) => planOf(target, { ...helmGlobals, ...chart }, at))
  const { helm } = state.options
  return plans.map((plan, at) => () => {
    if (at === 0 && helm !== undefined) demandAll(plans, helm)
    return plan.run()
  })
}

/** Asks for all charts at once: a build that misses some is run again only once for them. */
function demandAll(plans: readonly ChartPlan[], { rendered }: HelmOptions): void {
  const missing = plans.flatMap(({ request }) => {
    try {
      const wanted = request()
      return rendered(wanted) === undefined ? [wanted] : []
    } catch (error) {
      if (error instanceof ChartMissing) throw error
      // it is told when the chart's turn comes
      return []
    }
  })
  if (missing.length > 0) throw new ChartsUnrendered(missing)
}

function planOf(target: Target, config: ChartConfig, at: number): ChartPlan {
  const { loader, state } = target
  const context: PluginContext = {
    loader,
    helm: state.options.helm,
    load: (path) => loader.loadText(path),
    pathOf: (path) => loader.pathOf(path),
    configText: () => configText(config),
    openapi: () => state.openapi,
    warn: (line) => state.warn(line),
  }
  try {
    return atEntry(target, ['helmCharts', at], () => planChart(config, context))
  } catch (error) {
    throw wrapFailure(error, (message) => {
      const text = `with config: \`\n${configText(config)}\`: ${message}`
      return `trouble configuring builtin HelmChartInflationGenerator ${text}`
    })
  }
}
