import { type Cause, lineOfPath } from '#plan'
import type { ExplainField } from '#release'
import { type HelmRenderOptions, type LineOrigin, splitDocuments, type Trace, traceHelm } from '#render'
import type { Chart } from '#source'
import { loadTree } from '#yaml'

/** Says which line of a template wrote a field, and which values it used. The chart is rendered once more when it is first asked. */
export function explainChart(chart: Chart, options: HelmRenderOptions): ExplainField {
  let traced: Promise<Trace> | undefined
  const known = new Map<string, readonly Document[]>()
  return async ({ source, kind, name, path }) => {
    traced ??= traceHelm(chart, options)
    const trace = await traced
    const documents = known.get(source) ?? documentsOf(trace.fileText(source) ?? '')
    known.set(source, documents)
    const found = documents.filter((document) => document.kind === kind)
    const document = found.find((one) => one.name === name) ?? (found.length === 1 ? found[0] : undefined)
    if (document === undefined) return undefined
    const origin = trace.fileLine(source, document.line + lineOfPath(document.tree, path) - 1)
    return origin === undefined ? undefined : causeOf(origin)
  }
}

interface Document {
  /** Where it begins in the template's output, from 1. */
  readonly line: number
  readonly tree: ReturnType<typeof loadTree>
  readonly kind: unknown
  readonly name: unknown
}

function documentsOf(text: string): readonly Document[] {
  const documents: Document[] = []
  let from = 0
  for (const part of splitDocuments(text)) {
    const at = text.indexOf(part, from)
    if (at < 0) continue
    from = at + part.length
    const tree = treeOf(part)
    if (!(tree?.value instanceof Map)) continue
    const metadata = tree.value.get('metadata')
    const name = metadata instanceof Map ? metadata.get('name') : undefined
    documents.push({ line: text.slice(0, at).split('\n').length, tree, kind: tree.value.get('kind'), name })
  }
  return documents
}

function treeOf(text: string): ReturnType<typeof loadTree> | undefined {
  try {
    return loadTree(text)
  } catch {
    return undefined
  }
}

/** Values of flags are not repeated: they may be secret. */
function causeOf({ position, values }: LineOrigin): Cause {
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
