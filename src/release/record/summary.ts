import type { Json } from '#kube'
import type { ReleaseSummary } from '../contract/driver.ts'
import type { Release } from '../contract/release.ts'
import { guarded } from './decode.ts'
import { infoOf } from './fields.ts'
import { inflateBytes } from './inflate.ts'
import type { LabelMap } from './labels.ts'
import { fieldSpans, type Span } from './scan.ts'
import { numberOf, objectOf, textOf } from './typed.ts'

/** What lists show of a release. */
export function summaryOf(release: Release, labels: LabelMap): ReleaseSummary {
  const { name, namespace, version, info } = release
  return { name, namespace, version, info, chart: chartNameOf(release.chart['metadata']), labels }
}

/**
 * What lists show of the release that a body holds; the rest of it is not read. Throws `record-broken` as `decodeRecord` does,
 * but for faults in what is not read.
 */
export function decodeSummary(body: string, labels: LabelMap): ReleaseSummary {
  return guarded(() => readSummary(inflateBytes(body), labels))
}

function readSummary(bytes: Buffer, labels: LabelMap): ReleaseSummary {
  const spans = fieldSpans(bytes)
  const read = (span: Span | undefined): Json | undefined =>
    span === undefined ? undefined : (JSON.parse(bytes.toString('utf8', span.start, span.end)) as Json)
  const chart = spans.get('chart')
  const isMissing = chart === undefined || bytes[chart.start] === 0x6e
  const metadata = isMissing ? undefined : read(fieldSpans(bytes, chart.start).get('metadata'))
  return {
    name: textOf(read(spans.get('name')), 'Release.name'),
    namespace: textOf(read(spans.get('namespace')), 'Release.namespace'),
    version: numberOf(read(spans.get('version')), 'Release.version'),
    info: infoOf(read(spans.get('info'))),
    chart: chartNameOf(metadata),
    labels,
  }
}

function chartNameOf(value: Json | undefined): ReleaseSummary['chart'] {
  if (value === undefined || value === null) return undefined
  const metadata = objectOf(value, 'Release.chart.metadata')
  const text = (name: string): string => textOf(metadata[name], `Release.chart.metadata.${name}`)
  return { name: text('name'), version: text('version'), appVersion: text('appVersion') }
}
