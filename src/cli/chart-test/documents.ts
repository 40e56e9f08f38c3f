import type { ReleaseContent } from '#release'

/** One rendered object: of the manifest, a hook, or of crds/. */
export interface RenderedDocument {
  readonly source: string
  readonly kind: string
  readonly name: string
  readonly text: string
}

/** Every object that a release renders. */
export function documentsOf({ manifest, hooks, crds }: ReleaseContent): RenderedDocument[] {
  return [...manifest.split(/^---.*\n/m).flatMap(documentIn), ...hooks, ...crds]
}

function documentIn(chunk: string): RenderedDocument[] {
  const source = /^# Source: (.*)$/m.exec(chunk)?.[1] ?? ''
  const text = chunk.replace(/^# Source: .*\n/m, '')
  const kind = wordAt(/^kind: *(.*)$/m, text)
  const name = wordAt(/^metadata:[^]*?^ {2}name: *(.*)$/m, text)
  return kind === '' ? [] : [{ source, kind, name, text }]
}

function wordAt(pattern: RegExp, text: string): string {
  return /[\w.-]+/.exec(pattern.exec(text)?.[1] ?? '')?.[0] ?? ''
}
