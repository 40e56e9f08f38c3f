import { wrapFailure } from '../error.ts'
import { type ChartConfig, generateChart } from '../plugins/chart.ts'
import type { PluginContext } from '../plugins/context.ts'
import type { Resource } from '../resource/resource.ts'
import { atEntry } from './at-entry.ts'
import { configText } from './config-text.ts'
import type { Target } from './target.ts'

/** The charts of a kustomization, configured; each function renders one. Throws `helm` and what reading throws. */
export function configureCharts(target: Target): (() => readonly Resource[])[] {
  const { kustomization, loader, state } = target
  const { helmCharts = [], helmGlobals = {} } = kustomization
  return helmCharts.map((chart, at) => {
    const config: ChartConfig = { ...helmGlobals, ...chart }
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
      return atEntry(target, ['helmCharts', at], () => generateChart(config, context))
    } catch (error) {
      throw wrapFailure(error, (message) => {
        const text = `with config: \`\n${configText(config)}\`: ${message}`
        return `trouble configuring builtin HelmChartInflationGenerator ${text}`
      })
    }
  })
}
