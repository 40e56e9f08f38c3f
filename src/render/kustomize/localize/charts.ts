import { posix } from 'node:path'
import { SourceError } from '#source'
import { quoteGo } from '#template'
import { KustomizeError, within } from '../error.ts'
import type { HelmChart, HelmChartArgs, Kustomization } from '../file/types.ts'
import { joinPath } from '../load/path.ts'
import type { Folder } from './folder-type.ts'

interface ChartLocalizers {
  readonly folder: Folder
  readonly file: (entry: string) => string
}

/** The fields of charts: values files are copied, and the folders in which charts lie. Throws `KustomizeError`. */
export function localizeCharts(file: Kustomization, localizers: ChartLocalizers): Partial<Kustomization> {
  const { helmChartInflationGenerator: old, helmCharts: charts, helmGlobals } = file
  const { folder } = localizers
  const oldCharts = old?.map((chart, at) => localizeOldChart(chart, at, localizers))
  const newCharts = charts?.map((chart, at) => localizeChart(chart, at, localizers))
  const globals = helmGlobals && {
    ...helmGlobals,
    chartHome: within('unable to copy helmGlobals', () => copyChartHome(folder, helmGlobals.chartHome ?? '')),
  }
  if (helmGlobals === undefined && charts !== undefined && charts.length > 0) {
    within('unable to copy default chart home', () => copyChartHome(folder, ''))
  }
  return {
    ...(oldCharts && { helmChartInflationGenerator: oldCharts }),
    ...(newCharts && { helmCharts: newCharts }),
    ...(globals && { helmGlobals: globals }),
  }
}

function localizeOldChart(chart: HelmChartArgs, at: number, { folder, file }: ChartLocalizers): HelmChartArgs {
  const what = `helmChartInflationGenerator entry ${at}`
  const values = within(`unable to localize ${what} values`, () => file(chart.values ?? ''))
  const chartHome = within(`unable to copy ${what}`, () => copyChartHome(folder, chart.chartHome ?? ''))
  return { ...chart, values, chartHome }
}

function localizeChart(chart: HelmChart, at: number, { file }: ChartLocalizers): HelmChart {
  const what = `unable to localize helmCharts entry ${at}`
  const valuesFile = within(`${what} valuesFile`, () => file(chart.valuesFile ?? ''))
  const additionalValuesFiles = chart.additionalValuesFiles?.map((entry) =>
    within(`${what} additionalValuesFiles`, () => file(entry)),
  )
  return { ...chart, valuesFile, ...(additionalValuesFiles && { additionalValuesFiles }) }
}

const DEFAULT_HOME = 'charts'

/**
 * Copies a folder of charts to the same place and gives its path; an empty entry means the usual folder, and stays
 * empty. One that is not there stays as it is: charts may be pulled into it. Throws `KustomizeError`.
 */
export function copyChartHome(folder: Folder, entry: string): string {
  const home = entry === '' ? DEFAULT_HOME : entry
  if (home.startsWith('/')) {
    const message = `absolute path ${quoteGo(home)} not handled in alpha`
    throw new KustomizeError({ code: 'restricted', message, hint: 'name the folder relative to the kustomization' })
  }
  const path = within(`unable to copy home ${quoteGo(entry)}`, () => copyHome(folder, home))
  return entry === '' ? '' : path
}

function copyHome(folder: Folder, home: string): string {
  const { loader, path: place, world } = folder
  const path = posix.relative(loader.root, joinPath(loader.root, home)) || '.'
  if (!loader.loader.has(path)) return path
  const real = within('invalid chart home', () => loader.open(path)).root
  const isDefault = path === DEFAULT_HOME
  const target = isDefault ? path : posix.relative(loader.root, real) || '.'
  const destination = joinPath(place, target)
  if (!world.copy.has(destination)) {
    within(`unable to copy chart home ${quoteGo(path)}`, () => copyFolder(folder, real, destination))
  }
  return target
}

/** Copies a folder and what is in it; links are left out. */
function copyFolder(folder: Folder, source: string, destination: string): void {
  const { world } = folder
  world.copy.addFolder(destination)
  for (const { name, kind } of readable(source, () => world.list(source))) {
    const [from, to] = [joinPath(source, name), joinPath(destination, name)]
    if (kind === 'folder') copyFolder(folder, from, to)
    else if (kind === 'file')
      world.copy.addFile(
        to,
        readable(source, () => world.read(from)),
      )
  }
}

function readable<T>(folder: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const message = `unable to copy directory ${quoteGo(folder)}: ${error.message}`
    throw new KustomizeError({ code: 'not-found', message, cause: error })
  }
}
