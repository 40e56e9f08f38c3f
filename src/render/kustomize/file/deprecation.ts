import type { Kustomization } from './types.ts'

/** The warnings for deprecated fields of a file, in the reference's order and words. */
export function deprecationWarnings(kustomization: Kustomization): string[] {
  return DEPRECATED.filter(({ name }) => kustomization[name] !== undefined).map(
    ({ name, instead, fix }) => `# Warning: '${name}' is deprecated. Please use '${instead}' instead. ${fix}`,
  )
}

const FIX = "Run 'kustomize edit fix' to update your Kustomization automatically."

const DEPRECATED: readonly { readonly name: keyof Kustomization; readonly instead: string; readonly fix: string }[] = [
  { name: 'bases', instead: 'resources', fix: FIX },
  { name: 'commonLabels', instead: 'labels', fix: FIX },
  { name: 'imageTags', instead: 'images', fix: FIX },
  { name: 'patchesJson6902', instead: 'patches', fix: FIX },
  { name: 'patchesStrategicMerge', instead: 'patches', fix: FIX },
  { name: 'vars', instead: 'replacements', fix: `[EXPERIMENTAL] ${FIX}` },
]
