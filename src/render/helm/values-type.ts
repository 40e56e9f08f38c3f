import {
  containerType,
  define,
  type GoFunction,
  type GoMap,
  isNil,
  MapView,
  quoteGo,
  typedAs,
  type Value,
} from '#template'
import { dump } from '#yaml'
import type { Compat } from './options.ts'

const HELM_3 = 'chartutil.Values'
const HELM_4 = 'common.Values'

/** Marks a map as Helm's `Values` type. */
export function valuesType(compat: Compat, map: GoMap): GoMap {
  return typedAs(compat === 'helm3' ? HELM_3 : HELM_4, map)
}

/** The same table as Helm's `Values` type; the map itself keeps its own. */
export function asValues(compat: Compat, map: GoMap): GoMap {
  return isValues(map) ? map : valuesType(compat, new MapView(map))
}

function isValues(map: GoMap): boolean {
  const type = containerType(map)
  return type === HELM_3 || type === HELM_4
}

const METHODS: Readonly<Record<string, (values: GoMap) => GoFunction>> = {
  AsMap: (values) => define('AsMap', [], () => (values.size === 0 ? new Map() : new MapView(values))),
  YAML: (values) => define('YAML', [], () => dump(values, isNil as (empty: object) => boolean)),
  Table: (values) => define('Table', ['string'], (name) => table(values, (name as string).split('.'))),
  PathValue: (values) => define('PathValue', ['string'], (path) => pathValue(values, path as string)),
}

/** The methods of `Values`, whatever key of it they may hide. Source: helm.sh/helm/v4 pkg/chart/common/values.go. */
export function valuesMethod(map: GoMap, name: string): GoFunction | undefined {
  return Object.hasOwn(METHODS, name) && isValues(map) ? METHODS[name]?.(map) : undefined
}

function table(values: GoMap, names: readonly string[]): GoMap {
  const compat = containerType(values) === HELM_3 ? 'helm3' : 'helm4'
  let current = values
  for (const name of names) {
    const found = current.get(name)
    if (!(found instanceof Map)) throw new Error(`${quoteGo(name)} is not a table`)
    current = found
  }
  return asValues(compat, current)
}

function pathValue(values: GoMap, path: string): Value {
  if (path === '') throw new Error('YAML path cannot be empty')
  const names = path.split('.')
  const last = names.pop() as string
  const found = tableOrNone(values, names)?.get(last)
  if (found === undefined || found instanceof Map) throw new Error(`${quoteGo(last)} is not a value`)
  return found
}

function tableOrNone(values: GoMap, names: readonly string[]): GoMap | undefined {
  let current: Value | undefined = values
  for (const name of names) current = current instanceof Map ? current.get(name) : undefined
  return current instanceof Map ? current : undefined
}
