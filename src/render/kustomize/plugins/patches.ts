import type { Patch } from '../file/types.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { patchTransformer } from '../transformers/patch.ts'
import { type Json6902Config, patchesJson6902 } from '../transformers/patch-json6902.ts'
import { patchesStrategicMerge, type StrategicConfig } from '../transformers/patch-strategic.ts'
import { type ReplacementConfig, replacementTransformer } from '../transformers/replacement.ts'
import { readConfig } from './config.ts'
import { patchJson6902Type, patchStrategicMergeType, patchType, replacementType } from './config-types.ts'
import type { PluginContext } from './context.ts'

/** The built-in transformers that patch, by kind. */
export const patchPlugins: readonly (readonly [string, (config: Resource, context: PluginContext) => Transform])[] = [
  [
    'PatchJson6902Transformer',
    (config, context) => patchesJson6902(readConfig<Json6902Config>(config, patchJson6902Type), context),
  ],
  [
    'PatchStrategicMergeTransformer',
    (config, context) => patchesStrategicMerge(readConfig<StrategicConfig>(config, patchStrategicMergeType), context),
  ],
  ['PatchTransformer', (config, context) => patchTransformer(readConfig<Patch>(config, patchType), context)],
  [
    'ReplacementTransformer',
    (config, context) => replacementTransformer(readConfig<ReplacementConfig>(config, replacementType), context),
  ],
]
