import type { GroupVersionKind } from '#kube'
import { packages } from './packages.ts'
import { typeRow } from './table.ts'

/**
 * The OpenAPI name of the built-in type that travels under a group, version and kind: kinds, their lists, bodies of
 * subresources (`Scale`, `Eviction`), and the types of meta/v1 that every group has (`DeleteOptions`, `Status`).
 * Undefined when there is none; a Table, which has no message, is none of them.
 */
export function typeNameOf({ group, version, kind }: GroupVersionKind): string | undefined {
  const home = packages.find((one) => one.group === group && one.version === version)
  const name = `${home?.prefix ?? ''}.${kind}`
  if (home !== undefined && home.prefix !== meta && typeRow(name) !== undefined) return name
  return everywhere.has(kind) ? `${meta}.${kind}` : undefined
}

/** The group and version of a type that is an API object by itself; undefined for parts of objects. */
export function groupVersionKindOf(typeName: string): GroupVersionKind | undefined {
  const dot = typeName.lastIndexOf('.')
  const [prefix, kind] = [typeName.slice(0, dot), typeName.slice(dot + 1)]
  if (prefix === meta) return unversioned.has(kind) ? { group: '', version: 'v1', kind } : undefined
  const home = packages.find((one) => one.prefix === prefix)
  if (home?.group === undefined || home.version === undefined) return undefined
  const isObject = typeRow(typeName)?.fields.some(({ isInline, type }) => {
    return isInline && type.kind === 'struct' && type.typeName === `${meta}.TypeMeta`
  })
  return isObject === true ? { group: home.group, version: home.version, kind } : undefined
}

const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1'
const unversioned = new Set(['APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions', 'Status'])
const everywhere = new Set([
  ...unversioned,
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'List',
  'ListOptions',
  'PartialObjectMetadata',
  'PartialObjectMetadataList',
  'PatchOptions',
  'UpdateOptions',
  'WatchEvent',
])
