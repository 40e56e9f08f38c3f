import type { ChartMetadata, Lock } from '#repo'
import type { YamlMap } from '#yaml'
import { readArchive } from '../archive/read.ts'
import type { Chart, ChartFile } from '../chart.ts'
import { SourceError, wrapError } from '../error.ts'
import { type Budget, defaultLimits, startBudget } from '../limits.ts'
import { checkMetadata, type Document, readLock, readMetadata } from './document.ts'
import type { LoadOptions } from './options.ts'
import { parseValues } from './values.ts'

const decoder = new TextDecoder()

/** What a chart is made from, and where in the tree of charts it stands. */
export interface ChartFiles {
  readonly files: readonly ChartFile[]
  readonly origin: string
  /** 0 for the chart that the user named. */
  readonly depth?: number
  /** What packed subcharts may still take; shared by the whole tree. */
  readonly budget?: Budget
}

interface Draft {
  readonly origin: string
  readonly options: LoadOptions
  metadata: ChartMetadata | undefined
  /** The last Chart.yaml or requirements.yaml that was read. */
  document?: Document
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
  for (const file of files) if (file.name === 'Chart.yaml') takeMetadata(draft, file)
  for (const file of files) sortFile(draft, file)
  if (draft.metadata === undefined) throw missingChartYaml(origin)
  const metadata = checkMetadata(draft.metadata, draft.document ?? documentOf(draft, noFile))
  const { lock, values, schema, templates } = draft
  const dependencies = loadSubcharts(draft, metadata, {
    depth: depth + 1,
    budget: source.budget ?? ownBudget(files, options),
  })
  const optional = { ...(lock && { lock }), ...(schema && { schema }) }
  return { metadata, ...optional, templates, files: draft.files, raw: files, values, dependencies, origin }
}

function ownBudget(files: readonly ChartFile[], { limits }: LoadOptions): Budget {
  const usedBytes = files.reduce((sum, { data }) => sum + data.length, 0)
  return startBudget({ ...defaultLimits, ...limits }, usedBytes)
}

function tooDeep(origin: string): SourceError {
  return new SourceError('too-large', `${origin}: charts are nested too deeply`)
}

function missingChartYaml(origin: string): SourceError {
  return new SourceError('not-a-chart', 'Chart.yaml file is missing', {
    position: { file: origin, line: 1, column: 1 },
  })
}

const noFile: ChartFile = { name: 'Chart.yaml', data: new Uint8Array() }

function documentOf({ origin, options }: Draft, { name, data }: ChartFile): Document {
  return { name, file: `${origin}/${name}`, data, compat: options.compat }
}

function takeMetadata(draft: Draft, file: ChartFile): void {
  draft.document = documentOf(draft, file)
  const metadata = readMetadata(draft.document)
  draft.metadata = { ...draft.metadata, ...metadata, apiVersion: metadata.apiVersion || 'v1' }
}

function takeRequirements(draft: Draft, file: ChartFile): void {
  if (draft.metadata?.apiVersion !== 'v1') draft.options.onWarning?.(requirementsWarning(draft.options))
  const { dependencies } = readMetadata(documentOf(draft, file))
  const metadata = draft.metadata ?? { name: '', version: '', apiVersion: '' }
  draft.metadata = { ...metadata, ...(dependencies && { dependencies }) }
  keepForVersion1(draft, file)
}

function takeLock(draft: Draft, file: ChartFile): void {
  const lock = readLock(documentOf(draft, file))
  if (lock === undefined) delete draft.lock
  else draft.lock = lock
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
  'Chart.lock': takeLock,
  'values.yaml': (draft, file) => {
    draft.values = readValues(draft, file)
  },
  'values.schema.json': (draft, file) => {
    draft.schema = file.data
  },
  'requirements.yaml': takeRequirements,
  'requirements.lock': (draft, file) => {
    takeLock(draft, file)
    if (draft.metadata?.apiVersion !== 'v1') draft.options.onWarning?.(lockWarning(draft.options))
    draft.metadata ??= { name: '', version: '', apiVersion: '' }
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

function loadSubcharts(draft: Draft, { name }: ChartMetadata, level: Level): Chart[] {
  const charts: Chart[] = []
  for (const [folder, files] of draft.subcharts) {
    if (folder.startsWith('_') || folder.startsWith('.')) continue
    try {
      charts.push(loadSubchart(draft, folder, { files, parent: name, level }))
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
  readonly level: Level
}

/** Where in the tree of charts, and what its archives may still hold. */
interface Level {
  readonly depth: number
  readonly budget: Budget
}

function loadSubchart(draft: Draft, folder: string, { files, parent, level }: Subchart): Chart {
  const origin = `${draft.origin}/charts/${folder}`
  if (!folder.endsWith('.tgz'))
    return assembleChart({ files: cutFirst(files, folder), origin, ...level }, draft.options)
  const [archive] = files
  if (archive?.name !== folder) {
    const message = `error unpacking subchart tar in ${parent}: expected ${folder}, got ${archive?.name}`
    throw new SourceError('bad-archive', message)
  }
  const unpacked = readArchive(archive.data, draft.options.limits, level.budget)
  return assembleChart({ files: unpacked, origin, ...level }, draft.options)
}

function cutFirst(files: readonly ChartFile[], folder: string): ChartFile[] {
  const below = files.filter((file) => file.name.length > folder.length)
  return below.map((file) => ({ ...file, name: file.name.slice(folder.length + 1) }))
}
