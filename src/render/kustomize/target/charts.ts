import { wrapFailure } from '../error.ts'
import { type ChartConfig, generateChart } from '../plugins/chart.ts'
import type { PluginContext } from '../plugins/context.ts'
import type { Resource } from '../resource/resource.ts'
import { configText } from './config-text.ts'
import type { Target } from './target.ts'

/** The charts of a kustomization, configured; each function renders one. Throws `helm` and what reading throws. */
export function configureCharts({ kustomization, loader, state }: Target): (() => readonly Resource[])[] {
  const { helmCharts = [], helmGlobals = {} } = kustomization
  return helmCharts.map((chart) => {
    const config: ChartConfig = { ...helmGlobals, ...chart }
    const context: PluginContext = {
      loader,
      helm: state.options.helm,
      load: (path) => loader.loadText(path),
      configText: () => configText(config),
      openapi: () => state.openapi,
      warn: (line) => state.warn(line),
    }
    try {
      return generateChart(config, context)
    } catch (error) {
      throw wrapFailure(error, (message) => {
        const text = `with config: \`\n${configText(config)}\`: ${message}`
        return `trouble configuring builtin HelmChartInflationGenerator ${text}`
      })
    }
  })
}
