import { type Cause, lineOfPath } from '#plan'
import type { ExplainField } from '#release'
import { type HelmRenderOptions, type LineOrigin, type Trace, traceHelm } from '#render'
import type { Chart } from '#source'
import { guardsOf } from './chart-guards.ts'
import { findDocument, type PlacedDocument, placedDocuments } from './placed-documents.ts'

/** Says which line of a template wrote a field, and which values it used. The chart is rendered once more when it is first asked. */
export function explainChart(chart: Chart, options: HelmRenderOptions): ExplainField {
  let traced: Promise<Trace> | undefined
  const known = new Map<string, readonly PlacedDocument[]>()
  return async ({ source, kind, name, path, isGone = false }) => {
    if (isGone) return goneCause(source, await guardsOf(chart, options, source))
    traced ??= traceHelm(chart, options)
    const trace = await traced
    const documents = known.get(source) ?? placedDocuments(trace.fileText(source) ?? '')
    known.set(source, documents)
    const document = findDocument(documents, kind, name)
    if (document === undefined) return undefined
    const origin = trace.fileLine(source, document.line + lineOfPath(document.tree, path) - 1)
    if (origin === undefined) return undefined
    const cause = causeOf(origin)
    return path === '' ? { ...cause, values: await guardsOf(chart, options, source) } : cause
  }
}

/** Why an object goes that its template no longer makes. */
function goneCause(source: string, values: readonly string[]): Cause | undefined {
  return values.length === 0 ? undefined : { kind: 'values', file: source, values }
}

/** Values of flags are not repeated: they may be secret. */
function causeOf({ position, values }: LineOrigin): Extract<Cause, { kind: 'template' }> {
  const used = values
    .filter(({ origin }) => origin !== undefined)
    .map(({ path, origin }) => {
      const place = origin?.position
      return place === undefined
        ? `${path} (${origin?.text.split(' ')[0] ?? ''})`
        : `${path} (${place.file}:${place.line})`
    })
  return { kind: 'template', file: position.file, line: position.line, values: used }
}
