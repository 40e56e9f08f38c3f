import { isSet, isTrue, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import { type Finding, type Json, type JsonObject, type KubeObject, sameJson } from '#kube'
import { approvalAnnotation, approvalOf, isProtectedGroup } from '../approval.ts'
import { isConditionTrue } from '../definition.ts'
import { findColumnFaults } from './columns.ts'
import { findConversionFaults } from './conversion.ts'
import { type HoistedSpec, hoist } from './hoist.ts'
import { findGroupFaults, findNamesFaults, findRequiredNames, labelFaults } from './names.ts'
import { findSchemaFaults, type SchemaCheck } from './schema.ts'
import { findSelectableFaults } from './selectable-fields.ts'
import { findSubresourceFaults } from './subresources.ts'
import { findDeprecationFaults, versionsValue } from './versions.ts'

/** What is wrong with a new definition, apart from its metadata (ValidateCustomResourceDefinition). */
export function findDefinitionFaults(definition: KubeObject): readonly Finding[] {
  return [
    ...findSpecFaults(definition),
    ...findStatusFaults(definition),
    ...findApprovalFaults(definition),
    ...findOpenFaults(definition),
  ]
}

/** What is wrong with a changed definition; what was so before is let be in some cases (ValidateCustomResourceDefinitionUpdate). */
export function findDefinitionUpdateFaults(definition: KubeObject, old: KubeObject): readonly Finding[] {
  return [
    ...findSpecFaults(definition, old),
    ...findChangeFaults(definition, old),
    ...findStatusFaults(definition),
    ...findApprovalFaults(definition, old),
    ...findOpenFaults(definition, old),
  ]
}

/** What is wrong with a changed status. */
export function findStatusUpdateFaults(definition: KubeObject): readonly Finding[] {
  return findNamesFaults(mapAt(definition, 'status', 'acceptedNames'), 'status.acceptedNames')
}

function findStatusFaults(definition: KubeObject): readonly Finding[] {
  const status = mapAt(definition, 'status')
  const field = 'status.storedVersions'
  const stored = textsAt(status, 'storedVersions')
  const names = findStatusUpdateFaults(definition)
  if (stored.length === 0) {
    return [...names, { field, type: 'invalid', value: null, detail: 'must have at least one stored version' }]
  }
  const versions = mapsAt(mapAt(definition, 'spec'), 'versions')
  const missing = versions
    .filter((version) => isTrue(version, 'storage') && !stored.includes(textAt(version, 'name')))
    .map((version) => `must have the storage version ${textAt(version, 'name')}`)
    .map((detail): Finding => ({ field, type: 'invalid', value: [...stored], detail }))
  const known = new Set(versions.map((version) => textAt(version, 'name')))
  const gone = stored.flatMap((name, at): Finding[] =>
    known.has(name) ? [] : [{ field: `${field}[${at}]`, type: 'invalid', value: name, detail: goneText(name) }],
  )
  return [...names, ...missing, ...gone]
}

function goneText(name: string): string {
  return `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`
}

function findSpecFaults(definition: KubeObject, old?: KubeObject): readonly Finding[] {
  const hoisted = hoist(definition)
  const { spec, versions } = hoisted
  const check: SchemaCheck = old === undefined ? {} : { old }
  const conversion = {
    isEstablished: old !== undefined && isConditionTrue(old, 'Established'),
    ...(old !== undefined && { old: mapAt(old, 'spec', 'conversion') }),
  }
  return [
    ...findGroupFaults(textAt(spec, 'group')),
    ...findScopeFaults(spec),
    ...findMissingSchemas(hoisted),
    ...versions.flatMap((version, at) => findVersionFaults(hoisted, version, at, check)),
    ...findVersionSetFaults(versions),
    ...findFirstVersionFaults(versions),
    ...findRequiredNames(mapAt(spec, 'names')),
    ...findNamesFaults(mapAt(spec, 'names'), 'spec.names'),
    ...findSharedFaults(hoisted, check),
    ...findConversionFaults(mapAt(spec, 'conversion'), conversion),
  ]
}

function findScopeFaults(spec: JsonObject): readonly Finding[] {
  const scope = textAt(spec, 'scope')
  const field = 'spec.scope'
  if (scope === '') return [{ field, type: 'required' }]
  if (scope === 'Cluster' || scope === 'Namespaced') return []
  return [{ field, type: 'not-supported', value: scope, detail: 'supported values: "Cluster", "Namespaced"' }]
}

function findMissingSchemas({ versions, validation }: HoistedSpec): readonly Finding[] {
  if (isSet(mapAt(validation), 'openAPIV3Schema')) return []
  return versions.flatMap((version, at): Finding[] =>
    isSet(mapAt(version, 'schema'), 'openAPIV3Schema')
      ? []
      : [{ field: `spec.versions[${at}].schema.openAPIV3Schema`, type: 'required', detail: '' }],
  )
}

function findVersionFaults(
  hoisted: HoistedSpec,
  version: JsonObject,
  at: number,
  check: SchemaCheck,
): readonly Finding[] {
  const field = `spec.versions[${at}]`
  const name = textAt(version, 'name')
  const faults = labelFaults(name)
  const subresources = hasOwn(hoisted.versions, 'subresources') ? version['subresources'] : hoisted.subresources
  const hasStatus = isSet(mapAt(subresources), 'status')
  return [
    ...(faults === '' ? [] : [{ field: `${field}.name`, type: 'invalid', value: name, detail: faults } as const]),
    ...findDeprecationFaults(version, `${field}.deprecationWarning`),
    ...findSchemaFaults(version['schema'], `${field}.schema`, { ...check, hasStatus }),
    ...findSubresourceFaults(version['subresources'], `${field}.subresources`),
    ...mapsAt(version, 'additionalPrinterColumns').flatMap((column, index) =>
      findColumnFaults(column, `${field}.additionalPrinterColumns[${index}]`),
    ),
    ...findVersionSelectable(version, field),
  ]
}

function findVersionSelectable(version: JsonObject, field: string): readonly Finding[] {
  const fields = mapsAt(version, 'selectableFields')
  if (fields.length === 0) return []
  const schema = mapAt(version, 'schema')
  if (isSet(schema, 'openAPIV3Schema')) {
    return findSelectableFaults(fields, mapAt(schema, 'openAPIV3Schema'), `${field}.selectableFields`)
  }
  const detail = 'may only be set when `version.schema.openAPIV3Schema` is not included'
  return [{ field: `${field}.selectableFields`, type: 'invalid', value: '', detail }]
}

function hasOwn(versions: readonly JsonObject[], key: string): boolean {
  return versions.some((version) => isSet(version, key))
}

function findVersionSetFaults(versions: readonly JsonObject[]): readonly Finding[] {
  const field = 'spec.versions'
  const names = versions.map((version) => textAt(version, 'name'))
  const details = [
    ...(new Set(names).size === names.length ? [] : ['must contain unique version names']),
    ...(versions.filter((version) => isTrue(version, 'storage')).length === 1
      ? []
      : ['must have exactly one version marked as storage version']),
  ]
  return details.map((detail): Finding => ({ field, type: 'invalid', value: versionsValue(versions), detail }))
}

/** The first version is told a second time under its old name. */
function findFirstVersionFaults([first]: readonly JsonObject[]): readonly Finding[] {
  const name = first === undefined ? '' : textAt(first, 'name')
  const faults = name === '' ? '' : labelFaults(name)
  return faults === '' ? [] : [{ field: 'spec.version', type: 'invalid', value: name, detail: faults }]
}

/** What stands at the top because all versions say it. */
function findSharedFaults(hoisted: HoistedSpec, check: SchemaCheck): readonly Finding[] {
  const { subresources, validation, additionalPrinterColumns, selectableFields, versions } = hoisted
  const hasStatus = [subresources, ...versions.map((version) => version['subresources'])].some((each) =>
    isSet(mapAt(each), 'status'),
  )
  return [
    ...findSchemaFaults(validation, 'spec.validation', { ...check, hasStatus }),
    ...findSubresourceFaults(subresources, 'spec.subresources'),
    ...listOf(additionalPrinterColumns).flatMap((column, at) =>
      findColumnFaults(column, `spec.additionalPrinterColumns[${at}]`),
    ),
    ...findSharedSelectable(listOf(selectableFields), validation),
  ]
}

function findSharedSelectable(fields: readonly JsonObject[], validation: Json | undefined): readonly Finding[] {
  const field = 'spec.selectableFields'
  if (fields.length === 0) return []
  if (validation === undefined) {
    return [{ field, type: 'invalid', value: '', detail: 'may only be set when validations.schema is included' }]
  }
  return findSelectableFaults(fields, mapAt(validation, 'openAPIV3Schema'), field)
}

function listOf(list: Json | undefined): readonly JsonObject[] {
  return list === undefined ? [] : mapsAt({ list }, 'list')
}

/** What may not change once objects may be stored under it. */
function findChangeFaults(definition: KubeObject, old: KubeObject): readonly Finding[] {
  const paths = [
    ...(isConditionTrue(old, 'Established') ? [['scope'], ['names', 'kind']] : []),
    ['group'],
    ['names', 'plural'],
  ]
  return paths.flatMap((path): Finding[] => {
    const [value, before] = [valueOf(definition, path), valueOf(old, path)]
    const detail = 'field is immutable'
    return sameJson(value, before) ? [] : [{ field: `spec.${path.join('.')}`, type: 'invalid', value, detail }]
  })
}

function valueOf(definition: KubeObject, path: readonly string[]): Json {
  const [last = '', ...above] = path.toReversed()
  return textAt(mapAt(definition, 'spec', ...above.toReversed()), last)
}

function findApprovalFaults(definition: KubeObject, old?: KubeObject): readonly Finding[] {
  if (!isProtectedGroup(textAt(mapAt(definition, 'spec'), 'group'))) return []
  const { state, reason: detail } = approvalOf(definition)
  if (old !== undefined && approvalOf(old).state === state) return []
  const field = `metadata.annotations[${approvalAnnotation}]`
  if (state === 'missing') return [{ field, type: 'required', detail }]
  const value = textAt(mapAt(definition, 'metadata', 'annotations'), approvalAnnotation)
  return state === 'invalid' ? [{ field, type: 'invalid', value, detail }] : []
}

function findOpenFaults(definition: KubeObject, old?: KubeObject): readonly Finding[] {
  if (old !== undefined && isTrue(mapAt(old, 'spec'), 'preserveUnknownFields')) return []
  if (!isTrue(mapAt(definition, 'spec'), 'preserveUnknownFields')) return []
  const detail =
    'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead'
  return [{ field: 'spec.preserveUnknownFields', type: 'invalid', value: true, detail }]
}
