import { KustomizeError, within, wrapFailure } from '../error.ts'
import type { Configuration } from '../fields/configuration.ts'
import { mergeFieldSpecs } from '../fields/merge.ts'
import type { FieldSpec, Kustomization, Label, Patch } from '../file/types.ts'
import type { Loader } from '../load/loader.ts'
import type { Transform } from '../resource/list.ts'
import { imageTagTransformer } from '../transformers/images.ts'
import { annotationsTransformer, labelTransformer } from '../transformers/metadata.ts'
import { prefixTransformer, suffixTransformer } from '../transformers/name-affix.ts'
import { namespaceTransformer } from '../transformers/namespace.ts'
import { patchTransformer } from '../transformers/patch.ts'
import { type Json6902Config, patchesJson6902 } from '../transformers/patch-json6902.ts'
import { patchesStrategicMerge } from '../transformers/patch-strategic.ts'
import { replacementTransformer } from '../transformers/replacement.ts'
import { replicaCountTransformer } from '../transformers/replicas.ts'
import { otherName } from './at-entry.ts'
import { builtinOrigin } from './builtin-origin.ts'
import { configText } from './config-text.ts'
import { entryBlock } from './entry-block.ts'
import { entryPosition } from './entry-position.ts'
import type { Cause } from './observer.ts'
import type { Step } from './step.ts'
import type { StepContext } from './step-context.ts'
import { stepEntry } from './step-entry.ts'
import type { Target } from './target.ts'

/** One kind of step that the fields of a kustomization file ask for. */
interface StepKind {
  readonly kind: string
  /** The configurations of its steps, as the reference's messages show them. */
  readonly configs: (kustomization: Kustomization, fields: Configuration) => readonly object[]
  /** Makes a step of one of them. Throws `KustomizeError`. */
  readonly make: (config: never, context: StepContext) => Transform
}

/** The steps of a kustomization's own fields, configured, in the order in which they run. Throws `KustomizeError`. */
export function configureSteps(target: Target, fields: Configuration): Step[] {
  return STEP_KINDS.flatMap((row) => {
    const whole = row.configs(target.kustomization, fields)
    if (whole.length === 0) return []
    const configs = target.state.options.observer === undefined ? whole : whole.flatMap(partsOf)
    const origin = builtinOrigin(target, row.kind)
    return configs.map((config, at) => {
      const run = configureStep(target, row, { config, at })
      return { run, origin, cause: causeOf(target, row.kind, { config, at }) }
    })
  })
}

/** A configuration, and which one of its kind it is. */
interface Configured {
  readonly config: object
  readonly at: number
}

/** Who looks on is shown each entry as a step of its own, where one step works on all of them. */
function partsOf(config: object): object[] {
  for (const field of ['paths', 'Replacements']) {
    const entries = (config as Record<string, unknown>)[field]
    if (Array.isArray(entries)) return entries.map((entry) => ({ ...config, [field]: [entry] }))
  }
  return [config]
}

function causeOf({ loader, fileName, kustomization }: Target, kind: string, { config, at }: Configured): Cause {
  return { kind, kustomization: { loader, fileName }, entry: stepEntry(kind, at, kustomization), config }
}

function configureStep(target: Target, { kind, make }: StepKind, { config, at }: Configured): Transform {
  const { loader, state, kustomization } = target
  const context: StepContext = {
    load: (path) => loader.loadText(path),
    pathOf: (path) => loader.pathOf(path),
    configText: () => configText(config),
    openapi: () => state.openapi,
    place: (entry = 0) => entryPosition(target, stepEntry(kind, at + entry, kustomization)),
    block: (path, entry = 0) => entryBlock(target, [...stepEntry(kind, at + entry, kustomization), ...path]),
    warn: (line) => state.warn(line),
  }
  try {
    const run = make(config as never, context)
    return (resources) => atPlace(context, () => run(resources))
  } catch (error) {
    throw wrapFailure(positioned(error, context, missingHint(error, config, loader)), (message) => {
      return `trouble configuring builtin ${kind} with config: \`\n${configText(config)}\`: ${message}`
    })
  }
}

function atPlace(context: StepContext, run: () => void): void {
  try {
    run()
  } catch (error) {
    throw positioned(error, context)
  }
}

/** A file that is there in place of the one that a configuration names. */
function missingHint(error: unknown, config: object, loader: Loader): string | undefined {
  const { path, paths } = config as { readonly path?: string; readonly paths?: readonly string[] }
  const named = [path, ...(paths ?? [])].find((name) => name !== undefined && messageOf(error).includes(name))
  return named === undefined ? undefined : otherName(error, loader, named)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}

/** An error that knows no place is at that of its entry. */
function positioned(error: unknown, { place }: StepContext, hint?: string): unknown {
  if (!(error instanceof KustomizeError) || error.position !== undefined) return error
  const { code, message, cause } = error
  return new KustomizeError({ code, message, hint: error.hint ?? hint, cause, position: place?.() })
}

