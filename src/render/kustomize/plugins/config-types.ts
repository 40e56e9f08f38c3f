import { embed, field, type GoStruct, goBool, goInt, goString, listOf, mapOf, struct } from '../file/go-type.ts'
import {
  configMapFields,
  fieldSpecType,
  helmChartFields,
  helmGlobalsFields,
  imageType,
  objectMetaType,
  replacementFieldType,
  replicaType as replicaCountType,
  secretFields,
  selectorType,
} from '../file/kustomization-type.ts'

const fieldSpecs = field('fieldSpecs', listOf(fieldSpecType))
const metadata = field('metadata', objectMetaType)
const textMap = mapOf(goString)

export const annotationsType: GoStruct = struct('builtins.AnnotationsTransformerPlugin', [
  field('annotations', textMap),
  fieldSpecs,
])

export const labelType: GoStruct = struct('builtins.LabelTransformerPlugin', [field('labels', textMap), fieldSpecs])

export const imageTagType: GoStruct = struct('builtins.ImageTagTransformerPlugin', [
  field('imageTag', imageType),
  fieldSpecs,
])

export const replicaType: GoStruct = struct('builtins.ReplicaCountTransformerPlugin', [
  field('replica', replicaCountType),
  fieldSpecs,
])

export const affixType: GoStruct = struct('builtins.PrefixTransformerPlugin', [
  field('prefix', goString),
  field('suffix', goString),
  fieldSpecs,
])

export const namespaceType: GoStruct = struct('builtins.NamespaceTransformerPlugin', [
  metadata,
  fieldSpecs,
  field('unsetOnly', goBool),
  field('setRoleBindingSubjects', { form: 'string', name: 'namespace.RoleBindingSubjectMode' }),
])

export const configMapType: GoStruct = struct('builtins.ConfigMapGeneratorPlugin', [
  metadata,
  ...embed('ConfigMapArgs', configMapFields),
])

export const secretType: GoStruct = struct('builtins.SecretGeneratorPlugin', [
  metadata,
  ...embed('SecretArgs', secretFields),
])

export const helmType: GoStruct = struct('builtins.HelmChartInflationGeneratorPlugin', [
  ...embed('HelmGlobals', helmGlobalsFields),
  ...embed('HelmChart', helmChartFields),
])

export const iamPolicyType: GoStruct = struct('builtins.IAMPolicyGeneratorPlugin', [
  ...embed('IAMPolicyGeneratorArgs', [
    field('cloud', { form: 'string', name: 'types.Cloud' }),
    field(
      'kubernetesService',
      struct('types.KubernetesService', [field('name', goString), field('namespace', goString)]),
    ),
    field('serviceAccount', struct('types.ServiceAccount', [field('name', goString), field('projectId', goString)])),
  ]),
])

export const patchStrategicMergeType: GoStruct = struct('builtins.PatchStrategicMergeTransformerPlugin', [
  field('paths', listOf({ form: 'string', name: 'types.PatchStrategicMerge' })),
  field('patches', goString),
])

export const patchType: GoStruct = struct('builtins.PatchTransformerPlugin', [
  field('path', goString),
  field('patch', goString),
  field('target', selectorType),
  field('options', mapOf(goBool)),
])

export const patchJson6902Type: GoStruct = struct('builtins.PatchJson6902TransformerPlugin', [
  field('target', selectorType),
  field('path', goString),
  field('jsonOp', goString),
])

export const replacementType: GoStruct = struct('builtins.ReplacementTransformerPlugin', [
  field('replacements', listOf(replacementFieldType)),
])

const valueTargetType = struct('builtins.Target', [
  field('selector', selectorType),
  field('fieldPath', goString),
  field('filePathPosition', goInt),
])

/** A file of targets of the value-adding step. */
export const valueTargetsType: GoStruct = struct('struct', [field('targets', listOf(valueTargetType))])

export const valueAddType: GoStruct = struct('builtins.ValueAddTransformerPlugin', [
  field('value', goString),
  field('targets', listOf(valueTargetType)),
  field('targetFilePath', goString),
])
