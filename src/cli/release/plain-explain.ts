import { lineOfPath } from '#plan'
import type { ExplainField } from '#release'
import type { PlainFile } from '#render'
import { findDocument, placedDocuments } from './placed-documents.ts'

/** Says on which line of its file a field of a plain manifest stands. */
export function explainPlain(files: readonly PlainFile[]): ExplainField {
  return ({ source, kind, name, path, isGone }) => {
    const file = files.find((one) => one.name === source)
    const document = file && findDocument(placedDocuments(file.text), kind, name)
    if (document === undefined || isGone === true) return Promise.resolve(undefined)
    const line = document.line + lineOfPath(document.tree, path) - 1
    return Promise.resolve({ kind: 'template', file: source, line, values: [] })
  }
}
