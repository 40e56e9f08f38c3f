import {
  embed,
  field,
  type GoField,
  type GoStruct,
  goAny,
  goBool,
  goInt,
  goInt64,
  goString,
  listOf,
  mapOf,
  namedString,
  struct,
} from './go-type.ts'

/** `resid.Gvk`. */
export const gvkFields: readonly GoField[] = [
  field('group', goString),
  field('version', goString),
  field('kind', goString),
]

const idFields: readonly GoField[] = [...embed('Gvk', gvkFields), field('name', goString), field('namespace', goString)]

const textMap = mapOf(goString)
const texts = listOf(goString)

/** `types.FieldSpec`. */
export const fieldSpecType: GoStruct = struct('types.FieldSpec', [
  ...embed('Gvk', gvkFields),
  field('path', goString),
  field('create', goBool),
])

/** `types.ObjectMeta`. */
export const objectMetaType: GoStruct = struct('types.ObjectMeta', [
  field('name', goString),
  field('namespace', goString),
  field('labels', textMap),
  field('annotations', textMap),
])

/** `types.Selector`. */
export const selectorType: GoStruct = {
  ...struct('types.Selector', [
    ...embed('ResId', idFields),
    field('annotationSelector', goString),
    field('labelSelector', goString),
  ]),
  isPointer: true,
}

const labelType = struct('types.Label', [
  field('pairs', textMap),
  field('includeSelectors', goBool),
  field('includeTemplates', goBool),
  field('fields', listOf(fieldSpecType)),
])

const patchType = struct('types.Patch', [
  field('path', goString),
  field('patch', goString),
  field('target', selectorType),
  field('options', mapOf(goBool)),
])

/** `types.Image`. */
export const imageType: GoStruct = struct('types.Image', [
  field('name', goString),
  field('newName', goString),
  field('tagSuffix', goString),
  field('newTag', goString),
  field('digest', goString),
])

/** `types.Replica`. */
export const replicaType: GoStruct = struct('types.Replica', [field('name', goString), field('count', goInt64)])

const fieldOptionsType = struct('types.FieldOptions', [
  field('delimiter', goString),
  field('index', goInt),
  field('encoding', goString),
  field('create', goBool),
])

const sourceSelectorType = struct('types.SourceSelector', [
  ...embed('ResId', idFields),
  field('fieldPath', goString),
  field('options', fieldOptionsType),
])

const targetSelectorType: GoStruct = {
  ...struct('types.TargetSelector', [
    field('select', selectorType),
    field('reject', listOf(selectorType)),
    field('fieldPaths', texts),
    field('options', fieldOptionsType),
  ]),
  isPointer: true,
}

const replacementFields: readonly GoField[] = [
  field('source', sourceSelectorType),
  field('targets', listOf(targetSelectorType)),
  field('sourceValue', goString),
]

/** `types.Replacement`: an entry of a file of replacements. */
export const replacementType: GoStruct = struct('types.Replacement', replacementFields)

/** `types.ReplacementField`. */
export const replacementFieldType: GoStruct = struct('types.ReplacementField', [
  ...embed('Replacement', replacementFields),
  field('path', goString),
])

const varType = struct('types.Var', [
  field('name', goString),
  field(
    'objref',
    struct('types.Target', [
      field('apiVersion', goString),
      ...embed('Gvk', gvkFields),
      field('name', goString),
      field('namespace', goString),
    ]),
  ),
  field('fieldref', struct('types.FieldSelector', [field('fieldPath', goString)])),
])

/** `types.SortOptions`. */
export const sortOptionsType: GoStruct = struct('types.SortOptions', [
  field('order', namedString('types.SortOrder')),
  field(
    'legacySortOptions',
    struct('types.LegacySortOptions', [field('orderFirst', texts), field('orderLast', texts)]),
  ),
])

const generatorOptionsType = struct('types.GeneratorOptions', [
  field('labels', textMap),
  field('annotations', textMap),
  field('disableNameSuffixHash', goBool),
  field('immutable', goBool),
])

const generatorFields: readonly GoField[] = [
  field('namespace', goString),
  field('name', goString),
  field('behavior', goString),
  ...embed('KvPairSources', [
    field('literals', texts),
    field('files', texts),
    field('envs', texts),
    field('env', goString),
  ]),
  field('options', generatorOptionsType),
]

/** The fields of `types.ConfigMapArgs`. */
export const configMapFields: readonly GoField[] = embed('GeneratorArgs', generatorFields)

/** The fields of `types.SecretArgs`. */
export const secretFields: readonly GoField[] = [...configMapFields, field('type', goString)]

/** The fields of `types.HelmGlobals`. */
export const helmGlobalsFields: readonly GoField[] = [field('chartHome', goString), field('configHome', goString)]

/** The fields of `types.HelmChart`. */
export const helmChartFields: readonly GoField[] = [
  field('name', goString),
  field('version', goString),
  field('repo', goString),
  field('releaseName', goString),
  field('namespace', goString),
  field('additionalValuesFiles', texts),
  field('valuesFile', goString),
  field('valuesInline', mapOf(goAny)),
  field('valuesMerge', goString),
  field('includeCRDs', goBool),
  field('skipHooks', goBool),
  field('apiVersions', texts),
  field('kubeVersion', goString),
  field('nameTemplate', goString),
  field('skipTests', goBool),
  field('debug', goBool),
  field('devel', goBool),
]

const helmChartArgsType = struct('types.HelmChartArgs', [
  field('chartName', goString),
  field('chartVersion', goString),
  field('chartRepoUrl', goString),
  field('chartHome', goString),
  field('chartRepoName', goString),
  field('helmBin', goString),
  field('helmHome', goString),
  field('values', goString),
  field('valuesLocal', mapOf(goAny)),
  field('valuesMerge', goString),
  field('releaseName', goString),
  field('releaseNamespace', goString),
  field('extraArgs', texts),
])

/** `types.Kustomization`: every field that the file may have. */
export const kustomizationType: GoStruct = struct('types.Kustomization', [
  ...embed('TypeMeta', [field('kind', goString), field('apiVersion', goString)]),
  field('metadata', objectMetaType),
  field('openapi', textMap),
  field('namePrefix', goString),
  field('nameSuffix', goString),
  field('namespace', goString),
  field('commonLabels', textMap),
  field('labels', listOf(labelType)),
  field('commonAnnotations', textMap),
  field('patchesStrategicMerge', listOf(namedString('types.PatchStrategicMerge'))),
  field('patchesJson6902', listOf(patchType)),
  field('patches', listOf(patchType)),
  field('images', listOf(imageType)),
  field('imageTags', listOf(imageType)),
  field('replacements', listOf(replacementFieldType)),
  field('replicas', listOf(replicaType)),
  field('vars', listOf(varType)),
  field('sortOptions', sortOptionsType),
  field('resources', texts),
  field('components', texts),
  field('crds', texts),
  field('bases', texts),
  field('configMapGenerator', listOf(struct('types.ConfigMapArgs', configMapFields))),
  field('secretGenerator', listOf(struct('types.SecretArgs', secretFields))),
  field('helmGlobals', struct('types.HelmGlobals', helmGlobalsFields)),
  field('helmCharts', listOf(struct('types.HelmChart', helmChartFields))),
  field('helmChartInflationGenerator', listOf(helmChartArgsType)),
  field('generatorOptions', generatorOptionsType),
  field('configurations', texts),
  field('generators', texts),
  field('transformers', texts),
  field('validators', texts),
  field('buildMetadata', texts),
])
