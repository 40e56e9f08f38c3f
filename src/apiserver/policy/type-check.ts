import { type Kind, mapAt, mapsAt, textAt, textsAt } from '#kinds'
import { apiVersionOf, type GroupVersionKind, groupVersionOf, type JsonObject, type KubeObject } from '#kube'
import { celType } from '../cel/environment.ts'
import type { Registry } from '../contract/registry.ts'
import type { Declared } from './declarations.ts'
import { compileExpression } from './expression.ts'
import { compileVariables } from './policy.ts'

/** No more types than these are looked at. */
const MAX_TYPES = 10

/**
 * What would fail if the expressions of a policy met an object of a type it asks for (validating.TypeChecker.Check): items
 * of `status.typeChecking.expressionWarnings`.
 */
export function typeWarnings(policy: KubeObject, registry: Registry): readonly JsonObject[] {
  const spec = mapAt(policy, 'spec')
  const kinds = kindsOf(spec, registry)
  const declared = kinds.map((kind) => ({ kind, declared: declaredFor(kind, spec, registry) }))
  return mapsAt(spec, 'validations').flatMap((validation, at) =>
    ['expression', 'messageExpression'].flatMap((field) => {
      const source = textAt(validation, field)
      const warning = source === '' ? '' : warningsOf(source, declared).join('\n')
      return warning === '' ? [] : [{ fieldRef: `spec.validations[${at}].${field}`, warning }]
    }),
  )
}

interface DeclaredKind {
  readonly kind: Kind
  readonly declared: Declared
}

function warningsOf(source: string, kinds: readonly DeclaredKind[]): readonly string[] {
  return kinds.flatMap(({ kind, declared }) => {
    const { fault } = compileExpression(source, declared, 'anything')
    return fault === undefined ? [] : [`${printKind(kind)}: ${fault}\n`]
  })
}

function declaredFor(kind: Kind, spec: JsonObject, registry: Registry): Declared {
  const paramKind = mapAt(spec, 'paramKind')
  const hasParams = textAt(paramKind, 'kind') !== ''
  const { group, version } = groupVersionOf(textAt(paramKind, 'apiVersion'))
  const params = hasParams ? registry.kinds.ofKind(group, version, textAt(paramKind, 'kind')) : undefined
  const base: Declared = {
    hasParams,
    hasAuthorizer: true,
    objectType: celType(kind.schema, { name: kind.kind, isResource: true }),
    ...(params !== undefined && { paramsType: celType(params.schema, { name: params.kind, isResource: true }) }),
  }
  return { ...base, variables: compileVariables(mapsAt(spec, 'variables'), base).types }
}

/** Kinds that rules name outright; wildcards and subresources name none. */
function kindsOf(spec: JsonObject, registry: Registry): readonly Kind[] {
  const found = new Set<Kind>()
  for (const rule of mapsAt(mapAt(spec, 'matchConstraints'), 'resourceRules')) {
    const names = {
      groups: plain(rule, 'apiGroups'),
      versions: plain(rule, 'apiVersions'),
      resources: plain(rule, 'resources'),
    }
    for (const { group, version, resource } of product(names)) {
      const kind = registry.kinds.find(group, version, resource)
      if (kind !== undefined && found.size < MAX_TYPES) found.add(kind)
    }
  }
  return [...found].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
}

interface Names {
  readonly groups: readonly string[]
  readonly versions: readonly string[]
  readonly resources: readonly string[]
}

/** A policy that names a million places is not looked at any further than a thousand of them. */
function product({
  groups,
  versions,
  resources,
}: Names): readonly { group: string; version: string; resource: string }[] {
  const limit = 10
  return groups
    .slice(0, limit)
    .flatMap((group) =>
      versions
        .slice(0, limit)
        .flatMap((version) => resources.slice(0, limit).map((resource) => ({ group, version, resource }))),
    )
}

function plain(rule: JsonObject, field: string): readonly string[] {
  const names = textsAt(rule, field).filter((name) => !name.includes('*') && !name.includes('/'))
  return [...new Set(names)].sort()
}

function sortKey({ group, version, kind }: GroupVersionKind): string {
  return `${group}/${version}/${kind}`
}

function printKind(kind: Kind): string {
  return `${kind.group === '' ? `/${kind.version}` : apiVersionOf(kind)}, Kind=${kind.kind}`
}
