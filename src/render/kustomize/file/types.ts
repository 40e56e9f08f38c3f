import type { GvkSelector } from '../resource/gvk.ts'
import type { IdSelector } from '../resource/id.ts'
import type { JsonObject } from '../resource/json.ts'

/** A map of texts, in the order of the file. */
export type TextMap = Readonly<Record<string, string>>

/** A kustomization file after its deprecated fields were moved; every field is as the file's JSON has it. */
export interface Kustomization {
  readonly apiVersion?: string
  readonly kind?: string
  readonly metadata?: ObjectMeta
  readonly openapi?: TextMap
  readonly namePrefix?: string
  readonly nameSuffix?: string
  readonly namespace?: string
  readonly commonLabels?: TextMap
  readonly labels?: readonly Label[]
  readonly commonAnnotations?: TextMap
  readonly patchesStrategicMerge?: readonly string[]
  readonly patchesJson6902?: readonly Patch[]
  readonly patches?: readonly Patch[]
  readonly images?: readonly Image[]
  readonly imageTags?: readonly Image[]
  readonly replacements?: readonly ReplacementField[]
  readonly replicas?: readonly Replica[]
  readonly vars?: readonly Var[]
  readonly sortOptions?: SortOptions
  readonly resources?: readonly string[]
  readonly components?: readonly string[]
  readonly crds?: readonly string[]
  readonly bases?: readonly string[]
  readonly configMapGenerator?: readonly ConfigMapArgs[]
  readonly secretGenerator?: readonly SecretArgs[]
  readonly helmGlobals?: HelmGlobals
  readonly helmCharts?: readonly HelmChart[]
  readonly helmChartInflationGenerator?: readonly HelmChartArgs[]
  readonly generatorOptions?: GeneratorOptions
  readonly configurations?: readonly string[]
  readonly generators?: readonly string[]
  readonly transformers?: readonly string[]
  readonly validators?: readonly string[]
  readonly buildMetadata?: readonly string[]
}

export interface ObjectMeta {
  readonly name?: string
  readonly namespace?: string
  readonly labels?: TextMap
  readonly annotations?: TextMap
}

/** A field that a step changes: in which kinds, at which path, and whether it is made where it is missing. */
export interface FieldSpec extends GvkSelector {
  readonly path?: string
  readonly create?: boolean
}

export interface Label {
  readonly pairs?: TextMap
  readonly includeSelectors?: boolean
  readonly includeTemplates?: boolean
  readonly fields?: readonly FieldSpec[]
}

/** Which resources a step is for: patterns for kind, name and namespace, and label and annotation expressions. */
export interface Selector extends IdSelector {
  readonly annotationSelector?: string
  readonly labelSelector?: string
}

export interface Patch {
  readonly path?: string
  readonly patch?: string
  readonly target?: Selector
  readonly options?: Readonly<Record<string, boolean>>
}

export interface Image {
  readonly name?: string
  readonly newName?: string
  readonly tagSuffix?: string
  readonly newTag?: string
  readonly digest?: string
}

export interface Replica {
  readonly name?: string
  readonly count: number
}

export interface FieldOptions {
  readonly delimiter?: string
  readonly index?: number
  readonly encoding?: string
  readonly create?: boolean
}

export interface SourceSelector extends IdSelector {
  readonly fieldPath?: string
  readonly options?: FieldOptions
}

export interface TargetSelector {
  readonly select?: Selector
  readonly reject?: readonly Selector[]
  readonly fieldPaths?: readonly string[]
  readonly options?: FieldOptions
}

export interface Replacement {
  readonly source?: SourceSelector
  readonly targets?: readonly TargetSelector[]
  readonly sourceValue?: string
}

/** A replacement in place, or the path of a file that holds one or many. */
export interface ReplacementField extends Replacement {
  readonly path?: string
}

export interface VarTarget extends GvkSelector {
  readonly apiVersion?: string
  readonly name?: string
  readonly namespace?: string
}

export interface Var {
  readonly name: string
  readonly objref: VarTarget
  readonly fieldref?: { readonly fieldPath?: string }
}

export interface SortOptions {
  readonly order?: string
  readonly legacySortOptions?: LegacySortOptions
}

export interface LegacySortOptions {
  readonly orderFirst?: readonly string[]
  readonly orderLast?: readonly string[]
}

export interface GeneratorOptions {
  readonly labels?: TextMap
  readonly annotations?: TextMap
  readonly disableNameSuffixHash?: boolean
  readonly immutable?: boolean
}

export interface GeneratorArgs {
  readonly namespace?: string
  readonly name?: string
  readonly behavior?: string
  readonly literals?: readonly string[]
  readonly files?: readonly string[]
  readonly envs?: readonly string[]
  readonly env?: string
  readonly options?: GeneratorOptions
}

export type ConfigMapArgs = GeneratorArgs

export interface SecretArgs extends GeneratorArgs {
  readonly type?: string
}

export interface HelmGlobals {
  readonly chartHome?: string
  readonly configHome?: string
}

export interface HelmChart {
  readonly name?: string
  readonly version?: string
  readonly repo?: string
  readonly releaseName?: string
  readonly namespace?: string
  readonly additionalValuesFiles?: readonly string[]
  readonly valuesFile?: string
  readonly valuesInline?: JsonObject
  readonly valuesMerge?: string
  readonly includeCRDs?: boolean
  readonly skipHooks?: boolean
  readonly apiVersions?: readonly string[]
  readonly kubeVersion?: string
  readonly nameTemplate?: string
  readonly skipTests?: boolean
  readonly debug?: boolean
  readonly devel?: boolean
}

/** The deprecated form of a chart. */
export interface HelmChartArgs {
  readonly chartName?: string
  readonly chartVersion?: string
  readonly chartRepoUrl?: string
  readonly chartHome?: string
  readonly chartRepoName?: string
  readonly helmBin?: string
  readonly helmHome?: string
  readonly values?: string
  readonly valuesLocal?: JsonObject
  readonly valuesMerge?: string
  readonly releaseName?: string
  readonly releaseNamespace?: string
  readonly extraArgs?: readonly string[]
}
