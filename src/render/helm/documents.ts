import { trimSpace } from './go-text.ts'

const SEPARATOR = '---'

/**
 * The documents of a rendered file, trimmed, in order. A line that starts with `---` separates, whatever follows on it.
 * It stops soon after `most` of them. Source: helm.sh/helm/v4 pkg/release/v1/util `SplitManifests`.
 */
export function splitDocuments(file: string, most = Number.POSITIVE_INFINITY): string[] {
  const text = trimSpace(file)
  const documents: string[] = []
  let start = 0
  let at = text.startsWith(SEPARATOR) ? 0 : nextSeparator(text, 0)
  while (at >= 0 && documents.length <= most) {
    addDocument(documents, text.slice(start, beforeSeparator(text, at, start)))
    start = skipSpace(text, at + SEPARATOR.length)
    at = nextSeparator(text, start)
  }
  addDocument(documents, text.slice(start))
  return documents
}

/** Index of the next `---` behind a line break that stands at `from` or later. */
function nextSeparator(text: string, from: number): number {
  const found = text.indexOf('\n---', from)
  return found < 0 ? -1 : found + 1
}

function addDocument(documents: string[], text: string): void {
  if (text !== '') documents.push(trimSpace(text))
}

/** Where the white space in front of the separator begins, not before `start`. */
function beforeSeparator(text: string, at: number, start: number): number {
  let end = at
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return end
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (at < text.length && isBlank(text.charCodeAt(at))) at++
  return at
}

/** `\s` of RE2. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09 || code === 0x0c
}
