import { dumpLock, dumpMetadata } from '#repo'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError } from '../error.ts'
import type { Compat } from '../load/options.ts'
import { quote } from '../text.ts'
import type { PackedFile } from './tar-writer.ts'

/** How the files of a package are dated. */
export interface ContentsOptions {
  readonly compat?: Compat
  /** Helm 3 dates every file with the time of packing; Helm 4 only those that have no time of their own. */
  readonly nowMs: number
}

const encoder = new TextEncoder()

/**
 * The files of a chart's package in Helm's order: Chart.yaml, Chart.lock, values.yaml, schema, templates, other files,
 * then each subchart below `charts/`. Throws `invalid-schema`, `invalid-name`. Source: helm pkg/chart/v2/util/save.go.
 */
export function packageContents(chart: Chart, options: ContentsOptions, prefix = ''): PackedFile[] {
  const { metadata } = chart
  if (metadata.name.includes('/')) throw new SourceError('invalid-name', `invalid chart name ${quote(metadata.name)}`)
  const base = `${prefix}${metadata.name}/`
  const pack = (file: ChartFile): PackedFile => packFile(base, file, options)
  const subcharts = chart.dependencies.flatMap((each) => packageContents(each, options, `${base}charts/`))
  return [
    ...ownFiles(chart, options.compat).map(pack),
    ...chart.templates.map(pack),
    ...chart.files.map(pack),
    ...subcharts,
  ]
}

function packFile(base: string, file: ChartFile, { compat, nowMs }: ContentsOptions): PackedFile {
  const modifiedMs = compat === 'helm3' ? nowMs : (file.modifiedMs ?? nowMs)
  return { name: `${base}${file.name}`, data: file.data, modifiedMs }
}

function ownFiles(chart: Chart, compat: Compat | undefined): ChartFile[] {
  const raw = (name: string) => chart.raw.filter((file) => file.name === name)
  const [schema] = raw('values.schema.json').slice(-1)
  if (chart.schema !== undefined) checkSchema(chart.schema, compat)
  const chartYaml = dated('Chart.yaml', dumpMetadata(chart.metadata), raw('Chart.yaml').at(-1)?.modifiedMs)
  return [chartYaml, ...lockFiles(chart), ...raw('values.yaml'), ...(schema ? [schema] : [])]
}

function dated(name: string, text: string, modifiedMs: number | undefined): ChartFile {
  return { name, data: encoder.encode(text), ...(modifiedMs !== undefined && { modifiedMs }) }
}

function lockFiles({ lock, metadata }: Chart): ChartFile[] {
  if (lock === undefined || metadata.apiVersion !== 'v2') return []
  const generatedMs = Date.parse(lock.generated)
  const isZero = Number.isNaN(generatedMs) || lock.generated.startsWith('0001-')
  return [dated('Chart.lock', dumpLock(lock), isZero ? undefined : generatedMs)]
}

function checkSchema(schema: Uint8Array, compat: Compat | undefined): void {
  try {
    JSON.parse(new TextDecoder().decode(schema))
  } catch (error) {
    const word = compat === 'helm3' ? 'Invalid' : 'invalid'
    throw new SourceError('invalid-schema', `${word} JSON in values.schema.json`, { cause: error })
  }
}
