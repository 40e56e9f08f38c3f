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
 * Throws `RenderError` (`manifest`). Source: helm.sh/helm/v4 pkg/release/v1/util/manifest_sorter.go.
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
  for (const path of [...files.keys()].sort(compareStrings)) {
    if (basename(path).startsWith('_')) continue
    for (const text of splitDocuments(files.get(path) as string)) add(path, text)
  }
  return {
    resources: inInstallOrder(resources, warnings.compat),
    hooks: inInstallOrder(hooks, warnings.compat),
  }
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