/** Defines a row; its steps are made of the very configurations that it gives. */
function row<C extends object>(
  kind: string,
  configs: (kustomization: Kustomization, fields: Configuration) => readonly C[],
  make: (config: C, context: StepContext) => Transform,
): StepKind {
  return { kind, configs, make }
}

const STEP_KINDS: readonly StepKind[] = [
  row(
    'PatchStrategicMergeTransformer',
    ({ patchesStrategicMerge: paths = [] }) => (paths.length === 0 ? [] : [{ paths }]),
    patchesStrategicMerge,
  ),
  row('PatchTransformer', ({ patches = [] }) => patches, patchTransformer),
  row('NamespaceTransformer', namespaceConfigs, ({ metadata, FieldSpecs }) =>
    namespaceTransformer({ namespace: metadata.namespace, fieldSpecs: FieldSpecs }),
  ),
  row(
    'PrefixTransformer',
    ({ namePrefix: prefix }, { namePrefix: fieldSpecs }) => (prefix ? [{ prefix, fieldSpecs }] : []),
    prefixTransformer,
  ),
  row(
    'SuffixTransformer',
    ({ nameSuffix: suffix }, { nameSuffix: fieldSpecs }) => (suffix ? [{ suffix, fieldSpecs }] : []),
    suffixTransformer,
  ),
  row('LabelTransformer', labelConfigs, ({ Labels, FieldSpecs }) =>
    labelTransformer({ labels: Labels, fieldSpecs: FieldSpecs }),
  ),
  row(
    'AnnotationsTransformer',
    ({ commonAnnotations: Annotations }, { commonAnnotations: FieldSpecs }) =>
      hasEntries(Annotations) ? [{ Annotations, FieldSpecs }] : [],
    ({ Annotations, FieldSpecs }) => annotationsTransformer({ annotations: Annotations, fieldSpecs: FieldSpecs }),
  ),
  row('PatchJson6902Transformer', ({ patchesJson6902: patches = [] }) => patches.map(json6902Config), patchesJson6902),
  row(
    'ReplicaCountTransformer',
    ({ replicas = [] }, { replicas: FieldSpecs }) => replicas.map((Replica) => ({ Replica, FieldSpecs })),
    ({ Replica, FieldSpecs }) => replicaCountTransformer({ replica: Replica, fieldSpecs: FieldSpecs }),
  ),
  row(
    'ImageTagTransformer',
    ({ images = [] }, { images: FieldSpecs }) => images.map((ImageTag) => ({ ImageTag, FieldSpecs })),
    ({ ImageTag, FieldSpecs }) => imageTagTransformer({ imageTag: ImageTag, fieldSpecs: FieldSpecs }),
  ),
  row(
    'ReplacementTransformer',
    ({ replacements: Replacements = [] }) => (Replacements.length === 0 ? [] : [{ Replacements }]),
    ({ Replacements: replacements }, context) => replacementTransformer({ replacements }, context),
  ),
]

function hasEntries<T extends object>(map: T | undefined): map is T {
  return map !== undefined && Object.keys(map).length > 0
}

function json6902Config({ target, path, patch }: Patch): Json6902Config {
  return { ...(target && { target }), ...(path && { path }), ...(patch && { jsonOp: patch }) }
}

function namespaceConfigs({ namespace }: Kustomization, { namespace: FieldSpecs }: Configuration) {
  return namespace ? [{ metadata: { namespace }, FieldSpecs }] : []
}

/** One configuration for each entry of `labels`, and one more for `commonLabels`. */
function labelConfigs({ labels = [], commonLabels = {} }: Kustomization, fields: Configuration) {
  if (labels.length === 0 && !hasEntries(commonLabels)) return []
  const own = labels.map((label) => ({ Labels: label.pairs ?? {}, FieldSpecs: labelFields(label, fields) }))
  return [...own, { Labels: commonLabels, FieldSpecs: fields.commonLabels }]
}

const METADATA_LABELS: readonly FieldSpec[] = [{ path: 'metadata/labels', create: true }]

function labelFields({ fields = [], includeSelectors, includeTemplates }: Label, known: Configuration) {
  const specs = mergeLabels(fields, known.labels)
  if (includeSelectors === true) return mergeLabels(specs, known.commonLabels)
  if (includeTemplates !== true) return mergeLabels(specs, METADATA_LABELS)
  const more = within('failed to merge template fieldSpec', () => mergeFieldSpecs(specs, known.templateLabels))
  return mergeLabels(more, METADATA_LABELS)
}

function mergeLabels(specs: readonly FieldSpec[], more: readonly FieldSpec[]): readonly FieldSpec[] {
  return within('failed to merge labels', () => mergeFieldSpecs(specs, more))
}
