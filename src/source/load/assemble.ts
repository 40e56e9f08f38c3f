import type { ChartMetadata, Lock } from '#repo'
import type { YamlMap } from '#yaml'
import { readArchive } from '../archive/read.ts'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError, wrapError } from '../error.ts'
import { defaultLimits } from '../limits.ts'
import { decodeDocument } from './document.ts'
import type { LoadOptions } from './options.ts'
import { lockStructure, metadataStructure } from './structures.ts'
import { type RawMetadata, validateMetadata } from './validate.ts'
import { parseValues } from './values.ts'

const decoder = new TextDecoder()

/** What a chart is made from, and where in the tree of charts it stands. */
export interface ChartFiles {
  readonly files: readonly ChartFile[]
  readonly origin: string
  /** 0 for the chart that the user named. */
  readonly depth?: number
}

interface Draft {
  readonly origin: string
  readonly options: LoadOptions
  metadata: RawMetadata | undefined
  lock?: Lock
  values: YamlMap
  schema?: Uint8Array
  readonly templates: ChartFile[]
  readonly files: ChartFile[]
  /** Files below charts/, by the first name there; names relative to charts/. */
  readonly subcharts: Map<string, ChartFile[]>
}

/**
 * Files become a chart, with its subcharts. Throws `not-a-chart`, `bad-yaml`, `invalid-metadata` and what archives
 * throw, all with Helm's texts. Source: helm pkg/chart/v2/loader/load.go LoadFiles.
 */
export function assembleChart(source: ChartFiles, options: LoadOptions = {}): Chart {
  const { files, origin, depth = 0 } = source
  if (depth > (options.limits?.depth ?? defaultLimits.depth)) throw tooDeep(origin)
  const draft: Draft = {
    origin,
    options,
    metadata: undefined,
    values: new Map(),
    templates: [],
    files: [],
    subcharts: new Map(),
  }
  for (const file of files) if (file.name === 'Chart.yaml') readMetadata(draft, file)
  for (const file of files) sortFile(draft, file)
  if (draft.metadata === undefined) throw missingChartYaml(origin)
  const metadata = validateMetadata(draft.metadata, `${origin}/Chart.yaml`, options.compat)
  const { lock, values, schema, templates } = draft
  const dependencies = loadSubcharts(draft, metadata, depth)
  const optional = { ...(lock && { lock }), ...(schema && { schema }) }
  return { metadata, ...optional, templates, files: draft.files, raw: files, values, dependencies, origin }
}

function tooDeep(origin: string): SourceError {
  return new SourceError('too-large', `${origin}: charts are nested too deeply`)
}

function missingChartYaml(origin: string): SourceError {
  return new SourceError('not-a-chart', 'Chart.yaml file is missing', {
    position: { file: origin, line: 1, column: 1 },
  })
}

function readMetadata(draft: Draft, file: ChartFile): void {
  mergeMetadata(draft, file)
  const { apiVersion } = draft.metadata ?? {}
  draft.metadata = { ...draft.metadata, apiVersion: apiVersion || 'v1' } as RawMetadata
}

/** Fields that the document sets replace those set before, as when Go decodes twice into one struct. */
function mergeMetadata(draft: Draft, file: ChartFile): void {
  const document = { name: file.name, file: `${draft.origin}/${file.name}`, data: file.data }
  const decoded = decodeDocument(document, metadataStructure, draft.options) ?? {}
  const annotations = { ...draft.metadata?.annotations, ...(decoded.annotations as Record<string, string>) }
  const merged = { ...draft.metadata, ...decoded, ...renameImports(decoded) }
  if (Object.keys(annotations).length > 0) merged.annotations = annotations
  draft.metadata = merged as unknown as RawMetadata
}

function renameImports(decoded: Record<string, unknown>): Record<string, unknown> {
  const dependencies = decoded.dependencies as (Record<string, unknown> | null)[] | undefined
  return dependencies === undefined ? {} : { dependencies: dependencies.map(toDependency) }
}

function toDependency(decoded: Record<string, unknown> | null): unknown {
  if (decoded === null) return null
  const { 'import-values': importValues, enabled: _enabled, ...rest } = decoded
  const imports = importValues === undefined ? {} : { importValues }
  return { name: '', version: '', repository: '', ...rest, ...imports }
}

function sortFile(draft: Draft, file: ChartFile): void {
  const special = specialFiles[file.name]
  if (special !== undefined) special(draft, file)
  else if (file.name.startsWith('templates/')) draft.templates.push(file)
  else if (file.name.startsWith('charts/') && !file.name.endsWith('.prov')) addSubchartFile(draft, file)
  else draft.files.push(file)
}

