import type { Chart } from '#source'
import type { GoMap, Value } from '#template'

/** One entry of `dependencies` while it is being resolved. */
export interface Requirement {
  /** The alias, once resolved. */
  name: string
  readonly version: string
  readonly repository: string
  readonly condition: string
  readonly tags: readonly string[]
  readonly alias: string
  enabled: boolean
  importValues: readonly Value[]
}

/**
 * A chart's place in the tree of one render. It is mutated while dependencies are resolved; the loaded `Chart` never is.
 * Parents are noted when a chart is added to another, so that charts shared by two aliases behave as in Helm 3.
 */
export interface ChartNode {
  readonly chart: Chart
  /** Name in Chart.yaml, or the alias. */
  name: string
  parent: ChartNode | undefined
  dependencies: ChartNode[]
  /** Undefined when Chart.yaml has no `dependencies` at all. */
  requirements: Requirement[] | undefined
  values: GoMap
}

/** The tree as loaded, nothing resolved yet. */
export function chartTree(chart: Chart): ChartNode {
  const node: ChartNode = {
    chart,
    name: chart.metadata.name,
    parent: undefined,
    dependencies: [],
    requirements: chart.metadata.dependencies?.map(requirement),
    values: chart.values,
  }
  setDependencies(node, chart.dependencies.map(chartTree))
  return node
}

function requirement(dependency: NonNullable<Chart['metadata']['dependencies']>[number]): Requirement {
  return {
    name: dependency.name,
    version: dependency.version ?? '',
    repository: dependency.repository ?? '',
    condition: dependency.condition ?? '',
    tags: dependency.tags ?? [],
    alias: dependency.alias ?? '',
    enabled: false,
    importValues: (dependency.importValues ?? []).map(importValue),
  }
}

function importValue(value: unknown): Value {
  const isPair = typeof value === 'object' && value !== null && !(value instanceof Map)
  return isPair ? new Map(Object.entries(value as Record<string, Value>)) : (value as Value)
}

/** Makes `charts` the dependencies of `node`, and `node` their parent. */
export function setDependencies(node: ChartNode, charts: readonly ChartNode[]): void {
  node.dependencies = [...charts]
  for (const chart of charts) chart.parent = node
}

/** `parent/charts/child`: where the chart's files stand in the output. */
export function fullPath(node: ChartNode): string {
  return node.parent === undefined ? node.name : `${fullPath(node.parent)}/charts/${node.name}`
}
