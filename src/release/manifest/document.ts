import { splitDocuments } from '#render'

/** One document of a manifest. */
export interface ManifestDocument {
  readonly text: string
  /** What its `# Source:` line names; empty where there is none. */
  readonly source: string
  /** From 1. */
  readonly number: number
}

const SOURCE = /^# Source: (.*)$/m

/** The documents of a manifest that hold more than comments, in order. */
export function documentsOf(manifest: string): readonly ManifestDocument[] {
  return splitDocuments(manifest)
    .map((text, at) => ({ text, source: sourceOf(text), number: at + 1 }))
    .filter(({ text }) => !isComment(text))
}

/**
 * A document as it is read: with a line break at its end, which splitting took away and a block scalar in its last line keeps.
 * Source: k8s.io/apimachinery pkg/util/yaml `LineReader`.
 */
export function ended(document: string): string {
  return `${document}\n`
}

/** Only a comment before the document's first line tells its source. */
function sourceOf(text: string): string {
  const found = SOURCE.exec(text)
  return found !== null && isComment(text.slice(0, found.index)) ? (found[1] ?? '').trim() : ''
}

function isComment(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.trimStart().startsWith('#'))
}
