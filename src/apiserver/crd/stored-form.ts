import { schemaOf } from '#kinds'
import { coerceMetadata, defaultBy, isMap, type JsonObject, prune, type Schema } from '#kube'

/** The type that metadata of every object has. */
export const metadataType = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta'

/**
 * Brings an object that was stored earlier up to the schema of its version (mutates): metadata that cannot be read goes,
 * unknown fields go, new defaults come (apiextensions crdConversionRESTOptionsGetter).
 */
export function renewStored(schema: Schema, object: JsonObject): void {
  pruneStored(schema, object)
  defaultBy(schema, object)
}

/** The same without defaults, for what a conversion brought. */
export function pruneStored(schema: Schema, object: JsonObject): void {
  coerceMetadata(schema, object, { metadata: schemaOf(metadataType), isResourceRoot: true, dropsInvalid: true })
  prune(schema, object, { isResourceRoot: true })
  const { metadata } = object
  if (isMap(metadata) && (metadata['generation'] === undefined || metadata['generation'] === 0)) {
    metadata['generation'] = 1
  }
}
