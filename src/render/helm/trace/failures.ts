import type { Chart } from '#source'
import { splitDocuments } from '../documents.ts'
import { renderTemplates } from '../engine.ts'
import { RenderError } from '../error.ts'
import { helmFunctions } from '../functions.ts'
import { manifestHead } from '../manifest-head.ts'
import type { HelmRenderOptions } from '../options.ts'
import { type PreparedChart, prepareChart } from '../render.ts'
import { allTemplates, type Renderable } from '../scope.ts'

const MAX_FAILURES = 50

/**
 * Every failure that the templates of a chart have by themselves, the first one included: what does not parse is left out,
 * and what stops while running does not stop the others. Empty when the chart cannot be prepared.
 */
export function allFailures(chart: Chart, options: HelmRenderOptions): RenderError[] {
  const failures = new Set<RenderError>()
  const note = (error: unknown): void => {
    if (error instanceof RenderError) failures.add(error)
  }
  try {
    const prepared = prepareChart(chart, options)
    const templates = templatesOf(prepared)
    for (let tries = 0; tries < MAX_FAILURES; tries++) {
      const broken = run(prepared, templates, note)
      if (broken === undefined || !templates.delete(broken)) break
    }
  } catch (error) {
    note(error)
  }
  return [...failures].slice(0, MAX_FAILURES)
}

function templatesOf({ root, values, compat, capabilities, options }: PreparedChart): Map<string, Renderable> {
  return allTemplates(root, values, { compat, release: options.release, capabilities })
}

/** Runs all templates; gives the path of one that does not parse. */
function run(
  prepared: PreparedChart,
  templates: ReadonlyMap<string, Renderable>,
  note: (error: unknown) => void,
): string | undefined {
  const { chart, compat, options, warnings } = prepared
  const { environment, lookup, resolveHost, budget, strict = false, lintMode = false } = options
  const functions = helmFunctions({ compat, environment, lookup, resolveHost, lintMode, warnings })
  try {
    const engine = { compat, functions, strict, budget, tracer: undefined, onFailure: note }
    const files = renderTemplates(chart, templates, engine)
    for (const [path, text] of files) noteDocuments(path, text, { prepared, note })
    return undefined
  } catch (error) {
    note(error)
    const isParse = error instanceof RenderError && error.code === 'template-parse'
    return isParse ? error.position?.file : undefined
  }
}

interface Noting {
  readonly prepared: PreparedChart
  readonly note: (error: unknown) => void
}

function noteDocuments(path: string, text: string, { prepared, note }: Noting): void {
  if (path.endsWith('NOTES.txt')) return
  for (const document of splitDocuments(text)) {
    try {
      manifestHead(document, prepared.compat)
    } catch (cause) {
      const message = `YAML parse error on ${path}: ${(cause as Error).message}`
      note(new RenderError({ code: 'manifest', message, cause }))
    }
  }
}
