import { allFailures, explainValues, type Trace, traceHelm, type ValueExplanation } from '#render'
import type { RenderPlan } from '../chart/render-input.ts'
import { codeFrame } from './frame.ts'
import { chartText } from './frame-file.ts'
import { type Failed, hintFor } from './frame-hint.ts'
import { limitHint } from './limit-hint.ts'

/** A failure of a render as the view shows it. */
interface Framed extends Error, Failed {
  code?: unknown
  hint?: string | undefined
  frame?: readonly string[]
  others?: readonly Error[]
}

/** What the search for causes has found out already. */
interface Known {
  readonly plan: RenderPlan
  readonly values: readonly ValueExplanation[]
  trace: Promise<Trace | undefined> | undefined
  /** Paths of templates that stop by themselves. */
  readonly broken: Set<string | undefined>
}

const MEBI = 1024 * 1024
/** What each render that looks for causes may spend. */
const FRAME_BUDGET = { maxSteps: 500_000, maxTimeMs: 300, maxMemoryBytes: 300 * MEBI } as const
/** How large the process may be when such a render starts. */
const MAX_START_BYTES = 200 * MEBI

const CODES: ReadonlySet<unknown> = new Set(['template', 'template-parse', 'manifest'])

/**
 * Gives a failed render (mutated) its frames, hints and the further failures of the same chart. The first message stays.
 * Nothing that goes wrong on the way hides the failure.
 */
export async function addFrames(error: unknown, failed: RenderPlan): Promise<void> {
  if (error instanceof Error && (error as Framed).code === 'budget') (error as Framed).hint ??= limitHint(error.message)
  if (!(error instanceof Error) || !CODES.has((error as Framed).code)) return
  const plan = frugal(failed)
  try {
    const values = await explainValues(plan.chart, plan.options)
    const known: Known = { plan, values, trace: undefined, broken: new Set() }
    const failures = isLarge(plan) ? [] : await allFailures(plan.chart, plan.options)
    const others = failures.filter(({ message }) => !error.message.startsWith(message))
    const distinct = [...new Map(others.map((other) => [other.message, other])).values()]
    for (const one of [error as Framed, ...(distinct as Framed[])]) {
      if (one.code !== 'manifest') known.broken.add(one.position?.file)
    }
    await frame(error as Framed, known)
    for (const other of distinct) await frame(other as Framed, known)
    if (distinct.length > 0) (error as Framed).others = distinct.toSorted(byPlace)
  } catch {
    // The failure itself is what the user must see.
  }
}

/** The same render with less to spend: a chart that took its time to fail is not run to its limits again. */
function frugal({ chart, options }: RenderPlan): RenderPlan {
  const { budget } = options
  return budget === undefined
    ? { chart, options }
    : { chart, options: { ...options, budget: { ...budget, ...FRAME_BUDGET } } }
}

/** Whether the process has taken so much memory that another render could be too much. */
function isLarge({ options: { budget } }: RenderPlan): boolean {
  return (budget?.memoryBytes?.() ?? 0) > MAX_START_BYTES
}

/** By template, then as the message reads: the same failures come in the same order. */
function byPlace(a: Error, b: Error): number {
  return compareText(placeOf(a), placeOf(b)) || compareText(a.message, b.message)
}

function placeOf(error: Framed): string {
  const { file = '', line = 0 } = error.position ?? {}
  return `${file}:${String(line).padStart(8, '0')}`
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

async function frame(error: Framed, known: Known): Promise<void> {
  const lines = error.code === 'manifest' ? await manifestFrame(error, known) : templateFrame(error, known.plan)
  const { hint, involved } = await hintFor(error, { chart: known.plan.chart, values: known.values })
  const all = [...lines, ...valueFrame(involved, known)]
  if (all.length > 0) error.frame = all
  error.hint ??= hint
}

function templateFrame({ position, code }: Framed, { chart }: RenderPlan): string[] {
  const { file, line, column } = position ?? { file: undefined, line: 0, column: 0 }
  const text = file === undefined ? undefined : chartText(chart, file)
  if (file === undefined || text === undefined) return []
  return codeFrame({ file, text, line, column: code === 'template-parse' ? undefined : column })
}

/** The lines of a values file that belong to the failure. */
function valueFrame(involved: ValueExplanation | undefined, { plan }: Known): string[] {
  const position = involved?.writers.find(({ isWinner }) => isWinner)?.position
  if (position === undefined) return []
  const text = valuesText(position.file, plan)
  return text === undefined ? [] : codeFrame({ ...position, text, around: 1 })
}

function valuesText(file: string, { chart, options }: RenderPlan): string | undefined {
  const root = `${chart.origin.replace(/\/$/, '')}/`
  if (file.startsWith(root)) return chartText(chart, `${chart.metadata.name}/${file.slice(root.length)}`)
  try {
    return options.readFile?.(file)
  } catch {
    return undefined
  }
}

/** Rendered lines around an error of YAML, and the template line that made the one at fault. */
async function manifestFrame(error: Framed, known: Known): Promise<string[]> {
  const [, source] = /YAML parse error on ([^:]+):/.exec(error.message) ?? []
  const [, digits] = /yaml: line (\d+):/.exec(error.message) ?? []
  known.trace ??= isLarge(known.plan)
    ? Promise.resolve(undefined)
    : traceHelm(withoutBroken(known), known.plan.options).catch(() => undefined)
  const trace = await known.trace
  const text = source === undefined ? undefined : trace?.fileText(source)
  if (trace === undefined || source === undefined || text === undefined) return []
  const document = documentOf(error, text, trace, source)
  const line = document + Math.max(1, Number(digits ?? 1)) - 1
  const rendered = codeFrame({ file: `${source} (rendered)`, text, line })
  const origin = trace.fileLine(source, line)
  if (origin === undefined) return rendered
  const { file, column } = origin.position
  const template = chartText(known.plan.chart, file)
  const frame = template === undefined ? [] : codeFrame({ file, text: template, line: origin.position.line, column })
  error.position ??= { ...origin.position }
  return [...rendered, '  made by', ...frame]
}

/** The chart with nothing in those of its own templates that stop, so that the others run to their end. */
function withoutBroken({ plan: { chart }, broken }: Known): RenderPlan['chart'] {
  const templates = chart.templates.map((file) =>
    broken.has(`${chart.metadata.name}/${file.name}`) ? { ...file, data: new Uint8Array() } : file,
  )
  return broken.size === 0 ? chart : { ...chart, templates }
}

/** The line on which the document at fault begins: the only one, or the first. */
function documentOf(error: Framed, text: string, trace: Trace, source: string): number {
  const parts = text.split(/^---.*$/m).filter((part) => part.trim() !== '')
  const failed = parts.length === 1 ? parts[0] : parts.find((part) => isAtFault(error, part))
  return trace.documentStart(source, (failed ?? parts[0] ?? '').trim()) ?? 1
}

function isAtFault({ message }: Error, part: string): boolean {
  const [, digits] = /yaml: line (\d+):/.exec(message) ?? []
  return part.trim().split('\n').length >= Number(digits ?? 1)
}
