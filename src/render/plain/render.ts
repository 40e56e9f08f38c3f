import { compareStrings } from '#template'
import type { YamlMap } from '#yaml'
import { RenderError } from '../helm/error.ts'
import { HOOK_ANNOTATION, hookOf } from '../helm/hook.ts'
import { inInstallOrder } from '../helm/install-order.ts'
import { manifestHead } from '../helm/manifest-head.ts'
import { printed } from '../helm/output.ts'
import { createWarnings } from '../helm/warnings.ts'
import type { Hook, Position, Rendered, RenderedResource } from '../resource.ts'
import { documentsOf, type PlainDocument, type PlainFile, placeText } from './document.ts'

export type { PlainFile } from './document.ts'

/** Plain manifests, rendered. */
export interface PlainRendered extends Rendered {
  /** What a release stores as its manifest: no hooks. */
  readonly releaseManifest: string
}

/** Most objects of one release. */
const MAX_OBJECTS = 50_000

/**
 * The objects of manifests as a release has them: hooks apart (Helm's annotations), the others in Helm's order of
 * installation, each with the file it stands in. Throws RenderError `manifest` for what is no object and for an object that
 * stands there twice, `budget` for too many.
 */
export function renderPlain(files: readonly PlainFile[]): PlainRendered {
  const warnings = createWarnings('helm4')
  const resources: RenderedResource[] = []
  const hooks: Hook[] = []
  const seen = new Map<string, Position>()
  for (const file of files.toSorted((a, b) => compareStrings(a.name, b.name))) {
    for (const document of documentsOf(file)) {
      refuseDuplicate(document, seen)
      const { apiVersion, kind, name, annotations } = manifestHead(document.text, 'helm4')
      const resource = { source: file.name, apiVersion, kind, name, text: document.text }
      const hook = annotations.has(HOOK_ANNOTATION) ? hookOf(resource, annotations, warnings) : undefined
      if (hook !== undefined) hooks.push(hook)
      else if (!annotations.has(HOOK_ANNOTATION)) resources.push(resource)
    }
  }
  const ordered = inInstallOrder(resources, 'helm4')
  return {
    resources: ordered,
    hooks: inInstallOrder(hooks, 'helm4'),
    crds: [],
    notes: '',
    warnings: warnings.lines,
    releaseManifest: printed(ordered).text,
  }
}

/** Mutates `seen`. */
function refuseDuplicate({ value, position }: PlainDocument, seen: Map<string, Position>): void {
  if (seen.size >= MAX_OBJECTS) {
    const message = `${placeText(position)}: more objects in one release – expected at most ${MAX_OBJECTS}`
    throw new RenderError({ code: 'budget', message, position })
  }
  const key = identity(value)
  const first = seen.get(key)
  if (first === undefined) {
    seen.set(key, position)
    return
  }
  const [kind, namespace, name] = key.split('\n').slice(1)
  const shown = `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
  throw new RenderError({
    code: 'manifest',
    message: `${placeText(position)}: ${shown} stands there twice, at ${placeText(first)} before – expected once`,
    position,
    hint: 'take one of the two away',
  })
}

/** Group, kind, namespace and name: two versions of one object are the same object. */
function identity(value: YamlMap): string {
  const metadata = value.get('metadata') as YamlMap
  const apiVersion = textOf(value, 'apiVersion')
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  return [group, textOf(value, 'kind'), textOf(metadata, 'namespace'), textOf(metadata, 'name')].join('\n')
}

function textOf(map: YamlMap, key: string): string {
  const value = map.get(key)
  return typeof value === 'string' ? value : ''
}
