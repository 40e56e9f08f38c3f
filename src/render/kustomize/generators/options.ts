import type { GeneratorOptions, TextMap } from '../file/types.ts'
import { newObject } from '../resource/json.ts'

/** A generator's own options with the kustomization's `generatorOptions` where it says nothing. */
export function mergeOptions(
  own: GeneratorOptions | undefined,
  shared: GeneratorOptions | undefined,
): GeneratorOptions | undefined {
  if (shared === undefined) return own
  return {
    ...own,
    ...mergedMap('labels', own?.labels, shared.labels),
    ...mergedMap('annotations', own?.annotations, shared.annotations),
    ...((own?.disableNameSuffixHash || shared.disableNameSuffixHash) && { disableNameSuffixHash: true }),
    ...((own?.immutable || shared.immutable) && { immutable: true }),
  }
}

function mergedMap(name: string, own: TextMap | undefined, shared: TextMap | undefined): Record<string, TextMap> {
  if (own === undefined && shared === undefined) return {}
  return { [name]: Object.assign(newObject(), shared, own) as unknown as TextMap }
}
