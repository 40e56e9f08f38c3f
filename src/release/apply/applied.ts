import {
  type FieldSet,
  isMap,
  isMember,
  type Json,
  type JsonObject,
  type KubeObject,
  readFieldSet,
  sameJson,
  setField,
  textAt,
} from '#kube'
import { FIELD_MANAGER } from './manager.ts'

/**
 * Whether applying an object again would change nothing at all: its manifest is the one of last time, every value is there,
 * and the manager's fields are those of the manifest, no more and no less. What cannot be decided counts as a change.
 */
export function isAppliedAlready(previous: KubeObject, wanted: KubeObject, live: KubeObject): boolean {
  if (!sameJson(previous, wanted)) return false
  const owned = appliedFields(live, wanted.apiVersion)
  return owned !== undefined && covers(owned, withoutHead(wanted), live)
}

/** The fields that the manager applied at a version; undefined where it has not, or has at several. */
function appliedFields(live: KubeObject, apiVersion: string): FieldSet | undefined {
  const entries = live.metadata['managedFields']
  const own = (Array.isArray(entries) ? entries : []).filter((entry) => textAt(entry, 'manager') === FIELD_MANAGER)
  const [entry] = own
  if (own.length !== 1 || !isMap(entry)) return undefined
  const isOurs = textAt(entry, 'operation') === 'Apply' && textAt(entry, 'subresource') === ''
  return isOurs && textAt(entry, 'apiVersion') === apiVersion ? readFieldSet(entry['fieldsV1']) : undefined
}

/** What names an object is owned by nobody, so it is not in the set. */
function withoutHead(object: KubeObject): Json {
  const metadata = without(object.metadata, ['name', 'namespace'])
  const rest = without(object, ['apiVersion', 'kind', 'metadata'])
  if (Object.keys(metadata).length > 0) setField(rest, 'metadata', metadata)
  return rest
}

function without(map: JsonObject, fields: readonly string[]): JsonObject {
  const rest: JsonObject = {}
  for (const key of Object.keys(map)) if (!fields.includes(key)) setField(rest, key, map[key] as Json)
  return rest
}

/** Whether a set names all of a value and nothing else, and the live value holds the same. */
function covers(set: FieldSet, wanted: Json, live: Json | undefined): boolean {
  const steps = Object.keys(set).filter((step) => step !== '.')
  if (steps.length === 0) return isMember(set) && sameJson(wanted, live)
  if (Array.isArray(wanted)) return Array.isArray(live) && coversList(set, steps, [wanted, live])
  if (!isMap(wanted) || !isMap(live) || steps.length !== Object.keys(wanted).length) return false
  return Object.keys(wanted).every((key) => {
    const below = set[`f:${key}`]
    return below !== undefined && covers(below, wanted[key] as Json, live[key])
  })
}

function coversList(
  set: FieldSet,
  steps: readonly string[],
  [wanted, live]: readonly [readonly Json[], readonly Json[]],
): boolean {
  if (steps.length !== wanted.length) return false
  const pairs = steps.map((step) => [set[step] as FieldSet, itemOf(wanted, step), itemOf(live, step)] as const)
  const inOrder = live.filter((item) => pairs.some(([, , there]) => there === item))
  return (
    pairs.every(([below, ours, theirs]) => ours !== undefined && covers(below, ours, theirs)) &&
    wanted.every((item, at) => pairs.some(([, ours, theirs]) => ours === item && theirs === inOrder[at]))
  )
}

/** The item that a step of a list (`k:{"name":"web"}`, `v:"x"`) leads to. */
function itemOf(list: readonly Json[], step: string): Json | undefined {
  const key = JSON.parse(step.slice(2)) as Json
  if (!step.startsWith('k:')) return list.find((item) => sameJson(item, key))
  if (!isMap(key)) return undefined
  return list.find((item) => isMap(item) && Object.keys(key).every((field) => sameJson(item[field], key[field])))
}
