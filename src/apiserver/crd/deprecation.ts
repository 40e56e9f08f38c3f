import { mapAt, textAt } from '#kinds'
import type { KubeObject } from '#kube'
import { compareVersions } from '../discovery/version-order.ts'
import { type DefinitionVersion, namesOf, versionsOf } from './definition.ts'

/** What clients of a deprecated version are warned with; undefined for the others (defaultDeprecationWarning). */
export function deprecationWarning(definition: KubeObject, version: DefinitionVersion): string | undefined {
  if (version.deprecation === undefined || version.deprecation !== '') return version.deprecation
  const group = textAt(mapAt(definition, 'spec'), 'group')
  const { kind } = namesOf(definition, 'spec')
  const [newest] = versionsOf(definition)
    .filter((other) => other.isServed && other.deprecation === undefined)
    .map(({ name }) => name)
    .filter((name) => compareVersions(name, version.name) < 0)
    .sort(compareVersions)
  const text = `${group}/${version.name} ${kind} is deprecated`
  return newest === undefined ? text : `${text}; use ${group}/${newest} ${kind}`
}
