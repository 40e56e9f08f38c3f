import { KustomizeError, within } from '../error.ts'
import type { HelmChart, HelmGlobals } from '../file/types.ts'
import type { ChartRequest } from '../generators/chart.ts'
import { mergeChartValues } from '../generators/chart-values.ts'
import { ChartMissing, ChartsUnrendered } from '../load/missing.ts'
import { joinPath } from '../load/path.ts'
import { readResources } from '../resource/read.ts'
import type { Resource } from '../resource/resource.ts'
import type { HelmOptions } from '../target/options.ts'
import type { PluginContext } from './context.ts'

/** A chart and where charts are. */
export type ChartConfig = HelmGlobals & HelmChart

/** A chart whose configuration is right. */
export interface ChartPlan {
  /** What shall be rendered. Throws `helm`, what loading values throws, and `ChartMissing`. */
  readonly request: () => ChartRequest
  /** The chart's objects. Throws as `request` does, and `ChartsUnrendered`. */
  readonly run: () => readonly Resource[]
}

/**
 * Checks the configuration of a chart. Throws `helm`, `bad-config`, and what loading values throws. Source: kustomize
 * HelmChartInflationGenerator.
 */
export function planChart(given: ChartConfig, context: PluginContext): ChartPlan {
  const { helm, loader } = context
  if (helm === undefined)
    throw helmError('must specify --enable-helm', 'charts are rendered only where that is allowed')
  if (helm.command === '') throw helmError('must specify --helm-command')
  const config = withFlags(given, helm)
  const { name = '', valuesMerge = '' } = config
  if (name === '') throw new KustomizeError({ code: 'bad-config', message: 'chart name cannot be empty' })
  const valuesFiles = (config.additionalValuesFiles ?? []).map((file) => {
    within('could not load additionalValuesFile', () => loader.load(file))
    return joinPath(loader.root, file)
  })
  if (valuesMerge !== '' && !MERGES.includes(valuesMerge)) {
    throw new KustomizeError({ code: 'bad-config', message: `valuesMerge must be one of [${MERGES.join(' ')}]` })
  }
  const request = (): ChartRequest => requestOf({ config, name, valuesFiles, context })
  return { request, run: () => renderedChart(request(), helm) }
}

const MERGES: readonly string[] = ['merge', 'override', 'replace']
const DEFAULT_HOME = 'charts'

// What the file says comes before the command line.
function withFlags(config: ChartConfig, { apiVersions = [], kubeVersion, isDebug }: HelmOptions): ChartConfig {
  return {
    ...config,
    ...(config.kubeVersion ? {} : kubeVersion && { kubeVersion }),
    ...(config.apiVersions === undefined && apiVersions.length > 0 ? { apiVersions } : {}),
    ...(isDebug === true && config.debug === undefined ? { debug: true } : {}),
  }
}

interface Checked {
  readonly config: ChartConfig
  readonly name: string
  readonly valuesFiles: readonly string[]
  readonly context: PluginContext
}

function requestOf({ config, name, valuesFiles, context }: Checked): ChartRequest {
  const home = chartHome(config, context.loader.root)
  const folder = joinPath(home, name)
  ensureChart(config, { home, folder, context })
  const { valuesFile, ...chart } = config
  const file = valuesFile || joinPath(folder, 'values.yaml')
  return { chart, folder, valuesText: mergeChartValues(config, () => context.load(file)), valuesFiles }
}

function renderedChart(request: ChartRequest, { rendered }: HelmOptions): readonly Resource[] {
  const text = guarded(request.chart.name ?? '', () => rendered(request))
  if (text === undefined) throw new ChartsUnrendered([request])
  return readResources(text, request.folder)
}

// What stops a chart keeps its place in the chart.
function guarded<T>(name: string, render: () => T): T {
  try {
    return render()
  } catch (error) {
    const { message, position, hint } = error as KustomizeError
    throw new KustomizeError({ code: 'helm', message: `chart ${name}: ${message}`, position, hint, cause: error })
  }
}

function chartHome({ name = '', chartHome: given = '', version = '', repo = '' }: ChartConfig, root: string): string {
  const path = given || DEFAULT_HOME
  const home = path.startsWith('/') ? path : joinPath(root, path)
  return version !== '' && repo !== '' ? joinPath(home, `${name}-${version}`) : home
}

interface ChartPlace {
  readonly home: string
  readonly folder: string
  readonly context: PluginContext
}

function ensureChart(config: ChartConfig, { home, folder, context }: ChartPlace): void {
  const { name = '', repo = '', version = '', devel } = config
  const kind = context.loader.kindOf(folder)
  if (kind === 'folder') return
  if (repo === '') {
    const path = kind === 'file' ? folder : ''
    const hint = `put the chart at ${folder}, or name its repository in repo`
    throw helmError(`no repo specified for pull, no chart found at '${path}'`, hint)
  }
  throw new ChartMissing({ name, repo, version, home, isDevel: devel === true })
}

function helmError(message: string, hint?: string): KustomizeError {
  return new KustomizeError({ code: 'helm', message, hint })
}
