import type { StoragePlace } from '#kinds'
import { isMap, type KubeObject, type Schema, sameJson } from '#kube'
import { conversionFailure } from './conversion-failure.ts'
import { pruneStored, renewStored } from './stored-form.ts'

/** Brings objects of one group to a version; those that have it already do not come. May ask a webhook. */
export type ConvertObjects = (
  objects: readonly KubeObject[],
  apiVersion: string,
) => readonly KubeObject[] | Promise<readonly KubeObject[]>

/** What conversion between the versions of one definition needs. */
export interface Conversion {
  readonly group: string
  /** The schema of every version, served or not. */
  readonly schemas: ReadonlyMap<string, Schema>
  readonly storageVersion: string
  readonly convert: ConvertObjects
}

/** The strategy `None`: only `apiVersion` differs (mutates). */
export const renameVersion: ConvertObjects = (objects, apiVersion) => {
  for (const object of objects) object.apiVersion = apiVersion
  return objects
}

/** How objects of one version come out of the store and go into it. */
export function conversionOf(conversion: Conversion, version: string): NonNullable<StoragePlace['convert']> {
  const { group, storageVersion } = conversion
  return {
    toStored: (objects) => convertEach(conversion, objects, `${group}/${storageVersion}`),
    fromStored(objects) {
      for (const object of objects) renewStored(schemaOf(conversion, object), object)
      return convertEach(conversion, objects, `${group}/${version}`)
    },
  }
}

/** Whether a stored object would be read as it is, but for its version. */
export function isCurrent(schema: Schema, object: KubeObject): boolean {
  const copy = structuredClone(object)
  renewStored(schema, copy)
  return sameJson(copy, object)
}

function convertEach(
  conversion: Conversion,
  objects: readonly KubeObject[],
  apiVersion: string,
): readonly KubeObject[] | Promise<readonly KubeObject[]> {
  const foreign = objects.filter((object) => object.apiVersion !== apiVersion)
  if (foreign.length === 0) return objects
  for (const object of foreign) schemaOf(conversion, object)
  const isForeign = new Set(foreign)
  const converted = conversion.convert(foreign, apiVersion)
  const place = (results: readonly KubeObject[]): readonly KubeObject[] => {
    const schema = conversion.schemas.get(versionIn(apiVersion)) ?? {}
    for (const result of results) pruneStored(schema, result)
    let next = 0
    return objects.map((object) => (isForeign.has(object) ? (results[next++] ?? object) : object))
  }
  return converted instanceof Promise ? converted.then(place) : place(converted)
}

/** The schema of the version that an object has. Throws 500 for a version that the definition does not have. */
function schemaOf({ group, schemas }: Conversion, object: KubeObject): Schema {
  const { apiVersion } = object
  const schema = schemas.get(versionIn(apiVersion))
  if (schema === undefined || !apiVersion.startsWith(`${group}/`) || !isMap(object)) {
    throw conversionFailure(`request to convert CR from an invalid group/version: ${apiVersion}`)
  }
  return schema
}

function versionIn(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}
