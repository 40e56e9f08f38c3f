import type { RestMapper } from '#client'
import { groupVersionOf, isMap, type KubeObject, textAt, valueAt } from '#kube'

type Found = Awaited<ReturnType<RestMapper['typeOf']>>

/** A mapper that also knows the kinds whose definitions are about to be created. */
export function mapperWith(mapper: RestMapper, definitions: readonly KubeObject[]): RestMapper {
  const planned = definitions.flatMap(typesOf)
  return {
    ...mapper,
    typeOf: async (object) => {
      try {
        return await mapper.typeOf(object)
      } catch (error) {
        const { group, version } = groupVersionOf(object.apiVersion)
        const found = planned.find((row) => row.group === group && row.version === version && row.kind === object.kind)
        if (found === undefined) throw error
        return found
      }
    },
  }
}

/** The endpoints that a definition will open. */
export function typesOf(definition: KubeObject): readonly Found[] {
  const versions = valueAt(definition, 'spec', 'versions')
  const names = (word: string): string => textAt(definition, 'spec', 'names', word)
  return (Array.isArray(versions) ? versions : []).filter(isMap).map((version) => ({
    group: textAt(definition, 'spec', 'group'),
    version: textAt(version, 'name'),
    resource: names('plural'),
    kind: names('kind'),
    isNamespaced: textAt(definition, 'spec', 'scope') === 'Namespaced',
    singular: names('singular'),
    shortNames: [],
    categories: [],
    verbs: [],
    subresources: [],
  }))
}

/** Whether an object defines a kind. */
export function isDefinition({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/')
}
