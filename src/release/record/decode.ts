import type { Json, JsonObject } from '#kube'
import type { Release } from '../contract/release.ts'
import { ReleaseError } from '../error.ts'
import { checkDepth } from './depth.ts'
import { hooksOf, infoOf } from './fields.ts'
import { inflate } from './inflate.ts'
import { listOf, numberOf, objectOf, textOf } from './typed.ts'

/**
 * The release that a body holds: base64 of JSON, gzipped or (from before Helm 2.7) not. Labels come from the object that holds
 * the body. Throws `record-broken` for anything else, and for what would fill the memory.
 */
export function decodeRecord(body: string, labels: Readonly<Record<string, string>> = {}): Release {
  return guarded(() => releaseOf(JSON.parse(inflate(body)), labels))
}

/** Runs a decoder; whatever it throws is a broken record. */
export function guarded<T>(decode: () => T): T {
  try {
    return decode()
  } catch (cause) {
    if (cause instanceof ReleaseError) throw cause
    throw new ReleaseError('record-broken', reasonOf(cause), { cause })
  }
}

/** What JSON's reader says quotes what it reads, which may be a secret. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  if (!(cause instanceof SyntaxError)) return text
  const [place = ''] = / at position \d+/.exec(text) ?? []
  return `no JSON${place}`
}

function releaseOf(value: Json, labels: Readonly<Record<string, string>>): Release {
  const record = objectOf(value, 'release')
  const chart = objectOf(record['chart'] ?? {}, 'Release.chart')
  const config = record['config'] ?? undefined
  for (const free of [chart, config]) checkDepth(free)
  const method = textOf(record['apply_method'], 'Release.apply_method')
  return {
    name: textOf(record['name'], 'Release.name'),
    namespace: textOf(record['namespace'], 'Release.namespace'),
    version: numberOf(record['version'], 'Release.version'),
    info: infoOf(record['info']),
    chart: checkedChart(chart),
    ...(config !== undefined && { config: objectOf(config, 'Release.config') }),
    manifest: textOf(record['manifest'], 'Release.manifest'),
    hooks: hooksOf(record['hooks']),
    ...((method === 'csa' || method === 'ssa') && { apply_method: method }),
    labels,
  }
}

/** The chart as it stands, once the fields that commands read have the types that Go would take. */
function checkedChart(chart: JsonObject): JsonObject {
  const metadata = objectOf(chart['metadata'] ?? {}, 'Release.chart.metadata')
  for (const name of ['name', 'version', 'appVersion', 'type']) textOf(metadata[name], `Release.chart.metadata.${name}`)
  for (const [name, text] of Object.entries(
    objectOf(metadata['annotations'] ?? {}, 'Release.chart.metadata.annotations'),
  ))
    textOf(text, `Release.chart.metadata.annotations.${name}`)
  for (const dependency of listOf(metadata['dependencies'], 'Release.chart.metadata.dependencies'))
    objectOf(dependency, 'Release.chart.metadata.dependencies')
  objectOf(chart['values'] ?? {}, 'Release.chart.values')
  for (const place of ['templates', 'files']) {
    for (const file of listOf(chart[place], `Release.chart.${place}`)) objectOf(file, `Release.chart.${place}`)
  }
  return chart
}
