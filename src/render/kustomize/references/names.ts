import { isQuoted } from '#yaml'
import { KustomizeError, wrapFailure } from '../error.ts'
import { type Field, fieldOf } from '../fields/field.ts'
import type { NameReference } from '../fields/name-references.ts'
import { withText } from '../fields/scalar.ts'
import { located, updateField } from '../fields/update.ts'
import { type GvkSelector, isSelectedGvk } from '../resource/gvk.ts'
import { idText } from '../resource/id.ts'
import { isNull, isObject, type Json, type JsonObject, scalarText } from '../resource/json.ts'
import type { Transform } from '../resource/list.ts'
import type { Resource } from '../resource/resource.ts'
import { indexNames, type NameIndex } from './name-index.ts'
import { findReferral, type Reference } from './referral.ts'
import { type Referrer, referrerOf } from './referrer.ts'

/**
 * Follows renamed resources: every field that the table knows to hold a name gets the present name of the resource that
 * once had it. The step throws `ambiguous` where a name means several resources, and `bad-value`.
 */
export function nameReferenceTransformer(references: readonly NameReference[]): Transform {
  const fieldsOf = fieldsByKind(references)
  return (resources) => {
    const index = indexNames(resources)
    for (const resource of resources) {
      const fields = fieldsOf(resource.originalId().gvk)
      if (fields.length > 0) followNames(resource, fields, index)
    }
  }
}

/** A field that holds a name, and the kind of what is named. */
interface NameField {
  readonly field: Field
  readonly target: GvkSelector
  readonly isRoleRef: boolean
}

function fieldsByKind(references: readonly NameReference[]): (gvk: GvkSelector) => readonly NameField[] {
  const fields = references.flatMap((target) =>
    (target.fieldSpecs ?? []).map((spec) => ({
      // The reference never makes a field that is to hold a name.
      field: fieldOf(spec),
      target,
      isRoleRef: spec.path?.endsWith('roleRef/name') ?? false,
    })),
  )
  const byKind = new Map<string, readonly NameField[]>()
  return (gvk) => {
    const key = `${gvk.group}\n${gvk.version}\n${gvk.kind}`
    let found = byKind.get(key)
    if (found === undefined) {
      found = fields.filter(({ field }) => isSelectedGvk(gvk, field.spec))
      byKind.set(key, found)
    }
    return found
  }
}

function followNames(resource: Resource, fields: readonly NameField[], index: NameIndex): void {
  const referrer = tryReferrer(resource)
  for (const { field, target, isRoleRef } of fields) {
    const role = isRoleRef ? roleOf(resource) : undefined
    const follow: Follow = { index, referrer, target, role }
    try {
      updateField(resource, field, (value, isInQuotes) => followValue(value, follow, isInQuotes))
    } catch (error) {
      const place = `updating name reference in '${field.spec.path ?? ''}' field of '${idText(resource.id)}'`
      throw wrapFailure(error, (message) => `${place}: ${message}`)
    }
  }
}

function tryReferrer(resource: Resource): Referrer {
  try {
    return referrerOf(resource)
  } catch (error) {
    throw located(error, resource)
  }
}

function roleOf({ value: { roleRef } }: Resource): GvkSelector | undefined {
  if (!isObject(roleRef)) return undefined
  const { apiGroup, kind } = roleRef
  return apiGroup === undefined || kind === undefined
    ? undefined
    : { group: scalarText(apiGroup), kind: scalarText(kind) }
}

interface Follow {
  readonly index: NameIndex
  readonly referrer: Referrer
  readonly target: GvkSelector
  readonly role: GvkSelector | undefined
}

function followValue(value: Json, follow: Follow, isInQuotes: boolean): Json {
  if (isNull(value)) return value
  if (isObject(value)) return followMap(value, follow)
  return Array.isArray(value) ? followList(value, follow) : followText(value, follow, isInQuotes)
}

function followList(list: Json[], follow: Follow): Json[] {
  for (const [at, element] of list.entries()) {
    if (isNull(element)) continue
    if (Array.isArray(element)) throw badValue('a list is expected to be either a string or a map of string')
    list[at] = isObject(element) ? followMap(element, follow) : followText(element, follow)
  }
  return list
}

function followText(value: Json, follow: Follow, isInQuotes = false): Json {
  const name = scalarText(value)
  const referral = find(follow, { name, needsNamespace: false })
  return referral === undefined || referral.name === name ? value : withText(value, referral.name, isInQuotes)
}

function followMap(map: JsonObject, follow: Follow): JsonObject {
  const old = map['name']
  if (old === undefined) throw badValue("path config error; no 'name' field in node")
  const name = scalarText(old)
  const { namespace } = map
  const referral = find(follow, {
    name,
    namespace: namespace === undefined ? undefined : scalarText(namespace),
    needsNamespace: true,
  })
  if (referral === undefined) return map
  if (referral.name !== name || referral.namespace !== '')
    map['name'] = withText(old, referral.name, isQuoted(map, 'name'))
  if (referral.namespace !== '')
    map['namespace'] = withText(namespace ?? '', referral.namespace, isQuoted(map, 'namespace'))
  return map
}

function find(follow: Follow, name: Pick<Reference, 'name' | 'namespace' | 'needsNamespace'>): Resource | undefined {
  const { index, referrer, target, role } = follow
  const referral = findReferral(index, referrer, { ...name, target, role })
  referral?.referredBy.push(referrer.resource.id)
  return referral
}

function badValue(message: string): KustomizeError {
  return new KustomizeError({ code: 'bad-value', message })
}
