import type { GoMap, Value } from '#template'
import { quoteGo } from '#template'
import { copyMap, isTable } from './copy.ts'
import { goText } from './go-text.ts'
import type { Warnings } from './warnings.ts'

const GLOBAL = 'global'

/** How tables are put together. */
export interface CoalesceMode {
  /** Keep nulls (Helm's "merge"); otherwise a null deletes the default below it. */
  readonly keepNulls: boolean
  readonly warnings: Warnings
}

/** What putting values together needs to know of a chart. */
export interface ValuesNode {
  readonly name: string
  readonly values: GoMap
  readonly dependencies: readonly ValuesNode[]
}

interface Place extends CoalesceMode {
  readonly prefix: string
}

/**
 * The values of a chart and all its subcharts, `values` on top. Both stay as they are. Throws `Error` when a subchart's
 * values are no table. Source: helm.sh/helm/v4 pkg/chart/common/util/coalesce.go.
 */
export function coalesceValues(chart: ValuesNode, values: ReadonlyMap<string, Value>, mode: CoalesceMode): GoMap {
  const dest = copyMap(values)
  coalesceChart(chart, dest, { ...mode, prefix: '' })
  return dest
}

function coalesceChart(chart: ValuesNode, dest: GoMap, place: Place): void {
  coalesceOwn(chart, dest, place)
  coalesceDependencies(chart, dest, place)
}

function coalesceDependencies(chart: ValuesNode, dest: GoMap, place: Place): void {
  for (const sub of chart.dependencies) {
    const found = dest.get(sub.name)
    if (!dest.has(sub.name)) dest.set(sub.name, new Map())
    else if (!isTable(found)) throw new Error(`type mismatch on ${sub.name}: ${asBoolean(found as Value)}`)
    const table = dest.get(sub.name) as GoMap
    const inner = { ...place, prefix: join(place.prefix, chart.name) }
    coalesceGlobals(table, dest, inner)
    coalesceChart(sub, table, inner)
  }
}

/** Go's `%t`. */
function asBoolean(value: Value): string {
  if (typeof value === 'boolean') return String(value)
  if (value === null) return '%!t(<nil>)'
  if (Array.isArray(value)) return `[${value.map(asBoolean).join(' ')}]`
  const type = typeof value === 'number' ? 'float64' : typeof value === 'string' ? 'string' : 'int64'
  return `%!t(${type}=${goText(value)})`
}

function coalesceGlobals(dest: GoMap, source: GoMap, place: Place): void {
  const destGlobals = dest.has(GLOBAL) ? dest.get(GLOBAL) : new Map<string, Value>()
  if (!isTable(destGlobals)) {
    place.warnings.log('coalesce.go:138', `warning: skipping globals because destination ${GLOBAL} is not a table.`)
    return
  }
  const sourceGlobals = source.has(GLOBAL) ? source.get(GLOBAL) : new Map<string, Value>()
  if (!isTable(sourceGlobals)) {
    place.warnings.log('coalesce.go:145', `warning: skipping globals because source ${GLOBAL} is not a table.`)
    return
  }
  for (const [key, value] of sourceGlobals) coalesceGlobal(destGlobals, key, { ...place, value })
  dest.set(GLOBAL, destGlobals)
}

function coalesceGlobal(globals: GoMap, key: string, place: Place & { readonly value: Value }): void {
  const { value, warnings } = place
  const existing = globals.get(key)
  if (!isTable(value)) {
    if (isTable(existing)) warnings.log('coalesce.go:175', `key ${key} is table. Skipping`)
    else globals.set(key, value)
    return
  }
  // A shallow copy: tables below the first level stay shared between a chart and its subcharts, as in Helm.
  const shared: GoMap = new Map(value)
  if (!globals.has(key)) globals.set(key, shared)
  else if (!isTable(existing)) {
    warnings.log('coalesce.go:161', `Conflict: cannot merge map onto non-map for ${quoteGo(key)}. Skipping.`)
  } else {
    mergeTables(shared, existing, { ...place, prefix: join(place.prefix, key), keepNulls: true })
    globals.set(key, shared)
  }
}

function coalesceOwn(chart: ValuesNode, values: GoMap, place: Place): void {
  const prefix = join(place.prefix, chart.name)
  for (const [key, value] of copyMap(chart.values)) {
    if (!values.has(key)) {
      values.set(key, value)
      continue
    }
    const above = values.get(key) as Value
    if (above === null && !place.keepNulls) values.delete(key)
    else if (isTable(above)) coalesceTable(above, value, { ...place, prefix, chart, key })
  }
}

interface TablePlace extends Place {
  readonly chart: ValuesNode
  readonly key: string
}

function coalesceTable(above: GoMap, below: Value, place: TablePlace): void {
  const { prefix, key, warnings } = place
  if (isTable(below)) {
    // A subchart's table keeps its nulls here: the subchart's own turn comes later.
    const keepNulls = place.keepNulls || place.chart.dependencies.some((sub) => sub.name === key)
    mergeTables(above, below, { warnings, keepNulls, prefix: join(prefix, key) })
  } else if (below !== null) {
    warnings.log('coalesce.go:237', `warning: skipped value for ${prefix}.${key}: Not a table.`)
  }
}

/**
 * Fills `above` (mutated, and returned) with what `below` has and it lacks. In Helm 4 `below` gets the nulls of
 * `above` on the way, as there.
 */
export function mergeTables(above: GoMap, below: GoMap, place: Place): GoMap {
  const isHelm4 = place.warnings.compat === 'helm4'
  const hadValue = isHelm4 ? valuedKeys(above, below) : undefined
  for (const [key, value] of below) {
    const fullKey = join(place.prefix, key)
    if (!above.has(key)) {
      above.set(key, value)
      continue
    }
    const over = above.get(key) as Value
    if (over === null && !place.keepNulls && (hadValue === undefined || hadValue.has(key))) above.delete(key)
    else mergeEntry(over, value, { ...place, prefix: fullKey })
  }
  return above
}

/** Of the keys that are null above, those that have a value below; the rest become null below. */
function valuedKeys(above: GoMap, below: GoMap): ReadonlySet<string> {
  const valued = new Set<string>()
  for (const [key, value] of above) {
    if (value !== null) continue
    const under = below.get(key)
    if (under !== null && under !== undefined) valued.add(key)
    below.set(key, null)
  }
  return valued
}

function mergeEntry(over: Value, value: Value, place: Place): void {
  const { warnings, prefix } = place
  if (isTable(value)) {
    if (isTable(over)) mergeTables(over, value, place)
    else {
      const text = `warning: cannot overwrite table with non table for ${prefix} (${goText(value)})`
      warnings.log('coalesce.go:298', text)
    }
  } else if (isTable(over) && value !== null) {
    const text = `warning: destination for ${prefix} is a table. Ignoring non-table value (${goText(value)})`
    warnings.log('coalesce.go:301', text)
  }
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`
}
