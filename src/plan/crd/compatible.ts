import {
  findingText,
  type Json,
  type JsonObject,
  type KubeObject,
  type Schema,
  textAt,
  validateBySchema,
  valueAt,
} from '#kube'
import { schemaNarrowings } from './narrow.ts'

/** Live objects that are named in a warning. */
const MAX_NAMED = 5

/**
 * What a new definition of a custom kind breaks: stored versions that go, fields that go or take less than before, and
 * live objects that the new schema refuses. `wanted` undefined is a deletion.
 */
export function crdWarnings(
  live: KubeObject,
  wanted: KubeObject | undefined,
  instances: readonly KubeObject[],
): readonly string[] {
  if (wanted === undefined)
    return instances.length === 0 ? [] : [`${instances.length} objects of this kind are deleted with it`]
  return [...crdBreaks(live, wanted, instances), ...servedWarnings(live, wanted), ...fieldWarnings(live, wanted)]
}

/** What of it would lose or break objects that are there: stored versions that go, and objects that are refused. */
export function crdBreaks(live: KubeObject, wanted: KubeObject, instances: readonly KubeObject[]): readonly string[] {
  const lost = goneVersions(live, wanted).map(
    (name) => `version ${name} goes, and objects are stored in it: migrate them first`,
  )
  return [...lost, ...instanceWarnings(wanted, instances)]
}

/** Versions in which objects are stored and that the new definition has not. */
function goneVersions(live: KubeObject, wanted: KubeObject): readonly string[] {
  const after = versionsOf(wanted)
  const stored = valueAt(live, 'status', 'storedVersions')
  return (Array.isArray(stored) ? stored : []).filter(
    (name) => typeof name === 'string' && !after.has(name),
  ) as string[]
}

function servedWarnings(live: KubeObject, wanted: KubeObject): readonly string[] {
  const [before, after] = [versionsOf(live), versionsOf(wanted)]
  const gone = goneVersions(live, wanted)
  return [...before.keys()]
    .filter((name) => isServed(before, name) && !isServed(after, name) && !gone.includes(name))
    .map((name) => `version ${name} is no longer served`)
}

function fieldWarnings(live: KubeObject, wanted: KubeObject): readonly string[] {
  const [before, after] = [versionsOf(live), versionsOf(wanted)]
  return [...before].flatMap(([name, version]) => {
    const next = after.get(name)
    const [old, schema] = [schemaIn(version), next && schemaIn(next)]
    if (old === undefined || schema === undefined) return []
    return schemaNarrowings(old, schema).map((narrowing) => `${name}: ${narrowing}`)
  })
}

function instanceWarnings(wanted: KubeObject, instances: readonly KubeObject[]): readonly string[] {
  const versions = versionsOf(wanted)
  const broken = instances.flatMap((object) => {
    const version = versions.get(object.apiVersion.split('/').at(-1) ?? '')
    const schema = version && schemaIn(version)
    const finding = schema && findingOf(object, schema)
    return finding === undefined ? [] : [`${placeOf(object)}: ${finding}`]
  })
  const more = broken.length - MAX_NAMED
  return [
    ...broken.slice(0, MAX_NAMED).map((text) => `the new schema refuses ${text}`),
    ...(more > 0 ? [`the new schema refuses ${more} more objects`] : []),
  ]
}

function findingOf(object: KubeObject, schema: Schema): string | undefined {
  const { metadata: _, apiVersion: __, kind: ___, ...body } = object
  const { metadata: ____, ...properties } = schema.properties ?? {}
  const [first] = validateBySchema({ ...schema, properties }, body, { compilePattern: () => () => true })
  return first && findingText(first)
}

function placeOf({ metadata }: KubeObject): string {
  const namespace = textAt(metadata, 'namespace')
  return namespace === '' ? metadata.name : `${namespace}/${metadata.name}`
}

/** The definition's versions by name. */
function versionsOf(definition: KubeObject): ReadonlyMap<string, JsonObject> {
  const versions = valueAt(definition, 'spec', 'versions')
  if (!Array.isArray(versions)) return new Map()
  return new Map(versions.map((version) => [textAt(version, 'name'), version as JsonObject]))
}

function isServed(versions: ReadonlyMap<string, JsonObject>, name: string): boolean {
  return versions.get(name)?.['served'] === true
}

function schemaIn(version: JsonObject): Schema | undefined {
  const schema: Json | undefined = valueAt(version, 'schema', 'openAPIV3Schema')
  return typeof schema === 'object' && schema !== null ? (schema as unknown as Schema) : undefined
}
