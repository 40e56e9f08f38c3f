import type { Chart } from '#source'
import type { Budget, TemplatePosition } from '#template'
import { splitDocuments } from '../documents.ts'
import { eraseNoValue } from '../include.ts'
import type { ChartNode } from '../node.ts'
import type { HelmRenderOptions } from '../options.ts'
import { assemble, type PreparedChart, prepareChart, type RenderStage, renderFiles } from '../render.ts'
import { allTemplates, type Renderable } from '../scope.ts'
import { loadTomlParser, TomlNotLoaded } from '../toml-parse.ts'
import { chartDepth, Identities, pathText } from './identity.ts'
import type { Call, Part, TracedLine } from './line.ts'
import { HIDDEN, type Origin, Provenance } from './provenance.ts'
import { Recorder } from './recorder.ts'

/** A value that a line used. */
export interface ValueUse {
  /** From the root chart: `sub.image.tag`; `Release.Name` and the like for what is no value. */
  readonly path: string
  /** As the subchart's own templates write it: `image.tag`. Undefined in the root chart. */
  readonly localPath: string | undefined
  readonly value: unknown
  /** Who gave it; undefined for what no values file or flag can set. */
  readonly origin: Origin | undefined
}

/** Where one line comes from. */
export interface LineOrigin {
  readonly text: string
  /** The line of a template, or of a file of crds/, that wrote it. */
  readonly position: TemplatePosition
  /** Calls that lead to the position, outermost first. */
  readonly calls: readonly Call[]
  /** Further places that wrote a part of the line, with their calls. */
  readonly parts: readonly { readonly position: TemplatePosition; readonly calls: readonly Call[] }[]
  readonly values: readonly ValueUse[]
}

/** A rendered chart, line by line. */
export interface Trace {
  /** What `template` prints; undefined when the files make no manifest. */
  readonly manifest: string | undefined
  /** Why they make none. */
  readonly failure: unknown
  /** Where line `line` (from 1) of a stream comes from, by its `# Source:` line; undefined for lines of no template. */
  line(stream: string, line: number): LineOrigin | undefined
  /** Where line `line` (from 1) of a template's own output comes from. */
  fileLine(source: string, line: number): LineOrigin | undefined
  /** The line (from 1) of a template's output on which a document begins. */
  documentStart(source: string, document: string): number | undefined
  /** Paths of templates that were rendered. */
  readonly sources: readonly string[]
  /** The output of a template. */
  fileText(source: string): string | undefined
}

/** Renders a chart once more, watching every line. Throws `RenderError` when a template stops. */
export async function traceHelm(chart: Chart, options: HelmRenderOptions): Promise<Trace> {
  const recorder = new Recorder()
  const { prepared, stage } = await watched(chart, options, recorder)
  const { manifest, failure } = manifestOf(stage)
  return new Traced({ prepared, stage, recorder, manifest, failure })
}

async function watched(
  chart: Chart,
  options: HelmRenderOptions,
  recorder: Recorder,
): Promise<{ prepared: PreparedChart; stage: RenderStage }> {
  const { budget, ...rest } = options
  const traced: HelmRenderOptions = { ...rest, tracer: recorder, ...(budget && { budget: patient(budget) }) }
  const render = () => {
    const prepared = prepareChart(chart, traced)
    recorder.readTemplates(textsOf(prepared))
    return { prepared, stage: renderFiles(prepared, undefined) }
  }
  try {
    return render()
  } catch (error) {
    if (!isTomlMissing(error)) throw error
    await loadTomlParser()
    return render()
  }
}

/** Finds a template's text by its path. */
function textsOf({ root, values, compat, capabilities, options }: PreparedChart): (file: string) => string | undefined {
  let templates: ReadonlyMap<string, Renderable> | undefined
  return (file) => {
    templates ??= allTemplates(root, values, { compat, release: options.release, capabilities })
    return templates.get(file)?.text()
  }
}

/** Watching takes time and memory that the chart is not to blame for. */
function patient(budget: Budget): Budget {
  return { ...budget, maxTimeMs: budget.maxTimeMs * 20, maxMemoryBytes: Number.POSITIVE_INFINITY }
}

function isTomlMissing(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof TomlNotLoaded) return true
  }
  return false
}

function manifestOf(stage: RenderStage): { manifest: string | undefined; failure: unknown } {
  try {
    return { manifest: assemble(stage, stage.files).manifest.text, failure: undefined }
  } catch (failure) {
    return { manifest: undefined, failure }
  }
}

interface Material {
  readonly prepared: PreparedChart
  readonly stage: RenderStage
  readonly recorder: Recorder
  readonly manifest: string | undefined
  readonly failure: unknown
}

