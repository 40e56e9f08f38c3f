import type { ExtensionPoint, PluginSet, ProfileConfiguration } from './configuration.ts'
import { type PluginRow, pluginTable } from './plugin-table.ts'

/** A plugin that takes part somewhere, with its weight there. */
export interface Selected {
  readonly row: PluginRow
  readonly weight: number
}

/**
 * The plugins that take part at a point, in order: those of `multiPoint` that can, without the ones that the point disables,
 * and the ones that it enables; what it says of a plugin wins. Source: framework/runtime expandMultiPointPlugins.
 */
export function selectPlugins({ plugins = {} }: ProfileConfiguration, point: ExtensionPoint): readonly Selected[] {
  const everywhere = merge(
    pluginTable.map(({ name }) => ({ name })),
    plugins.multiPoint,
  )
  const { enabled = [], disabled = [] } = plugins[point] ?? {}
  const isOff = (name: string): boolean => disabled.some((one) => one.name === name || one.name === '*')
  const told = new Set(enabled.map(({ name }) => name))
  const general = everywhere.filter(({ name }) => canAt(name, point))
  const generalNames = new Set(general.map(({ name }) => name))
  return [
    ...enabled.filter(({ name }) => generalNames.has(name)),
    ...general.filter(({ name }) => !told.has(name) && !isOff(name)),
    ...enabled.filter(({ name }) => !generalNames.has(name)),
  ].flatMap((one) => selected(one))
}

interface Named {
  readonly name: string
  readonly weight?: number
}

/** A plugin that is told keeps its place among the default ones, unless these are switched off first. */
function merge(defaults: readonly Named[], { enabled = [], disabled = [] }: PluginSet = {}): readonly Named[] {
  const isOff = (name: string): boolean => disabled.some((one) => one.name === name || one.name === '*')
  const kept = defaults.filter(({ name }) => !isOff(name))
  const keptNames = new Set(kept.map(({ name }) => name))
  return [
    ...kept.map((one) => enabled.find(({ name }) => name === one.name) ?? one),
    ...enabled.filter(({ name }) => !keptNames.has(name)),
  ]
}

function canAt(name: string, point: ExtensionPoint): boolean {
  return rowOf(name)?.points.includes(point) === true
}

function selected({ name, weight = 0 }: Named): readonly Selected[] {
  const row = rowOf(name)
  return row === undefined ? [] : [{ row, weight: weight === 0 ? Math.max(1, row.weight) : weight }]
}

function rowOf(name: string): PluginRow | undefined {
  return pluginTable.find((row) => row.name === name)
}
