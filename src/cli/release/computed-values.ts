import type { JsonObject } from '#kube'
import type { Release } from '#release'
import { earlierDefaults } from '#render'
import type { Compat } from '#source'
import { type GoMap, parseGoJson } from '#template'

/** All values of a release: the user's over the chart's. */
export function computedValues({ chart, config = {} }: Release, compat: Compat): GoMap {
  const { metadata, values } = chart as {
    readonly metadata?: { readonly name?: string } | null
    readonly values?: JsonObject | null
  }
  const earlier = { chartName: metadata?.name ?? '', defaults: mapOf(values ?? {}), config: mapOf(config) }
  return earlierDefaults(earlier, compat)
}

function mapOf(json: JsonObject): GoMap {
  const value = parseGoJson(JSON.stringify(json))
  return value instanceof Map ? value : new Map()
}
