import type { GoMap, Value } from '#template'
import { coalesceValues } from './coalesce.ts'
import { isCompatible } from './compatible.ts'
import { isTable } from './copy.ts'
import { importValues } from './import-values.ts'
import { type ChartNode, type Requirement, setDependencies } from './node.ts'
import type { Compat } from './options.ts'
import type { Warnings } from './warnings.ts'

/**
 * Applies aliases, tags, conditions and import-values to the tree, which is mutated. Throws `Error` when values are no
 * table where one must be. Source: helm.sh/helm/v4 pkg/chart/v2/util/dependencies.go.
 */
export function resolveDependencies(root: ChartNode, values: GoMap, warnings: Warnings): void {
  enable(root, values, { path: '', warnings })
  importFrom(root, warnings)
}

interface EnablePlace {
  /** Path of the chart's values, with a dot at its end, or empty. */
  readonly path: string
  readonly warnings: Warnings
}

function enable(node: ChartNode, values: GoMap, { path, warnings }: EnablePlace): void {
  const requirements = node.requirements
  if (requirements === undefined) return
  setDependencies(node, requestedCharts(node, requirements, warnings))
  for (const requirement of requirements) requirement.enabled = true
  const computed = coalesceValues(node, values, { keepNulls: false, warnings })
  applyTags(requirements, computed, warnings)
  for (const requirement of requirements) applyCondition(requirement, computed, { path, warnings })
  const disabled = new Set(requirements.filter((entry) => !entry.enabled).map((entry) => entry.name))
  const kept = node.dependencies.filter((chart) => !disabled.has(chart.name))
  for (const chart of kept) enable(chart, computed, { path: `${path}${chart.name}.`, warnings })
  node.requirements = requirements.filter((entry) => !disabled.has(entry.name))
  setDependencies(node, kept)
}

/** Charts that nobody declared first, then one chart for each declared dependency, under its alias. */
function requestedCharts(node: ChartNode, requirements: Requirement[], { compat }: Warnings): ChartNode[] {
  const charts = node.dependencies.filter((chart) => !requirements.some((entry) => isFor(entry, chart, compat)))
  for (const requirement of requirements) {
    const found = node.dependencies.find((chart) => isFor(requirement, chart, compat))
    if (found !== undefined) charts.push(aliased(found, requirement, compat))
    if (requirement.alias !== '') requirement.name = requirement.alias
  }
  return charts
}

function isFor(requirement: Requirement, chart: ChartNode, compat: Compat): boolean {
  return chart.name === requirement.name && isCompatible(requirement.version, chart.chart.metadata.version, compat)
}

function aliased(chart: ChartNode, requirement: Requirement, compat: Compat): ChartNode {
  const name = requirement.alias === '' ? chart.name : requirement.alias
  // Helm 3 copies the chart alone: two aliases share subcharts and requirements, and the later one is their parent.
  if (compat === 'helm3') return { ...chart, name }
  const requirements = chart.requirements?.map((entry) => ({ ...entry }))
  const copy: ChartNode = { ...chart, name, requirements, dependencies: [] }
  const subcharts = chart.dependencies.map((sub) => ({ ...sub }))
  setDependencies(copy, subcharts)
  return copy
}

function applyTags(requirements: readonly Requirement[], values: GoMap, warnings: Warnings): void {
  const tags = values.get('tags')
  if (!isTable(tags)) return
  for (const requirement of requirements) {
    const states = requirement.tags.filter((tag) => tags.has(tag)).map((tag) => tagState(requirement, tag, tags))
    for (const state of states) if (typeof state === 'string') warnTag(requirement.name, state, warnings)
    if (states.includes(true)) requirement.enabled = true
    else if (states.includes(false)) requirement.enabled = false
    else requirement.enabled = true
  }
}

/** The tag's state, or its name when it is no boolean. */
function tagState(_requirement: Requirement, tag: string, tags: GoMap): boolean | string {
  const value = tags.get(tag)
  return typeof value === 'boolean' ? value : tag
}

function warnTag(chart: string, tag: string, warnings: Warnings): void {
  warnings.add({
    place3: 'dependencies.go:94',
    text3: `Warning: Tag '${tag}' for chart ${chart} returned non-bool value`,
    level4: 'WARN',
    text4: 'returned non-bool value',
    attributes4: [
      ['tag', tag],
      ['chart', chart],
    ],
  })
}

function applyCondition(requirement: Requirement, values: GoMap, { path, warnings }: EnablePlace): void {
  for (const condition of requirement.condition.trim().split(',')) {
    if (condition === '') continue
    const value = valueAt(values, path + condition)
    if (value === undefined) continue
    if (typeof value === 'boolean') {
      requirement.enabled = value
      return
    }
    warnings.add({
      place3: 'dependencies.go:63',
      text3: `Warning: Condition path '${condition}' for chart ${requirement.name} returned non-bool value`,
      level4: 'WARN',
      text4: 'returned non-bool value',
      attributes4: [
        ['path', condition],
        ['chart', requirement.name],
      ],
    })
  }
}

/** The value at a dotted path; undefined when there is none or it is a table. */
function valueAt(values: GoMap, path: string): Value | undefined {
  let current: Value | undefined = values
  for (const part of path.split('.')) {
    if (!isTable(current)) return undefined
    current = current.get(part)
  }
  return isTable(current) ? undefined : current
}

function importFrom(node: ChartNode, warnings: Warnings): void {
  for (const chart of node.dependencies) importFrom(chart, warnings)
  importValues(node, warnings)
}