const specialFiles: Readonly<Record<string, (draft: Draft, file: ChartFile) => void>> = {
  __proto__: null as never,
  'Chart.yaml': () => {},
  'Chart.lock': readLock,
  'values.yaml': (draft, file) => {
    draft.values = readValues(draft, file)
  },
  'values.schema.json': (draft, file) => {
    draft.schema = file.data
  },
  'requirements.yaml': (draft, file) => {
    if (draft.metadata?.apiVersion !== 'v1') draft.options.onWarning?.(requirementsWarning(draft.options))
    mergeMetadata(draft, file)
    keepForVersion1(draft, file)
  },
  'requirements.lock': (draft, file) => {
    readLock(draft, file)
    if (draft.metadata?.apiVersion !== 'v1') draft.options.onWarning?.(lockWarning(draft.options))
    draft.metadata ??= {} as RawMetadata
    keepForVersion1(draft, file)
  },
}

function keepForVersion1(draft: Draft, file: ChartFile): void {
  if (draft.metadata?.apiVersion === 'v1') draft.files.push(file)
}

function requirementsWarning({ compat }: LoadOptions): string {
  const text =
    'Dependencies are handled in Chart.yaml since apiVersion "v2". We recommend migrating dependencies to Chart.yaml.'
  return logLine(`Warning: ${text}`, compat === 'helm3' ? 'load.go:120' : undefined)
}

function lockWarning({ compat }: LoadOptions): string {
  const text =
    'Dependency locking is handled in Chart.lock since apiVersion "v2". We recommend migrating to Chart.lock.'
  return logLine(`Warning: ${text}`, compat === 'helm3' ? 'load.go:138' : undefined)
}

/** A line as Helm 3 logs it, with its source line, or as Helm 4 does. */
function logLine(text: string, place: string | undefined): string {
  return place === undefined ? `level=INFO msg=${JSON.stringify(text)}` : `${place}: ${text}`
}

function readLock(draft: Draft, file: ChartFile): void {
  const document = { name: file.name, file: `${draft.origin}/${file.name}`, data: file.data }
  const decoded = decodeDocument(document, lockStructure, draft.options)
  delete draft.lock
  if (decoded === undefined) return
  const dependencies = ((decoded.dependencies as Record<string, unknown>[] | undefined) ?? []).map(toDependency)
  draft.lock = { generated: zeroTime, digest: '', ...decoded, dependencies } as Lock
}

const zeroTime = '0001-01-01T00:00:00Z'

function readValues(draft: Draft, file: ChartFile): YamlMap {
  const origin = { file: `${draft.origin}/values.yaml`, compat: draft.options.compat }
  try {
    return parseValues(decoder.decode(file.data), origin)
  } catch (error) {
    throw wrapError('cannot load values.yaml', error)
  }
}

function addSubchartFile(draft: Draft, file: ChartFile): void {
  const name = file.name.slice('charts/'.length)
  const first = name.split('/', 1)[0] ?? ''
  const group = draft.subcharts.get(first)
  if (group === undefined) draft.subcharts.set(first, [{ ...file, name }])
  else group.push({ ...file, name })
}

function loadSubcharts(draft: Draft, { name }: ChartMetadata, depth: number): Chart[] {
  const charts: Chart[] = []
  for (const [folder, files] of draft.subcharts) {
    if (folder.startsWith('_') || folder.startsWith('.')) continue
    try {
      charts.push(loadSubchart(draft, folder, { files, parent: name, depth: depth + 1 }))
    } catch (error) {
      const isTarText = error instanceof SourceError && error.message.startsWith('error unpacking subchart tar')
      throw isTarText ? error : wrapError(`error unpacking subchart ${folder} in ${name}`, error)
    }
  }
  return charts
}

interface Subchart {
  readonly files: readonly ChartFile[]
  readonly parent: string
  readonly depth: number
}

function loadSubchart(draft: Draft, folder: string, { files, parent, depth }: Subchart): Chart {
  const origin = `${draft.origin}/charts/${folder}`
  if (!folder.endsWith('.tgz')) return assembleChart({ files: cutFirst(files, folder), origin, depth }, draft.options)
  const [archive] = files
  if (archive?.name !== folder) {
    const message = `error unpacking subchart tar in ${parent}: expected ${folder}, got ${archive?.name}`
    throw new SourceError('bad-archive', message)
  }
  return assembleChart({ files: readArchive(archive.data, draft.options.limits), origin, depth }, draft.options)
}

function cutFirst(files: readonly ChartFile[], folder: string): ChartFile[] {
  const below = files.filter((file) => file.name.length > folder.length)
  return below.map((file) => ({ ...file, name: file.name.slice(folder.length + 1) }))
}
