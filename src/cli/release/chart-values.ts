import type { Json, JsonObject } from '#kube'
import type { ContentRequest, Release } from '#release'
import { earlierDefaults, mergeLayers, overEarlier, type ValuesLayer } from '#render'
import type { Chart } from '#source'
import { type GoMap, parseGoJson } from '#template'
import { readLocalText } from '../chart/values.ts'
import type { ContentFlags } from './content-flags.ts'

/** What a revision is rendered with. */
export interface ChosenValues {
  readonly chart: Chart
  readonly layers: readonly ValuesLayer[]
}

/**
 * The values of the revision to come: those given now, or with those of the last one below them as the flags say; with none
 * given, the last ones. Source: helm pkg/action `reuseValues`.
 */
export function chooseValues(
  chart: Chart,
  layers: readonly ValuesLayer[],
  { flags, request }: { readonly flags: ContentFlags; readonly request: ContentRequest },
): ChosenValues {
  const { previous, config: instead } = request
  if (instead !== undefined) return { chart, layers: [given(mapOf(instead))] }
  if (previous === undefined || flags['reset-values']) return { chart, layers }
  const { compat } = flags
  const last = mapOf(previous.config ?? {})
  const now = mergeLayers(layers, { compat, readFile: readLocalText })
  if (flags['reuse-values']) {
    const defaults = earlierDefaults({ ...chartOf(previous), config: last }, compat)
    return { chart: { ...chart, values: defaults as Chart['values'] }, layers: [given(overEarlier(now, last, compat))] }
  }
  if (flags['reset-then-reuse-values']) return { chart, layers: [given(overEarlier(now, last, compat))] }
  return now.size === 0 && last.size > 0 ? { chart, layers: [given(last)] } : { chart, layers }
}

function given(values: GoMap): ValuesLayer {
  return { origin: { kind: 'given', file: 'values of the last release' }, values }
}

function chartOf({ chart }: Release): { readonly chartName: string; readonly defaults: GoMap } {
  const { metadata, values } = chart as { readonly metadata?: { readonly name?: string }; readonly values?: Json }
  return { chartName: metadata?.name ?? '', defaults: mapOf((values ?? {}) as JsonObject) }
}

/** JSON of a record as Go decodes it: numbers are float64. */
function mapOf(json: JsonObject): GoMap {
  const value = parseGoJson(JSON.stringify(json))
  return value instanceof Map ? value : new Map()
}
