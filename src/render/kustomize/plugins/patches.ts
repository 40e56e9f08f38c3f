import { KustomizeError } from '../error.ts'
import type { TransformerKind } from './built-in.ts'

const missing: TransformerKind = () => {
  throw new KustomizeError({ code: 'plugin', message: 'not there yet' })
}

/** The built-in transformers that patch, by kind. */
export const patchPlugins: readonly (readonly [string, TransformerKind])[] = [
  ['PatchJson6902Transformer', missing],
  ['PatchStrategicMergeTransformer', missing],
  ['PatchTransformer', missing],
  ['ReplacementTransformer', missing],
]
