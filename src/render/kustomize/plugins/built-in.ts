import { KustomizeError, within } from '../error.ts'
import type { ConfigMapArgs, FieldSpec, ObjectMeta, SecretArgs } from '../file/types.ts'
import { generateConfigMap } from '../generators/config-map.ts'
import { generateIamPolicy, type IamPolicyArgs } from '../generators/iam-policy.ts'
import { generateSecret } from '../generators/secret.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { hashTransformer } from '../transformers/hash-names.ts'
import { type ImageTagConfig, imageTagTransformer } from '../transformers/images.ts'
import {
  type AnnotationsConfig,
  annotationsTransformer,
  type LabelConfig,
  labelTransformer,
} from '../transformers/metadata.ts'
import { prefixTransformer, suffixTransformer } from '../transformers/name-affix.ts'
import { type NamespaceConfig, namespaceTransformer } from '../transformers/namespace.ts'
import { type ReplicaConfig, replicaCountTransformer } from '../transformers/replicas.ts'
import { planChart } from './chart.ts'
import { readConfig } from './config.ts'
import * as types from './config-types.ts'
import type { PluginContext } from './context.ts'
import { patchPlugins } from './patches.ts'
import { type ValueAddConfig, valueAddTransformer } from './value-add.ts'

/** Configures a built-in generator; the function that comes back makes its resources. Throws `bad-config`. */
export type GeneratorKind = (config: Resource, context: PluginContext) => () => readonly Resource[]
/** Configures a built-in transformer. Throws `bad-config`, and what reading its files throws. */
export type TransformerKind = (config: Resource, context: PluginContext) => Transform

/** Built-in generators by their `kind`. */
export const generatorKinds: ReadonlyMap<string, GeneratorKind> = new Map([
  ['ConfigMapGenerator', (config, { loader }) => configMap(config, (path) => loader.load(path))],
  ['SecretGenerator', (config, { loader }) => secret(config, (path) => loader.load(path))],
  ['HelmChartInflationGenerator', (config, context) => planChart(readConfig(config, types.helmType), context).run],
  [
    'IAMPolicyGenerator',
    (config) => {
      const args = readConfig<IamPolicyArgs>(config, types.iamPolicyType)
      return () => [generateIamPolicy(args)]
    },
  ],
] satisfies readonly (readonly [string, GeneratorKind])[])

/** Built-in transformers by their `kind`. */
export const transformerKinds: ReadonlyMap<string, TransformerKind> = new Map<string, TransformerKind>([
  [
    'AnnotationsTransformer',
    (config) => annotationsTransformer(readConfig<AnnotationsConfig>(config, types.annotationsType)),
  ],
  ['HashTransformer', () => hashTransformer()],
  ['ImageTagTransformer', (config) => imageTagTransformer(readConfig<ImageTagConfig>(config, types.imageTagType))],
  ['LabelTransformer', (config) => labelTransformer(readConfig<LabelConfig>(config, types.labelType))],
  ['NamespaceTransformer', namespace],
  ...patchPlugins,
  ['PrefixSuffixTransformer', prefixSuffix],
  ['PrefixTransformer', (config) => prefixTransformer(readAffix(config))],
  ['SuffixTransformer', (config) => suffixTransformer(readAffix(config))],
  [
    'ReplicaCountTransformer',
    (config) => replicaCountTransformer(readConfig<ReplicaConfig>(config, types.replicaType)),
  ],
  [
    'ValueAddTransformer',
    (config, context) => valueAddTransformer(readConfig<ValueAddConfig>(config, types.valueAddType), context),
  ],
])

type Reader = (path: string) => Uint8Array

function configMap(config: Resource, read: Reader): () => readonly Resource[] {
  const args = withMetadata(readConfig<ConfigMapArgs & Named>(config, types.configMapType))
  return () => [generateConfigMap(args, read)]
}

function secret(config: Resource, read: Reader): () => readonly Resource[] {
  const args = withMetadata(readConfig<SecretArgs & Named>(config, types.secretType))
  return () => [generateSecret(args, read)]
}

interface Named {
  readonly metadata?: ObjectMeta
}

// Name and namespace come from the configuration's metadata where its own fields are empty.
function withMetadata<T extends ConfigMapArgs & Named>(args: T): T {
  const { name = '', namespace = '' } = args.metadata ?? {}
  return { ...args, name: args.name || name, namespace: args.namespace || namespace }
}

function namespace(config: Resource): Transform {
  const args = within('unmarshalling NamespaceTransformer config', () =>
    readConfig<NamespaceConfig & Named>(config, types.namespaceType),
  )
  return namespaceTransformer({ ...args, namespace: args.metadata?.namespace })
}

function prefixSuffix(config: Resource): Transform {
  const args = readAffix(config)
  const steps = [prefixTransformer(args), suffixTransformer(args)]
  return (resources) => {
    for (const step of steps) step(resources)
  }
}

interface AffixConfig {
  readonly prefix?: string
  readonly suffix?: string
  readonly fieldSpecs: readonly FieldSpec[]
}

function readAffix(config: Resource): AffixConfig {
  const args = readConfig<Partial<AffixConfig>>(config, types.affixType)
  const { fieldSpecs } = args
  if (fieldSpecs !== undefined) return { ...args, fieldSpecs }
  throw new KustomizeError({ code: 'bad-config', message: 'fieldSpecs is not expected to be nil' })
}
