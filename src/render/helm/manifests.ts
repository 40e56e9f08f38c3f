import { compareStrings } from '#template'
import type { Hook, RenderedResource } from '../resource.ts'
import { splitDocuments } from './documents.ts'
import { RenderError } from './error.ts'
import { basename, trimSpace } from './go-text.ts'
import { HOOK_ANNOTATION, hookOf } from './hook.ts'
import { inInstallOrder } from './install-order.ts'
import { type ManifestHead, manifestHead } from './manifest-head.ts'
import type { Compat } from './options.ts'
import type { Warnings } from './warnings.ts'

/** Rendered files taken apart. */
export interface Manifests {
  readonly resources: readonly RenderedResource[]
  readonly hooks: readonly Hook[]
}

/**
 * Splits rendered files into documents, and sorts them into hooks and resources, each in the order of installation.
 * Throws `RenderError` (`manifest`, `budget`). Source: helm.sh/helm/v4 pkg/release/v1/util/manifest_sorter.go.
 */
export function sortManifests(files: ReadonlyMap<string, string>, warnings: Warnings): Manifests {
  const resources: RenderedResource[] = []
  const hooks: Hook[] = []
  const add = (source: string, text: string): void => {
    const { apiVersion, kind, name, annotations } = headOf(source, text, warnings.compat)
    const resource = { source, apiVersion, kind, name, text }
    if (!annotations.has(HOOK_ANNOTATION)) resources.push(resource)
    else {
      const hook = hookOf(resource, annotations, warnings)
      if (hook !== undefined) hooks.push(hook)
    }
  }
  let left = MAX_DOCUMENTS
  for (const path of [...files.keys()].sort(compareStrings)) {
    if (basename(path).startsWith('_')) continue
    const documents = splitDocuments(files.get(path) as string, left)
    left -= documents.length
    if (left < 0) throw tooMuch(path, 'more documents in one release', MAX_DOCUMENTS)
    for (const text of documents) {
      if (text.length > MAX_DOCUMENT_UNITS)
        throw tooMuch(path, `a document of ${text.length} bytes`, MAX_DOCUMENT_UNITS)
      add(path, text)
    }
  }
  return {
    resources: inInstallOrder(resources, warnings.compat),
    hooks: inInstallOrder(hooks, warnings.compat),
  }
}

/** Most documents that one render may give; the largest charts in public use give a few hundred. */
const MAX_DOCUMENTS = 50_000

/** Most UTF-16 units of one document: twice what an API server takes. */
const MAX_DOCUMENT_UNITS = 6 * 1024 * 1024

function tooMuch(path: string, what: string, limit: number): RenderError {
  const message = `${path}: ${what} – expected at most ${limit}`
  return new RenderError({ code: 'budget', message, position: { file: path, line: 1, column: 1 } })
}

const knownHeads = new Map<string, ManifestHead>()
const MAX_KNOWN_HEADS = 5_000

/** The head of a document; heads of recent documents are kept, since most come out the same in the next render. */
function headOf(source: string, text: string, compat: Compat): ManifestHead {
  const known = knownHeads.get(text)
  if (known !== undefined) return known
  const found = parseHead(source, text, compat)
  if (knownHeads.size >= MAX_KNOWN_HEADS) knownHeads.clear()
  knownHeads.set(text, found)
  return found
}

function parseHead(source: string, text: string, compat: Compat): ManifestHead {
  try {
    return manifestHead(text, compat)
  } catch (cause) {
    const message = `YAML parse error on ${source}: ${(cause as Error).message}`
    throw new RenderError({ code: 'manifest', message, cause })
  }
}

/** All files as Helm shows them with `--debug` when one of them is no YAML. */
export function rawFiles(files: ReadonlyMap<string, string>): string {
  let text = ''
  for (const [path, content] of files) {
    if (trimSpace(content) !== '') text += `---\n# Source: ${path}\n${content}\n`
  }
  return text
}
