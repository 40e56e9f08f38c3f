import type { ReleaseContent } from '#release'
import { head } from '#yaml'

/** One rendered object: of the manifest, a hook, or of crds/. */
export interface RenderedDocument {
  readonly source: string
  readonly kind: string
  readonly name: string
  readonly text: string
}

/** Every object that a release renders. */
export function documentsOf({ manifest, hooks, crds }: ReleaseContent): RenderedDocument[] {
  const parts = manifest.split(/^---.*\n/m).map((text) => ({ text, source: /^# Source: (.*)$/m.exec(text)?.[1] ?? '' }))
  return [...parts.flatMap(({ text, source }) => documentIn(text, source)), ...hooks, ...crds]
}

function documentIn(text: string, source: string): RenderedDocument[] {
  const { kind, name } = titleOf(text)
  return kind === '' ? [] : [{ source, kind, name, text }]
}

/** Kind and name of an object; empty where there is none. Never throws. */
export function titleOf(text: string): { readonly kind: string; readonly name: string } {
  try {
    const { kind, metadata } = head(text)
    const name = typeof metadata === 'object' && metadata !== null && 'name' in metadata ? metadata.name : undefined
    return { kind: typeof kind === 'string' ? kind : '', name: typeof name === 'string' ? name : '' }
  } catch {
    return { kind: '', name: '' }
  }
}