class Traced implements Trace {
  readonly manifest: string | undefined
  readonly failure: unknown
  readonly #stage: RenderStage
  readonly #recorder: Recorder
  readonly #identities: Identities
  readonly #provenance: Provenance
  readonly #root: ChartNode
  readonly #starts = new Map<string, Map<string, number>>()

  constructor({ prepared, stage, recorder, manifest, failure }: Material) {
    this.manifest = manifest
    this.failure = failure
    this.#stage = stage
    this.#recorder = recorder
    this.#root = prepared.root
    this.#identities = new Identities(stage.values, recorder.scopes)
    this.#provenance = new Provenance(prepared)
  }

  get sources(): readonly string[] {
    return [...this.#stage.files.keys()]
  }

  fileText(source: string): string | undefined {
    return this.#stage.files.get(source)
  }

  line(stream: string, line: number): LineOrigin | undefined {
    const place = placeInStream(stream, line)
    if (place === undefined) return undefined
    const start = this.documentStart(place.source, place.document)
    if (start !== undefined) return this.fileLine(place.source, start + place.offset)
    return isCrd(place.source) ? crdOrigin(place) : undefined
  }

  documentStart(source: string, document: string): number | undefined {
    const text = this.#stage.files.get(source)
    if (text === undefined) return undefined
    const known = this.#starts.get(source) ?? startsOf(text)
    this.#starts.set(source, known)
    return known.get(document.trim())
  }

  fileLine(source: string, line: number): LineOrigin | undefined {
    const traced = this.#recorder.files.get(source)?.[line - 1]
    if (traced === undefined) return undefined
    return this.#originOf(traced)
  }

  #originOf(line: TracedLine): LineOrigin | undefined {
    const filled = line.parts.filter(({ text }) => text.trim() !== '')
    const [first, ...rest] = filled.length > 0 ? filled : line.parts
    if (first === undefined) return undefined
    return {
      text: eraseNoValue(line.text),
      position: first.at,
      calls: first.calls,
      parts: rest.map(({ at, calls }) => ({ position: at, calls })),
      values: this.#valuesOf(filled),
    }
  }

  #valuesOf(parts: readonly Part[]): ValueUse[] {
    const uses = new Map<string, ValueUse>()
    for (const use of parts.flatMap((part) => this.#identities.usesOf(part))) {
      if (use.kind === 'builtin') {
        const { name: path, value } = use
        uses.set(path, { path, localPath: undefined, value, origin: undefined })
        continue
      }
      const path = pathText(use.path)
      const depth = chartDepth(this.#root, use.path)
      const isLocal = depth > 0 && depth < use.path.length
      const localPath = isLocal ? pathText(use.path.slice(depth)) : undefined
      if (uses.has(path)) continue
      const origin = this.#provenance.winner(use.path)
      uses.set(path, { path, localPath, value: origin?.isSecret ? HIDDEN : use.value, origin })
    }
    return [...uses.values()]
  }
}

function startsOf(text: string): Map<string, number> {
  const starts = new Map<string, number>()
  let from = 0
  for (const document of splitDocuments(text)) {
    const at = text.indexOf(document, from)
    if (at < 0) continue
    if (!starts.has(document)) starts.set(document, lineCount(text, at))
    from = at + document.length
  }
  return starts
}

function lineCount(text: string, end: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** A line of a stream of documents that are headed by `# Source:` lines. */
export interface StreamPlace {
  readonly source: string
  /** The document's text, without its head. */
  readonly document: string
  /** Lines between the document's first line and this one. */
  readonly offset: number
}

/** Where a line (from 1) of what `template` printed stands; undefined between documents. */
export function placeInStream(stream: string, line: number): StreamPlace | undefined {
  const lines = stream.split('\n')
  let head = line - 1
  while (head >= 0 && !isHead(lines, head)) head--
  if (head < 0 || head === line - 1) return undefined
  let end = line
  while (end < lines.length && !(lines[end] === '---' && isHead(lines, end + 1))) end++
  if (lines[line - 1] === '---' && isHead(lines, line)) return undefined
  const document = lines.slice(head + 1, end).join('\n')
  return { source: (lines[head] as string).slice(SOURCE.length), document, offset: line - 2 - head }
}

const SOURCE = '# Source: '

function isHead(lines: readonly string[], index: number): boolean {
  return index > 0 && (lines[index]?.startsWith(SOURCE) ?? false) && lines[index - 1] === '---'
}

function isCrd(source: string): boolean {
  return /^(?:[^/]+\/charts\/)*[^/]+\/crds\//.test(source)
}

function crdOrigin({ source, document, offset }: StreamPlace): LineOrigin {
  const text = document.split('\n')[offset] ?? ''
  const position = { file: source, line: offset + 1, column: 1 }
  return { text, position, calls: [], parts: [], values: [] }
}
