import type { ConfigMapArgs, HelmChart, HelmChartArgs, HelmGlobals, Kustomization } from './types.ts'

/** The kind of a file that is not a component. */
export const KUSTOMIZATION_KIND = 'Kustomization'
/** The kind of a component. */
export const COMPONENT_KIND = 'Component'
const VERSIONS: Readonly<Record<string, string>> = {
  [KUSTOMIZATION_KIND]: 'kustomize.config.k8s.io/v1beta1',
  [COMPONENT_KIND]: 'kustomize.config.k8s.io/v1alpha1',
}

/** A new kustomization with kind and version filled in and the contents of deprecated fields moved to their successors. */
export function fixKustomization(file: Kustomization): Kustomization {
  const { bases, imageTags, helmChartInflationGenerator, ...rest } = file
  const kind = file.kind || KUSTOMIZATION_KIND
  const charts = (helmChartInflationGenerator ?? []).map(chartOf)
  const globals = file.helmGlobals ?? globalsOf(helmChartInflationGenerator ?? [])
  return {
    ...rest,
    kind,
    apiVersion: file.apiVersion || versionOf(kind),
    ...moved('resources', file.resources, bases),
    ...moved('images', file.images, imageTags),
    ...moved('helmCharts', file.helmCharts, charts),
    ...(globals === undefined ? {} : { helmGlobals: globals }),
    ...(file.configMapGenerator && { configMapGenerator: file.configMapGenerator.map(withEnvs) }),
    ...(file.secretGenerator && { secretGenerator: file.secretGenerator.map(withEnvs) }),
  }
}

/** The apiVersion that a kind must have. */
export function versionOf(kind: string): string {
  return VERSIONS[kind === COMPONENT_KIND ? kind : KUSTOMIZATION_KIND] ?? ''
}

// As in the reference, appending nothing to a missing list leaves it missing: that decides whether a file is empty.
function moved<T>(name: string, list: readonly T[] | undefined, more: readonly T[] = []): Record<string, readonly T[]> {
  if (list === undefined && more.length === 0) return {}
  return { [name]: [...(list ?? []), ...more] }
}

function withEnvs<T extends ConfigMapArgs>(args: T): T {
  const { env, ...rest } = args
  return env ? ({ ...rest, envs: [...(args.envs ?? []), env] } as unknown as T) : args
}

function chartOf(old: HelmChartArgs): HelmChart {
  return {
    ...(old.chartName && { name: old.chartName }),
    ...(old.chartVersion && { version: old.chartVersion }),
    ...(old.chartRepoUrl && { repo: old.chartRepoUrl }),
    ...(old.values && { valuesFile: old.values }),
    ...(old.valuesLocal && { valuesInline: old.valuesLocal }),
    ...(old.valuesMerge && { valuesMerge: old.valuesMerge }),
    ...(old.releaseName && { releaseName: old.releaseName }),
  }
}

function globalsOf(charts: readonly HelmChartArgs[]): HelmGlobals | undefined {
  const chartHome = charts.findLast((chart) => chart.chartHome)?.chartHome
  const configHome = charts.findLast((chart) => chart.helmHome)?.helmHome
  if (!chartHome && !configHome) return undefined
  return { ...(chartHome && { chartHome }), ...(configHome && { configHome }) }
}
