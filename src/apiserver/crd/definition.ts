import { asMap, isTrue, type Kind, listAt, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import type { JsonObject, KubeObject, Schema } from '#kube'

/** Names of a kind as a definition asks for them, or has them accepted. */
export interface DefinitionNames {
  readonly plural: string
  readonly singular: string
  readonly kind: string
  readonly listKind: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
}

/** One version of a definition. */
export interface DefinitionVersion {
  readonly name: string
  readonly isServed: boolean
  readonly isStored: boolean
  readonly schema: Schema
  readonly subresources: JsonObject
  readonly columns: readonly JsonObject[]
  /** JSON paths, with their leading dot. */
  readonly selectableFields: readonly string[]
  /** The warning of a deprecated version, empty where it has none of its own; absent for others. */
  readonly deprecation?: string
}

/** What stands at the kind of definitions in the table of kinds. */
export const definitionPlace = { group: 'apiextensions.k8s.io', version: 'v1', plural: 'customresourcedefinitions' }

/** True for the kind of definitions themselves. */
export function isDefinitionKind({ group, plural }: Pick<Kind, 'group' | 'plural'>): boolean {
  return group === definitionPlace.group && plural === definitionPlace.plural
}

/** The names that a definition asks for (`spec.names`), or those that it got (`status.acceptedNames`). */
export function namesOf(definition: KubeObject, from: 'spec' | 'status'): DefinitionNames {
  const names = from === 'spec' ? mapAt(definition, 'spec', 'names') : mapAt(definition, 'status', 'acceptedNames')
  return {
    plural: textAt(names, 'plural'),
    singular: textAt(names, 'singular'),
    kind: textAt(names, 'kind'),
    listKind: textAt(names, 'listKind'),
    shortNames: textsAt(names, 'shortNames'),
    categories: textsAt(names, 'categories'),
  }
}

/** The versions of a definition, as they stand. */
export function versionsOf(definition: KubeObject): readonly DefinitionVersion[] {
  const spec = mapAt(definition, 'spec')
  return mapsAt(spec, 'versions').map((version) => {
    const name = textAt(version, 'name')
    return {
      name,
      isServed: isTrue(version, 'served'),
      isStored: isTrue(version, 'storage'),
      schema: schemaIn(spec, version),
      subresources: mapAt(version, 'subresources'),
      columns: mapsAt(version, 'additionalPrinterColumns'),
      selectableFields: mapsAt(version, 'selectableFields').map((field) => textAt(field, 'jsonPath')),
      ...(isTrue(version, 'deprecated') && { deprecation: textAt(version, 'deprecationWarning') }),
    }
  })
}

/** Whether a condition of a definition is `True`. */
export function isConditionTrue(definition: KubeObject, type: string): boolean {
  return conditionsOf(definition).some((condition) => condition['type'] === type && condition['status'] === 'True')
}

/** The conditions of a definition. */
export function conditionsOf(definition: KubeObject): readonly JsonObject[] {
  return listAt(mapAt(definition, 'status'), 'conditions').map(asMap)
}

function schemaIn(spec: JsonObject, version: JsonObject): Schema {
  const schema = mapAt(version, 'schema', 'openAPIV3Schema') as Schema
  // Definitions of old kept everything unknown.
  if (!isTrue(spec, 'preserveUnknownFields')) return schema
  return { ...schema, 'x-kubernetes-preserve-unknown-fields': true }
}
