import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Json, JsonObject } from '#kube'
import type { ResolvedChart } from '#render'
import { type ChartMetadata, lockJson, metadataJson } from '#repo'
import type { Chart, ChartFile, Compat } from '#source'
import { type GoMap, goJson, type Value } from '#template'
import { timeTextOf } from './time-text.ts'

/**
 * What a record keeps of a chart, field by field in the order of Helm's JSON; subcharts are no part of it. Helm 4 writes
 * times of files as well. Source: helm.sh/helm/v4 pkg/chart/v2/chart.go, v3 pkg/chart/chart.go.
 */
export function chartJson(chart: Chart, resolved: ResolvedChart, compat: Compat): JsonObject {
  const times = compat === 'helm4' ? fileTimes(chart) : undefined
  return {
    metadata: parsed(metadataJson(metadataOf(chart, resolved))),
    lock: chart.lock === undefined ? null : parsed(lockJson(chart.lock)),
    templates: filesJson(chart.templates, times),
    values: valuesJson(chart, resolved.values),
    schema: chart.schema === undefined ? null : base64(chart.schema),
    ...(times !== undefined && { schemamodtime: chart.schema === undefined ? NO_TIME : times('values.schema.json') }),
    files: filesJson(chart.files, times),
    ...(times !== undefined && { modtime: times('Chart.yaml') }),
  }
}

/** User values as a record keeps them. */
export function configJson(config: GoMap): JsonObject {
  return parsed(goJson(config)) as JsonObject
}

function parsed(text: string): Json {
  return JSON.parse(text) as Json
}

function metadataOf({ metadata }: Chart, { dependencies }: ResolvedChart): ChartMetadata {
  const { dependencies: _, ...rest } = metadata
  if (dependencies === undefined) return rest
  return {
    ...rest,
    dependencies: dependencies.map((each) => ({ ...each, importValues: each.importValues.map(plain) })),
  }
}

function plain(value: Value): unknown {
  return value instanceof Map ? Object.fromEntries(value) : value
}

function valuesJson({ raw }: Chart, values: GoMap): Json {
  const isThere = values.size > 0 || raw.some(({ name }) => name === 'values.yaml')
  return isThere ? parsed(goJson(values)) : null
}

function filesJson(files: readonly ChartFile[], times: FileTimes | undefined): Json {
  if (files.length === 0) return null // an empty list is nothing to Go
  return files.map(({ name, data }) => ({
    name,
    data: base64(data),
    ...(times !== undefined && { modtime: times(name) }),
  }))
}

function base64(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64')
}

/** Go's zero time. */
const NO_TIME = '0001-01-01T00:00:00Z'

type FileTimes = (name: string) => string

/** When a file of the chart was last written. Of a folder the system is asked: only it knows the nanoseconds. */
function fileTimes({ raw, origin }: Chart): FileTimes {
  const known = new Map(raw.map(({ name, modifiedMs }) => [name, modifiedMs]))
  const isFolder = statSync(origin, { throwIfNoEntry: false })?.isDirectory() === true
  return (name) => {
    const stats = isFolder ? statSync(join(origin, name), { bigint: true, throwIfNoEntry: false }) : undefined
    if (stats !== undefined) return nanosecondTime(stats.mtimeNs)
    const modifiedMs = known.get(name)
    return modifiedMs === undefined ? NO_TIME : nanosecondTime(BigInt(Math.round(modifiedMs)) * 1_000_000n)
  }
}

const NANOS = 1_000_000_000n

/** RFC 3339 with as many digits of a second as it takes, in the local zone. */
function nanosecondTime(nanos: bigint): string {
  return timeTextOf(Number(nanos / NANOS) * 1000, Number(nanos % NANOS))
}
