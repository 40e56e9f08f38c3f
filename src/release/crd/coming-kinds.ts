import { ClientError, type DiscoveredResource, type RestMapper } from '#client'
import { groupVersionOf, isMap, type KubeObject, textAt, valueAt } from '#kube'

/** A mapper that also knows the kinds whose definitions are about to be created; more may be added to them later. */
export function mapperWith(mapper: RestMapper, definitions: readonly KubeObject[]): RestMapper {
  return {
    ...mapper,
    typeOf: async (object) => {
      try {
        return await mapper.typeOf(object)
      } catch (error) {
        const found = isUnknown(error) ? comingType(object, definitions) : undefined
        if (found === undefined) throw error
        return found
      }
    },
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof ClientError && error.code === 'unknown-kind'
}

function comingType(
  { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>,
  definitions: readonly KubeObject[],
): DiscoveredResource | undefined {
  const { group, version } = groupVersionOf(apiVersion)
  const types = definitions.flatMap(typesOf)
  return types.find((row) => row.group === group && row.version === version && row.kind === kind)
}

/** The endpoints that a definition will open. */
export function typesOf(definition: KubeObject): readonly DiscoveredResource[] {
  const versions = valueAt(definition, 'spec', 'versions')
  const names = (word: string): string => textAt(definition, 'spec', 'names', word)
  return (Array.isArray(versions) ? versions : []).filter(isMap).map((version) => ({
    group: textAt(definition, 'spec', 'group'),
    version: textAt(version, 'name'),
    resource: names('plural'),
    kind: names('kind'),
    isNamespaced: textAt(definition, 'spec', 'scope') !== 'Cluster',
    singular: names('singular'),
    shortNames: [],
    categories: [],
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    subresources: [],
  }))
}

/** Whether an object defines a kind. */
export function isDefinition({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/')
}
