import type { Schema } from '#kube'
import type { Kind, Scope, StoragePlace, Subresource, Verb } from './kind.ts'
import { schemaOf } from './schema/schema-of.ts'
import { type Rules, strategyOf } from './strategy/strategy-of.ts'

/** A kind by what is special about it; the rest follows from its names. */
export interface KindRow
  extends Pick<Kind, 'group' | 'kind' | 'plural' | 'columns'>,
    Partial<
      Pick<Kind, 'shortNames' | 'categories' | 'verbs' | 'subresources' | 'scale' | 'selectableFields' | 'deprecation'>
    > {
  /** `v1` unless told. */
  readonly version?: string
  /** `Namespaced` unless told. */
  readonly scope?: Scope
  readonly rules: Rules
  /** Itself unless told. */
  readonly storage?: StoragePlace
}

/** Makes the `Kind` value of a built-in kind; its schema is built on first use. */
export function defineKind(row: KindRow): Kind {
  const version = row.version ?? 'v1'
  const typeName = `${packageOf(row.group)}.${version}.${row.kind}`
  const { scale } = row
  return {
    group: row.group,
    version,
    kind: row.kind,
    listKind: `${row.kind}List`,
    plural: row.plural,
    singular: row.kind.toLowerCase(),
    shortNames: row.shortNames ?? [],
    categories: row.categories ?? [],
    scope: row.scope ?? 'Namespaced',
    verbs: row.verbs ?? everyVerb,
    subresources: row.subresources ?? [],
    ...(scale !== undefined && { scale }),
    get schema(): Schema {
      return schemaOf(typeName)
    },
    columns: row.columns,
    selectableFields: row.selectableFields ?? {},
    strategy: strategyOf(row.rules, row.scope ?? 'Namespaced'),
    storage: row.storage ?? { group: row.group, resource: row.plural, version },
    hasProtobuf: true,
    ...(row.deprecation !== undefined && { deprecation: row.deprecation }),
  }
}

/** Verbs of a stored kind. */
export const everyVerb: readonly Verb[] = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
]

/** The `status` subresource. */
export const statusSubresource: Subresource = { name: 'status', verbs: ['get', 'patch', 'update'] }

/** The `scale` subresource, whose body is a Scale. */
export const scaleSubresource: Subresource = {
  name: 'scale',
  verbs: ['get', 'patch', 'update'],
  body: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
}

/** A `proxy` subresource with its options. */
export function proxySubresource(optionsKind: string): Subresource {
  return {
    name: 'proxy',
    verbs: ['create', 'delete', 'get', 'patch', 'update'],
    body: { group: '', version: 'v1', kind: optionsKind },
  }
}

const packages: Readonly<Record<string, string>> = {
  '': 'io.k8s.api.core',
  'apiextensions.k8s.io': 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  'apiregistration.k8s.io': 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
}

function packageOf(group: string): string {
  return packages[group] ?? `io.k8s.api.${group.split('.')[0]}`
}
