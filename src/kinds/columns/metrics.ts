import type { Json, JsonObject } from '#kube'
import { isSet, mapAt, mapsAt, numberAt, scalarText, textAt } from '../read.ts'
import { quantityText } from './column.ts'

/** Current and wanted value of each metric of an autoscaler, at most two (printers formatHPAMetrics). */
export function metricsText(specs: readonly JsonObject[], statuses: readonly JsonObject[]): string {
  if (specs.length === 0) return '<none>'
  const texts = specs.map((spec, at) => metricText(spec, statuses[at] ?? {}))
  const shown = texts.slice(0, 2).join(', ')
  return texts.length > 2 ? `${shown} + ${texts.length - 2} more...` : shown
}

const sources: Readonly<Record<string, string>> = {
  External: 'external',
  Pods: 'pods',
  Object: 'object',
  Resource: 'resource',
  ContainerResource: 'containerResource',
}

function metricText(spec: JsonObject, status: JsonObject): string {
  const field = sources[textAt(spec, 'type')]
  if (field === undefined) return '<unknown type>'
  const source = mapAt(spec, field)
  const target = mapAt(source, 'target')
  const current = mapAt(status, field, 'current')
  if (field === 'resource' || field === 'containerResource') {
    return `${textAt(source, 'name')}: ${resourceText(target, current)}`
  }
  if (field === 'pods') return `${known(current, 'averageValue')}/${quantityText(target['averageValue'])}`
  return isSet(target, 'averageValue')
    ? `${known(current, 'averageValue')}/${quantityText(target['averageValue'])} (avg)`
    : `${known(current, 'value')}/${quantityText(target['value'])}`
}

function resourceText(target: JsonObject, current: JsonObject): string {
  if (isSet(target, 'averageValue')) return `${known(current, 'averageValue')}/${quantityText(target['averageValue'])}`
  const wanted = percent(target['averageUtilization']) ?? '<auto>'
  return `${percent(current['averageUtilization']) ?? '<unknown>'}/${wanted}`
}

function known(current: JsonObject, field: string): string {
  return isSet(current, field) ? quantityText(current[field]) : '<unknown>'
}

function percent(value: Json | undefined): string | undefined {
  return numberAt({ value: value ?? null }, 'value') === undefined ? undefined : `${scalarText(value)}%`
}

/** Metrics and their state of an autoscaler at version v2. */
export function metricsOf(autoscaler: JsonObject): string {
  return metricsText(
    mapsAt(mapAt(autoscaler, 'spec'), 'metrics'),
    mapsAt(mapAt(autoscaler, 'status'), 'currentMetrics'),
  )
}
