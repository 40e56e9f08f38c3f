import { isSet, type Kind, mapAt, type Scope, type Subresource, textAt, type Verb } from '#kinds'
import { type KubeObject, type Schema } from '#kube'
import { columnsOf } from './columns.ts'
import { type Conversion, type ConvertObjects, conversionOf, isCurrent } from './convert.ts'
import { type DefinitionVersion, isConditionTrue, namesOf, versionsOf } from './definition.ts'
import { deprecationWarning } from './deprecation.ts'
import type { FindRuleFaults } from './instance-faults.ts'
import type { InstanceScale } from './scale-faults.ts'
import { selectableFieldsOf } from './selectable-fields.ts'
import { strategyOf } from './strategy.ts'

/** What kinds need besides their definition. */
export interface KindParts {
  readonly convert: ConvertObjects
  /** Makes the checks of the CEL rules in a schema; undefined where there are none. */
  rulesOf(schema: Schema): FindRuleFaults | undefined
}

/** The kinds of the served versions of a definition, as it has them now. */
export function kindsOf(definition: KubeObject, parts: KindParts): readonly Kind[] {
  const conversion = conversionIn(definition, parts)
  return versionsOf(definition)
    .filter(({ isServed }) => isServed)
    .map((version) => kindOf(definition, version, { conversion, parts }))
}

/** The kind of the stored version, served or not: what a clean-up reads and removes. */
export function storedKindOf(definition: KubeObject, parts: KindParts): Kind | undefined {
  const version = versionsOf(definition).find(({ isStored }) => isStored)
  if (version === undefined) return undefined
  return kindOf(definition, version, { conversion: conversionIn(definition, parts), parts })
}

interface Surroundings {
  readonly conversion: Conversion
  readonly parts: KindParts
}

function conversionIn(definition: KubeObject, { convert }: KindParts): Conversion {
  const versions = versionsOf(definition)
  return {
    group: textAt(mapAt(definition, 'spec'), 'group'),
    schemas: new Map(versions.map(({ name, schema }) => [name, schema])),
    storageVersion: versions.find(({ isStored }) => isStored)?.name ?? '',
    convert,
  }
}

function kindOf(definition: KubeObject, version: DefinitionVersion, { conversion, parts }: Surroundings): Kind {
  const { group, storageVersion } = conversion
  const { schema, name } = version
  const names = namesOf(definition, 'status')
  const scope = textAt(mapAt(definition, 'spec'), 'scope') as Scope
  const scale = scaleIn(version)
  const hasStatus = isSet(version.subresources, 'status')
  const findRuleFaults = parts.rulesOf(schema)
  const warning = deprecationWarning(definition, version)
  const isTerminating = isConditionTrue(definition, 'Terminating')
  return {
    group,
    version: name,
    kind: names.kind,
    listKind: names.listKind,
    plural: names.plural,
    singular: names.singular,
    shortNames: names.shortNames,
    categories: names.categories,
    scope,
    verbs,
    subresources: [...(hasStatus ? [statusSubresource] : []), ...(scale === undefined ? [] : [scaleSubresource])],
    ...(scale !== undefined && { scale: scalePaths(scale) }),
    schema,
    columns: columnsOf(version.columns),
    selectableFields: selectableFieldsOf(version.selectableFields),
    strategy: strategyOf(
      { schema, scope, ...(scale !== undefined && { scale }), ...(findRuleFaults !== undefined && { findRuleFaults }) },
      { hasStatus, ...(isTerminating && { terminating: { group, resource: names.plural } }) },
    ),
    storage: {
      group,
      resource: names.plural,
      version: storageVersion,
      convert: conversionOf(conversion, name),
      isCurrent: (object) => isCurrent(schema, object),
    },
    isCustom: true,
    ...(warning !== undefined && { deprecation: warning }),
  }
}

/** In the order that discovery tells them. */
const verbs: readonly Verb[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch']

const statusSubresource: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] }
const scaleSubresource: Subresource = {
  name: 'scale',
  verbs: ['get', 'patch', 'update'],
  body: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
}

function scaleIn({ subresources }: DefinitionVersion): InstanceScale | undefined {
  if (!isSet(subresources, 'scale')) return undefined
  const scale = mapAt(subresources, 'scale')
  return {
    specReplicasPath: textAt(scale, 'specReplicasPath'),
    statusReplicasPath: textAt(scale, 'statusReplicasPath'),
    labelSelectorPath: textAt(scale, 'labelSelectorPath'),
  }
}

function scalePaths({
  specReplicasPath,
  statusReplicasPath,
  labelSelectorPath,
}: InstanceScale): NonNullable<Kind['scale']> {
  const selector = plain(labelSelectorPath)
  return {
    specReplicas: plain(specReplicasPath),
    statusReplicas: plain(statusReplicasPath),
    ...(selector !== '' && { selector }),
  }
}

function plain(path: string): string {
  return path.replace(/^\./, '')
}
